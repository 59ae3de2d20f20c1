"""Any number of beats at once: a reminder is owed once, a turn is handed over once, and verdicts go on meanwhile."""

from datetime import timedelta

from tests.cast import NOW, flagged
from tests.committed import committed, database_for_tests
from tests.weirdness.services.test_races import at_once, everybody
from tests.weirdness.services.test_rotas import Cast, rota
from weirdness.models import Event, Issue, Notification
from weirdness.services import clocks, handing_over, trail, triage

__all__ = ["committed", "database_for_tests", "everybody"]
LATE = NOW + timedelta(days=30)
BEATS = 8


def test_many_beats_at_once_remind_once_and_no_verdict_waits_for_ever(everybody: Cast) -> None:
    issues = [flagged(everybody, sentence=f"Odd {number}").issue for number in range(6)]

    def beat(number: int) -> object:
        if number >= BEATS:
            return triage.confirm(issue_id=issues[number - BEATS].pk, actor=everybody.scientist, now=LATE)
        return clocks.tick(now=LATE)

    at_once(beat, callers=BEATS + 3)
    clocks.tick(now=LATE)
    for issue in issues:
        told = Event.objects.filter(issue=issue, verb__in=["reminded", "escalated"], data__clock="acknowledge")
        assert told.count() == 2 or Issue.objects.get(pk=issue.pk).judged_at == LATE
        assert told.count() <= 2
    keys = list(Notification.objects.filter(message="reminder").values_list("key", flat=True))
    assert len(keys) == len(set(keys))
    assert trail.verify().broken == []


def test_many_beats_at_once_hand_a_turn_over_once(everybody: Cast) -> None:
    rota(everybody)
    handing_over.tick(now=NOW)
    issue = flagged(everybody).issue
    moved = at_once(lambda _: handing_over.tick(now=NOW + timedelta(days=7)), callers=BEATS)
    assert sum(moved) == 1
    assert Issue.objects.get(pk=issue.pk).assignee == everybody.colleague
    assert Event.objects.filter(verb="handed_over").count() == 2
    assert Notification.objects.filter(message="handed_over").count() == 2
