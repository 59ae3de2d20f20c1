"""Ten seconds in which a verdict can be taken back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model

from tests.cast import NOW, Cast, flagged
from tests.weirdness.services.test_triage import TO, brought_to, words
from weirdness.models import Clock, Comment, Episode, Event, Evidence, Flag, GroupingKey, Issue, Job, Notification
from weirdness.models.moves import MOVES, offered
from weirdness.services import assigning, bulk, flags, snoozing, splitting, triage, undoing
from weirdness.services.errors import Conflict, Refused

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=9)
PASSING = {"version", "changed_at"}  # what a newer state of an issue always has


def rows(*models: type[Model], without: set[str] = frozenset()) -> dict[str, list[dict[str, Any]]]:  # type: ignore[assignment]
    """Every row of these tables, whole."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in without}
            for row in model.objects.order_by("pk").values()
        ]
        for model in models
    }


def everything() -> dict[str, list[dict[str, Any]]]:
    return rows(Flag, Episode, GroupingKey, Evidence, Comment) | rows(Issue, without=PASSING) | {"clocks": clocks()}


def clocks() -> list[dict[str, Any]]:
    """A clock that stood still for nine seconds ends nine seconds later: whether it runs is what comes back."""
    told = Clock.objects.order_by("episode", "kind").values("episode", "kind", "limit", "quarters", "pk")
    states = {clock.pk: (clock.paused_at is None, clock.stopped_at is None) for clock in Clock.objects.all()}
    return [{**row, "runs": states[row["pk"]]} for row in told]


PLACES = [(state, move.verb) for state in TO for move in offered(state, {"triager", "assignee", "reporter", "anyone"})]


@pytest.mark.parametrize(("state", "verb"), PLACES)
def test_every_verdict_is_taken_back_to_the_very_same_rows(cast: Cast, state: str, verb: str) -> None:
    issue = brought_to(state, cast)
    actor = cast.bench if verb == "reply" else cast.scientist
    if verb == "stop":
        assigning.assign(issue_id=issue.pk, actor=cast.scientist, now=NOW, to=cast.scientist)
    said = words(verb, cast)
    before = everything()
    triage.VERDICTS[verb](issue_id=issue.pk, actor=actor, now=NOW, **said)
    undoing.undo(issue_id=issue.pk, actor=actor, now=SOON)
    assert everything() == before
    assert Event.objects.filter(issue=issue).last().verb == "undo"


def test_every_offered_move_has_a_place_in_that_test() -> None:
    assert {verb for _, verb in PLACES} == {move.verb for move in MOVES if move.offered}


@pytest.mark.parametrize("verb", ["severity", "assign", "snooze"])
def test_what_is_no_move_is_taken_back_too(cast: Cast, verb: str) -> None:
    issue = flagged(cast).issue
    before = everything()
    said: dict[str, Any] = {
        "severity": {"severity": 9},
        "assign": {"to": cast.colleague},
        "snooze": {"till_flag": True},
    }
    bulk.VERBS[verb](issue_id=issue.pk, actor=cast.scientist, now=NOW, **said[verb])
    undoing.undo(issue_id=issue.pk, actor=cast.scientist, now=SOON)
    assert everything() == before


def test_waking_is_taken_back_and_it_sleeps_as_before(cast: Cast) -> None:
    issue = flagged(cast).issue
    snoozing.snooze(issue_id=issue.pk, actor=cast.scientist, now=NOW, till_flag=True)
    before = everything()
    assert not snoozing.wake_up(issue_id=issue.pk, actor=cast.colleague, now=NOW).is_snoozed
    undoing.undo(issue_id=issue.pk, actor=cast.colleague, now=SOON)
    assert everything() == before


def test_a_split_is_taken_back_and_its_number_leads_to_the_issue_it_came_from(cast: Cast) -> None:
    issue = flagged(cast).issue
    flag = flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW, sentence="Plate 9, too.")
    before = rows(Flag, Evidence)
    new = splitting.split(flag_id=flag.pk, actor=cast.scientist, now=NOW)
    undoing.undo(issue_id=issue.pk, actor=cast.scientist, now=SOON)
    new.refresh_from_db()
    issue.refresh_from_db()
    assert rows(Flag, Evidence) == before
    assert (new.state, new.merged_root, issue.people) == ("merged", issue, 2)
    with pytest.raises(Refused, match="Nothing is left"):
        triage.VERDICTS["unmerge"](issue_id=new.pk, actor=cast.scientist, now=SOON)


