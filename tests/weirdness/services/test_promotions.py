"""From a flag to a check and back to the same issue, with a real check engine."""

from pathlib import Path

import pytest
from django.utils import timezone

from tests.cast import Cast, flagged
from tests.weirdness.laboratory import GOOD, HEAD, answered, engine, plates
from weirdness.models import Event, Evidence, GroupingKey, Inquiry, Issue, Person, Run, Suite
from weirdness.services import alike, inquiries, runs, suggestions, suites, work
from weirdness.services.errors import NotAllowed, Refused

__all__ = ["engine", "plates"]
pytestmark = pytest.mark.django_db


def reported(cast: Cast, rows: str = "P9, A1", **said: object) -> Issue:
    """A flag on a row, its evidence copied."""
    issue = flagged(cast, rows=rows, **said).issue
    evidence = Evidence.objects.get(flag__issue=issue)
    work.drain()
    evidence.refresh_from_db()
    assert evidence.state == "copied", evidence.message
    assert issue is not None
    return issue


def proposed(cast: Cast, issue: Issue) -> dict:
    asked = inquiries.ask(kind="promote", actor=cast.scientist, now=timezone.now(), dataset=issue.dataset, issue=issue)
    found = answered(asked)
    assert found.state == "answered", found.message
    assert found.answer is not None
    return found.answer


def guard(cast: Cast, issue: Issue, expectation: dict, stage: str = "live", by: Person | None = None) -> Inquiry:
    said = {"expectation": expectation, "stage": stage}
    actor = by or cast.scientist
    return answered(
        inquiries.ask(kind="guard", actor=actor, now=timezone.now(), dataset=issue.dataset, issue=issue, **said)
    )


def ran(suite: Suite) -> Run:
    run = runs.request(suite=suite, now=timezone.now(), trigger="person")
    work.drain()
    run.refresh_from_db()
    return run


BETWEEN = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "signal", "min_value": 0}}


def test_proposals_find_the_reported_row_and_say_what_else_they_find(cast: Cast, plates: Path) -> None:
    answer = proposed(cast, reported(cast))
    told = {each["sentence"]: each for each in answer["proposals"]}
    found = told["`signal` is at least 0"]
    assert (answer["reported"], found["caught"], found["unexpected_count"], found["success"]) == (1, 1, 2, False)
    assert found["table"]["head"][:3] == ["plate", "well", "signal"]
    assert all(each["caught"] for each in answer["proposals"])


def test_promoted_the_next_failure_is_the_same_issue_and_no_second_one(cast: Cast, plates: Path) -> None:
    issue = reported(cast)
    assert guard(cast, issue, BETWEEN).state == "answered"
    suite = Suite.objects.get()
    assert (suite.name, suite.stage, suite.cron) == ("From flags", "live", "0 6 * * *")
    assert suite.expectations[0]["meta"] == {"weirdness": {"issue": issue.pk}}
    issue.refresh_from_db()
    assert issue.guarded
    assert ran(suite).state == "failed"
    assert Issue.objects.count() == 1
    assert [each.kind for each in issue.flags.all()] == ["report", "check"]
    verbs = list(Event.objects.filter(issue=issue).values_list("verb", flat=True))
    assert {"promoted", "guarded", "check_still_fails"} <= set(verbs)


def test_it_is_refused_when_the_reported_rows_would_pass(cast: Cast, plates: Path) -> None:
    issue = reported(cast)
    lenient = {"type": BETWEEN["type"], "kwargs": {"column": "signal", "min_value": -100}}
    refused = guard(cast, issue, lenient)
    assert refused.state == "failed"
    assert "reported rows would pass" in refused.message
    allowed = {"type": BETWEEN["type"], "kwargs": {"column": "signal", "min_value": 0, "mostly": 0.5}}
    assert "It passes now" in guard(cast, issue, allowed).message
    assert not Suite.objects.exists()
    assert not GroupingKey.objects.exists()


def test_it_is_refused_when_the_question_is_another_issues_already(cast: Cast, plates: Path) -> None:
    first, second = reported(cast), reported(cast, "P9, A2")
    assert guard(cast, first, BETWEEN).state == "answered"
    assert f"what it finds is #{first.pk}" in guard(cast, second, BETWEEN).message


def test_what_is_asked_for_it_already_is_not_offered_again(cast: Cast, plates: Path) -> None:
    issue = reported(cast)
    guard(cast, issue, BETWEEN)
    answer = proposed(cast, issue)
    assert "`signal` is at least 0" not in [each["sentence"] for each in answer["proposals"]]
    assert any("asks exactly this" in each["taken"] for each in answer["taken"])


