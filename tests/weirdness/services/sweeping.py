"""A blind sweep of lab/plates, told through the verbs."""

from datetime import datetime, timedelta

from tests.cast import NOW, Cast
from weirdness.models import Person, Sweep, SweepFind
from weirdness.services import sweep_lists, sweeps
from weirdness.services.reports import Report

NEGATIVE = "The signal of A1 is negative, and a reader cannot measure less than nothing."
BELOW = "Negative signal in A1: a reader cannot measure less than nothing."


def crew(cast: Cast) -> list[Person]:
    """Four people of four viewpoints who see lab/plates."""
    return [cast.bench, cast.quality, cast.manager, cast.scientist]


def begun(cast: Cast, *, people: list[Person] | None = None, now: datetime = NOW, **said: object) -> Sweep:
    deadline = sweeps.usual_deadline(cast.dataset, now)
    asked = {"deadline": deadline, "guide": "Look at the signals.", **said}
    return sweeps.begin(dataset=cast.dataset, actor=cast.owner, people=people or crew(cast), now=now, **asked)


def line(
    sweep: Sweep, person: Person, sentence: str = NEGATIVE, *, now: datetime = NOW + timedelta(hours=1), **said: str
) -> SweepFind:
    report = {"category": "wrong-value", "target": "column", "column": "signal", **said}
    told = Report(dataset=sweep.dataset.key, sentence=sentence, **report)
    return sweep_lists.add(sweep_id=sweep.pk, person=person, report=told, now=now)


def all_in(sweep: Sweep, people: list[Person], *, now: datetime = NOW + timedelta(hours=2)) -> Sweep:
    for person in people:
        sweep_lists.hand_in(sweep_id=sweep.pk, person=person, now=now)
    return Sweep.objects.get(pk=sweep.pk)
