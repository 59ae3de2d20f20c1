"""From results to issues: one per grouping key, recovery after three passes, one letter when something changed."""

from datetime import date, datetime, timedelta

import pytest

import checks
from tests.cast import NOW, Cast, suite
from weirdness.models import Dataset, Flag, GroupingKey, Issue, Notification, Run, Suite
from weirdness.services import flags, runs, triage

pytestmark = pytest.mark.django_db


def found(suite: Suite, *, success: bool, fingerprint: str = "a") -> checks.SuiteResult:
    """What the engine would say: the first expectation fails or passes, the second passes."""
    results = tuple(
        checks.ExpectationResult(
            id="",
            type=each["type"],
            kwargs=each["kwargs"],
            column=each["kwargs"]["column"],
            severity=each["severity"],
            sentence=checks.sentence(each),
            success=success or place > 0,
            observed="" if success or place else "2 of 96 are below 0",
            unexpected_count=0 if success or place else 2,
            element_count=96,
            keys=() if success or place else ({"plate": "P1", "well": "A1"},),
        )
        for place, each in enumerate(suite.expectations)
    )
    return checks.SuiteResult(success, 96, (), fingerprint, 0.1, results)


def night(suite: Suite, number: int, *, success: bool) -> Run:
    now: datetime = NOW + timedelta(days=number)
    run = runs.request(suite=suite, now=now, trigger=Run.Trigger.SCHEDULE)
    return runs.store(run=run, result=found(suite, success=success, fingerprint=str(number)), now=now)


def digests() -> list[str]:
    return list(Notification.objects.filter(message="owner_digest").values_list("person__name", flat=True))


def test_a_failing_expectation_opens_a_confirmed_issue_and_mails_the_owner_once(cast: Cast) -> None:
    plates = suite(cast)
    run = night(plates, 0, success=False)
    issue = Issue.objects.get()
    assert (issue.state, issue.get_severity_display(), issue.column, issue.guarded) == (
        "confirmed",
        "major",
        "signal",
        True,
    )
    assert run.state == "failed"
    assert digests() == ["Olga"]


def test_the_second_night_adds_to_the_same_issue_and_sends_nothing_new(cast: Cast) -> None:
    plates = suite(cast)
    night(plates, 0, success=False)
    night(plates, 1, success=False)
    assert Issue.objects.get().flags.count() == 2
    assert digests() == ["Olga"]


def test_another_threshold_is_the_same_issue(cast: Cast) -> None:
    night(suite(cast), 0, success=False)
    night(suite(cast, max_value=65_000), 1, success=False)
    assert Issue.objects.count() == GroupingKey.objects.count() == 1


def test_three_passes_recover_it_and_tell_the_owner(cast: Cast) -> None:
    plates = suite(cast)
    night(plates, 0, success=False)
    for number in (1, 2):
        night(plates, number, success=True)
        assert Issue.objects.get().state == "confirmed"
    night(plates, 3, success=True)
    issue = Issue.objects.get()
    assert (issue.state, issue.resolution) == ("closed", "verified_fixed")
    assert len(digests()) == 2


def test_a_failure_between_passes_starts_the_count_anew(cast: Cast) -> None:
    plates = suite(cast)
    for number, success in enumerate([False, True, True, False, True, True]):
        night(plates, number, success=success)
    assert Issue.objects.get().state == "confirmed"


def test_what_a_person_met_too_does_not_close_itself(cast: Cast) -> None:
    plates = suite(cast)
    night(plates, 0, success=False)
    flags.same_here(person=cast.bench, issue_id=Issue.objects.get().pk, now=NOW)
    for number in (1, 2, 3, 4):
        night(plates, number, success=True)
    assert Issue.objects.get().state == "confirmed"


def test_it_comes_back_as_the_next_episode_of_the_same_issue(cast: Cast) -> None:
    plates = suite(cast)
    for number, success in enumerate([False, True, True, True, False]):
        night(plates, number, success=success)
    issue = Issue.objects.get()
    assert (issue.state, issue.regressed, issue.episodes.count()) == ("confirmed", True, 2)
    assert len(digests()) == 3


def test_an_explained_one_stays_closed_however_often_it_fails(cast: Cast) -> None:
    plates = suite(cast)
    night(plates, 0, success=False)
    issue = Issue.objects.get()
    triage.explain(issue_id=issue.pk, actor=cast.scientist, now=NOW, explanation="Blanks are subtracted.")
    night(plates, 1, success=False)
    issue.refresh_from_db()
    assert (issue.state, issue.flags.count(), len(digests())) == ("closed", 2, 1)


def test_an_accepted_one_fires_again_after_its_date(cast: Cast) -> None:
    plates = suite(cast)
    night(plates, 0, success=False)
    issue = Issue.objects.get()
    until = date(2026, 11, 4)
    triage.accept(issue_id=issue.pk, actor=cast.scientist, now=NOW, caveat="Leave out P1.", caveat_until=until)
    night(plates, 2, success=False)
    issue.refresh_from_db()
    assert issue.state == "closed"
    night(plates, 3, success=False)
    issue.refresh_from_db()
    assert issue.state == "confirmed"


def test_a_claimed_fix_is_refuted_by_a_failing_check_and_verified_by_three_passes(cast: Cast) -> None:
    plates = suite(cast)
    night(plates, 0, success=False)
    issue = Issue.objects.get()
    triage.claim_fixed(issue_id=issue.pk, actor=cast.scientist, now=NOW)
    night(plates, 1, success=False)
    issue.refresh_from_db()
    assert issue.state == "confirmed"
    triage.claim_fixed(issue_id=issue.pk, actor=cast.scientist, now=NOW)
    for number in (2, 3, 4):
        night(plates, number, success=True)
    issue.refresh_from_db()
    assert (issue.state, issue.resolution) == ("closed", "verified_fixed")


def test_a_source_that_cannot_be_read_opens_no_issue_and_is_told_once_in_other_words(cast: Cast) -> None:
    plates = suite(cast)
    for number in (0, 1):
        now = NOW + timedelta(days=number)
        run = runs.request(suite=plates, now=now, trigger=Run.Trigger.SCHEDULE)
        runs.store_error(run=run, message="plates.csv is cut off. Copy it again.", now=now)
    assert not Issue.objects.exists()
    assert [each.message for each in Notification.objects.all()] == ["run_error"]


def test_the_same_key_twice_is_one_run(cast: Cast) -> None:
    plates = suite(cast)
    first = runs.request(suite=plates, now=NOW, trigger=Run.Trigger.API, key="build 7")
    assert runs.request(suite=plates, now=NOW, trigger=Run.Trigger.API, key="build 7") == first


def test_the_rows_of_the_last_run_are_known_to_the_dataset(cast: Cast) -> None:
    night(suite(cast), 0, success=False)
    assert Dataset.objects.get().row_count == 96
    assert Flag.objects.filter(kind="check").get().run is not None