def test_a_shadow_guards_nothing_until_it_is_live_and_removing_it_ends_the_guard(cast: Cast, plates: Path) -> None:
    issue = reported(cast)
    guard(cast, issue, BETWEEN, stage="shadow")
    suite = Suite.objects.get()
    issue.refresh_from_db()
    assert not issue.guarded
    live = {**suite.document, "expectations": [{**suite.expectations[0], "meta": {"weirdness": {"issue": issue.pk}}}]}
    suites.save(dataset=cast.dataset, document=live, now=timezone.now(), actor=cast.scientist, suite=suite)
    issue.refresh_from_db()
    assert issue.guarded
    empty = {**live, "expectations": []}
    suites.save(dataset=cast.dataset, document=empty, now=timezone.now(), actor=cast.scientist, suite=suite)
    issue.refresh_from_db()
    assert not issue.guarded
    assert Event.objects.filter(issue=issue, verb="unguarded").exists()


def test_only_who_triages_promotes(cast: Cast, plates: Path) -> None:
    issue = reported(cast)
    refused = guard(cast, issue, BETWEEN, by=cast.bench)
    assert "those who triage" in refused.message
    assert not Suite.objects.exists()


def test_rows_that_are_mended_meanwhile_do_not_hinder_a_guard_against_their_return(cast: Cast, plates: Path) -> None:
    issue = reported(cast)
    plates.write_text(HEAD + GOOD)
    assert guard(cast, issue, BETWEEN).state == "answered"


def test_without_rows_it_must_find_something_now(cast: Cast, plates: Path) -> None:
    issue = flagged(cast).issue
    assert issue is not None
    lenient = {"type": BETWEEN["type"], "kwargs": {"column": "signal", "min_value": -100}}
    assert "It finds nothing now" in guard(cast, issue, lenient).message
    assert guard(cast, issue, BETWEEN).state == "answered"


def test_more_rows_like_these_can_be_confirmed_and_are_copied_beside_the_first(cast: Cast, plates: Path) -> None:
    issue = reported(cast)
    asked = inquiries.ask(kind="alike", actor=cast.scientist, now=timezone.now(), dataset=cast.dataset, issue=issue)
    found = answered(asked)
    assert found.answer is not None, found.message
    assert {"plate": "P9", "well": "A2"} in [each["key"] for each in found.answer["more"]]
    key = {"plate": "P9", "well": "A2"}
    flag = alike.confirm(issue_id=issue.pk, keys=[key, key], actor=cast.scientist, now=timezone.now())
    assert (flag.kind, flag.person) == ("same", cast.scientist)
    work.drain()
    plates.write_text(HEAD + GOOD)
    more = {"plate": "P1", "well": "A1"}
    alike.confirm(issue_id=issue.pk, keys=[more], actor=cast.scientist, now=timezone.now())
    work.drain()
    rows = Evidence.objects.get(flag=flag).rows
    assert [row["signal"] for row in rows] == ["-4.5", "1.1"]
    with pytest.raises(Refused, match="evidence already"):
        alike.confirm(issue_id=issue.pk, keys=[more], actor=cast.scientist, now=timezone.now())
    with pytest.raises(NotAllowed):
        alike.confirm(issue_id=issue.pk, keys=[more], actor=cast.bench, now=timezone.now())


def test_a_suggested_suite_keeps_what_was_ticked_with_its_reasons(cast: Cast, plates: Path) -> None:
    many = "".join(f"P{plate},A{well},{plate + well / 10},Kim\n" for plate in range(1, 41) for well in range(1, 13))
    plates.write_text(HEAD + many)
    found = answered(inquiries.ask(kind="suggest", actor=cast.scientist, now=timezone.now(), dataset=cast.dataset))
    assert found.answer is not None, found.message
    proposals = found.answer["proposals"]
    assert proposals
    assert all(each["sentence"] and each["reason"] for each in proposals)
    assert "Kim" not in str(proposals)
    said = {"dataset": cast.dataset, "proposals": proposals, "name": "suggested", "stage": "live", "daily": True}
    suite = suggestions.accept(kept={0}, actor=cast.scientist, now=timezone.now(), **said)
    assert (len(suite.expectations), suite.stage, suite.cron) == (1, "live", "0 6 * * *")
    assert suite.expectations[0]["notes"] == proposals[0]["reason"]
    assert ran(suite).state == "passed"
    with pytest.raises(Refused, match="Tick what should hold"):
        suggestions.accept(kept=set(), actor=cast.scientist, now=timezone.now(), **said)