def test_letters_about_a_verdict_that_was_taken_back_are_never_sent(cast: Cast) -> None:
    issue = flagged(cast).issue
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=NOW)
    undoing.undo(issue_id=issue.pk, actor=cast.scientist, now=SOON)
    assert set(Notification.objects.filter(person=cast.bench).values_list("state", flat=True)) == {"withdrawn"}
    assert not Job.objects.filter(
        kind="mail", state="queued", subject__in=Notification.objects.filter(person=cast.bench)
    )


@pytest.mark.parametrize("later", [timedelta(seconds=11), timedelta(seconds=-1)])
def test_after_ten_seconds_it_stands(cast: Cast, later: timedelta) -> None:
    issue = brought_to("confirmed", cast)
    with pytest.raises(Refused, match="the last 10 seconds"):
        undoing.undo(issue_id=issue.pk, actor=cast.scientist, now=NOW + later)


def test_nobody_takes_back_what_another_said(cast: Cast) -> None:
    issue = brought_to("confirmed", cast)
    with pytest.raises(Refused):
        undoing.undo(issue_id=issue.pk, actor=cast.colleague, now=SOON)


def test_once_somebody_went_on_it_stands_and_says_who_it_was(cast: Cast) -> None:
    issue = brought_to("confirmed", cast)
    triage.start(issue_id=issue.pk, actor=cast.colleague, now=NOW)
    with pytest.raises(Conflict, match="Dirk started work on it"):
        undoing.undo(issue_id=issue.pk, actor=cast.scientist, now=SOON)


def test_a_reopening_that_was_flagged_meanwhile_stands(cast: Cast) -> None:
    issue = brought_to("closed", cast)
    triage.reopen(issue_id=issue.pk, actor=cast.scientist, now=NOW, reason="It is back.")
    flags.same_here(person=cast.quality, issue_id=issue.pk, now=NOW)
    with pytest.raises(Conflict, match="flagged meanwhile"):
        undoing.undo(issue_id=issue.pk, actor=cast.scientist, now=SOON)


def test_what_was_taken_back_cannot_be_taken_back_again(cast: Cast) -> None:
    issue = brought_to("confirmed", cast)
    undoing.undo(issue_id=issue.pk, actor=cast.scientist, now=SOON)
    with pytest.raises(Conflict, match="Dana took back: Confirm"):
        undoing.undo(issue_id=issue.pk, actor=cast.scientist, now=SOON)


def at(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_chain_of_merges_is_taken_apart_exactly_from_either_end(cast: Cast) -> None:
    first, second, third = (flagged(cast, by=each).issue for each in (cast.bench, cast.quality, cast.manager))
    before = everything()
    triage.VERDICTS["merge"](issue_id=first.pk, actor=cast.scientist, now=at(0), into=second.pk)
    triage.VERDICTS["merge"](issue_id=second.pk, actor=cast.scientist, now=at(1), into=third.pk)
    third.refresh_from_db()
    assert (third.people, third.viewpoints) == (3, 3)
    undoing.undo(issue_id=second.pk, actor=cast.scientist, now=at(2))
    undoing.undo(issue_id=first.pk, actor=cast.scientist, now=at(3))
    assert everything() == before


def test_a_merge_and_its_unmerge_give_back_the_very_same_rows(cast: Cast) -> None:
    issue, into = flagged(cast, rows="P1;A1").issue, flagged(cast, by=cast.quality).issue
    told = rows(Flag, Episode, GroupingKey, Evidence, Comment), rows(Issue, without=PASSING | {"state_since"})
    triage.VERDICTS["merge"](issue_id=issue.pk, actor=cast.scientist, now=NOW, into=into.pk)
    triage.VERDICTS["unmerge"](issue_id=issue.pk, actor=cast.scientist, now=at(60))
    after = rows(Flag, Episode, GroupingKey, Evidence, Comment), rows(Issue, without=PASSING | {"state_since"})
    assert after == told
    assert issue in Issue.objects.waiting()


def test_snoozing_refuses_what_is_past_or_too_far(cast: Cast) -> None:
    issue = flagged(cast).issue
    for until in (NOW.date(), NOW + timedelta(days=500), None):
        with pytest.raises(Refused):
            snoozing.snooze(issue_id=issue.pk, actor=cast.scientist, now=NOW, until=until)
