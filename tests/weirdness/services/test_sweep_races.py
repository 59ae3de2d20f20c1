"""Many at once on one sweep, in real threads on a real PostgreSQL."""

from functools import partial

import pytest

from tests.cast import NOW, Cast, make
from tests.committed import committed, database_for_tests
from tests.weirdness.services.sweeping import all_in, begun, crew, line
from tests.weirdness.services.test_races import at_once
from weirdness.models import Event, Flag, Issue, Look, Notification, Sweep
from weirdness.services import sweep_clock, sweep_closing, sweep_lists, trail
from weirdness.services.errors import Conflict

__all__ = ["committed", "database_for_tests"]


@pytest.fixture
def everybody(committed: None) -> Cast:
    return make()


def test_of_ten_who_close_at_once_one_does_and_the_others_are_told_by_whom(everybody: Cast) -> None:
    sweep = begun(everybody)
    for person in crew(everybody)[:3]:
        line(sweep, person)
    all_in(sweep, crew(everybody))
    answers = at_once(lambda _: sweep_closing.close(sweep_id=sweep.pk, actor=everybody.owner, now=NOW), callers=10)
    lost = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(lost) == 9
    assert all("The blind sweep ended: four people, 1 found" in str(each) for each in lost)
    assert (Issue.objects.count(), Flag.objects.count(), Event.objects.filter(verb="sweep_closed").count()) == (1, 3, 1)
    trail.verify()


def test_the_last_lists_handed_in_at_once_while_the_clock_beats_begin_one_merging(everybody: Cast) -> None:
    people = crew(everybody)
    for _ in range(3):
        sweep = begun(everybody)
        for person in people:
            line(sweep, person)
        hand_in = partial(sweep_lists.hand_in, sweep_id=sweep.pk, now=NOW)
        deeds = [partial(hand_in, person=each) for each in people] + [partial(sweep_clock.tick, now=NOW)] * 3
        at_once(lambda number, deeds=deeds: deeds[number](), callers=len(deeds))
        sweep.refresh_from_db()
        assert sweep.state == Sweep.State.MERGING
        assert sweep.items.count() == 1
        assert Notification.objects.filter(key__startswith=f"sweep_merging:{sweep.pk}:").count() == 1
        assert Look.objects.count() == len(people)
        Sweep.objects.filter(pk=sweep.pk).update(state=Sweep.State.CALLED_OFF)


def test_the_same_person_hands_in_ten_times_at_once_and_it_counts_once(everybody: Cast) -> None:
    sweep = begun(everybody)
    answers = at_once(lambda _: sweep_lists.hand_in(sweep_id=sweep.pk, person=everybody.bench, now=NOW), callers=10)
    assert sum(isinstance(answer, Conflict) for answer in answers) == 9
    assert (Look.objects.count(), Event.objects.filter(verb="sweep_handed_in").count()) == (1, 1)
