"""Blind sweeps: people of several viewpoints look at the same data, none sees another's list until all are in.

Begun and called off here; lists are written in sweep_lists.py, laid together in sweep_merging.py, and end in
sweep_closing.py. docs/blind-sweeps.md tells the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from weirdness.confidence.blind_sweep import FEWEST_REVIEWERS
from weirdness.models import Dataset, Event, Level, Person, Reviewer, Sweep
from weirdness.services import calendars, events, sweep_letters, sweep_people
from weirdness.services.errors import Conflict, NotAllowed, Refused

FEWEST_VIEWPOINTS, MOST_PEOPLE = 2, 20
DAYS, LONGEST = timedelta(days=7), timedelta(days=60)
LONGEST_GUIDE, LONGEST_REASON = 2000, 300
RUNNING = (Sweep.State.OPEN, Sweep.State.MERGING)


@dataclass(frozen=True)
class Proposal:
    """That a sweep would help a dataset on: nobody of these viewpoints has looked."""

    missing: list[str]


def proposed(dataset: Dataset, *, now: datetime) -> Proposal | None:
    """For a dataset that is quiet, but too few eyes, while no sweep of it is under way."""
    if dataset.state != Dataset.State.QUIET or under_way(dataset):
        return None
    return Proposal([each.name for each in sweep_people.missing_viewpoints(dataset, now=now)])


def under_way(dataset: Dataset) -> Sweep | None:
    return Sweep.objects.filter(dataset=dataset, state__in=RUNNING).first()


def may_begin(dataset: Dataset, person: Person) -> bool:
    return (dataset.level_of(person) or 0) >= Level.TRIAGE


def may_run(sweep: Sweep, person: Person) -> bool:
    """Whoever asked for it, while they see the dataset, and everybody who triages it."""
    level = sweep.dataset.level_of(person)
    return level is not None and (level >= Level.TRIAGE or sweep.asked_by_id == person.pk)


def usual_deadline(dataset: Dataset, now: datetime) -> date:
    """In a week, or on the first working day after that."""
    working = calendars.of_team(dataset.triage_team)
    first = timezone.localdate(now + DAYS)
    days = [first + timedelta(days=more) for more in range(30)]
    return next((day for day in days if working.spans(day)), first)


def end_of(dataset: Dataset, day: date) -> datetime:
    """The end of a business day of those who triage; of a free day as of a usual one."""
    spans = calendars.of_team(dataset.triage_team).spans(day)
    if spans:
        return spans[-1][1]
    return timezone.make_aware(datetime(day.year, day.month, day.day, 17))


@transaction.atomic
def begin(
    *, dataset: Dataset, actor: Person, people: Sequence[Person], now: datetime, deadline: date | None, guide: str = ""
) -> Sweep:
    """Invites them, each with a list of their own that nobody else sees. `deadline`: None is never meant, only untyped.

    Raises Refused(people=…, deadline=…, guide=…), NotAllowed, and Conflict while another is under way.
    """
    if not may_begin(dataset, actor):
        raise NotAllowed(f"A blind sweep of {dataset.key} is begun by its owner or by those who triage it.")
    events.hold(dataset.pk)
    if other := under_way(dataset):
        since = f"{timezone.localtime(other.asked_at):%-d %B}"
        raise Conflict(
            f"{other.asked_by.name} began a blind sweep of {dataset.key} on {since}. One at a time: wait for its end, "
            "or call it off."
        )
    ends = _accept(dataset, people, deadline, guide, now)
    sweep = Sweep.objects.create(
        dataset=dataset, asked_by=actor, asked_at=now, deadline=ends, guide=guide.strip(), state=Sweep.State.OPEN
    )
    for each in people:
        Reviewer.objects.create(sweep=sweep, person=each, viewpoint=each.viewpoint, invited_at=now)
    events.record(
        verb="sweep_opened",
        actor=actor,
        now=now,
        dataset=dataset,
        after=f"{len(people)} reviewers",
        data={"sweep": sweep.pk, "deadline": ends.isoformat()},
    )
    sweep_letters.invite(sweep, people, now=now)
    return sweep


def _accept(dataset: Dataset, people: Sequence[Person], deadline: date | None, guide: str, now: datetime) -> datetime:
    problems = {"people": _people_problem(dataset, people), "deadline": _deadline_problem(dataset, deadline, now)}
    if len(guide.strip()) > LONGEST_GUIDE:
        problems["guide"] = f"This is {len(guide.strip()):,} characters; {LONGEST_GUIDE:,} fit. Shorten it."
    if found := {name: problem for name, problem in problems.items() if problem}:
        raise Refused(**found)
    assert deadline is not None
    return end_of(dataset, deadline)


def _people_problem(dataset: Dataset, people: Sequence[Person]) -> str:
    blind = [each.name for each in people if dataset.level_of(each) is None]
    if blind:
        return f"{', '.join(blind)} can't see {dataset.key}. Have it granted first, or choose somebody else."
    number = len({each.pk for each in people})
    if number < FEWEST_REVIEWERS or number != len(people):
        return (
            f"Choose at least {FEWEST_REVIEWERS} people; these are {number}. With fewer lists nothing can be said "
            "of what nobody saw."
        )
    if number > MOST_PEOPLE:
        return f"Choose up to {MOST_PEOPLE} people: more lists than that can't be laid together with care."
    if len({each.viewpoint_id for each in people}) < FEWEST_VIEWPOINTS:
        return (
            f"All of them look from {people[0].viewpoint.name}. Choose people of at least {FEWEST_VIEWPOINTS} "
            "viewpoints: who works alike overlooks alike."
        )
    return ""


def _deadline_problem(dataset: Dataset, deadline: date | None, now: datetime) -> str:
    if deadline is None:
        return "By which day should the lists be in? Choose one."
    if deadline > timezone.localdate(now) + LONGEST:
        return f"This is over {LONGEST.days} days away. Choose an earlier day: a list that waits so long is forgotten."
    if deadline < timezone.localdate(now) or end_of(dataset, deadline) <= now:
        return "This day is over. Choose one to come."
    return ""


def lock(sweep_id: int) -> Sweep:
    """The sweep, locked; its dataset's history first (events.hold)."""
    events.hold(Sweep.objects.values_list("dataset", flat=True).get(pk=sweep_id))
    rows = Sweep.objects.select_for_update(of=("self",), no_key=True).select_related("dataset", "asked_by")
    return rows.get(pk=sweep_id)


def guard(sweep: Sweep, actor: Person, what: str) -> None:
    if not may_run(sweep, actor):
        raise NotAllowed(f"A blind sweep is {what} by whoever asked for it, or by those who triage its dataset.")


def overtaken(sweep: Sweep) -> str:
    """Why what somebody wants to do can't be done any more, as a sentence or two."""
    last = Event.objects.filter(dataset=sweep.dataset, verb__startswith="sweep_", data__sweep=sweep.pk)
    event = last.select_related("actor").last()
    told = f"{event.sentence()}." if event else ""
    return f"This sweep is {sweep.get_state_display()} now. {told}".strip()


@transaction.atomic
def call_off(*, sweep_id: int, actor: Person, reason: str, now: datetime) -> Sweep:
    """Ends it without a result. Each reviewer keeps their own list, and is told why."""
    sweep = lock(sweep_id)
    guard(sweep, actor, "called off")
    if sweep.state not in RUNNING:
        raise Conflict(overtaken(sweep))
    reason = reason.strip()
    if not reason:
        raise Refused(reason="Say why, in a few words: those who were invited read it.")
    if len(reason) > LONGEST_REASON:
        raise Refused(reason=f"This is {len(reason)} characters; {LONGEST_REASON} fit. Shorten it.")
    sweep.state, sweep.closed_at, sweep.result = Sweep.State.CALLED_OFF, now, {"reason": reason}
    sweep.save()
    events.record(
        verb="sweep_called_off", actor=actor, now=now, dataset=sweep.dataset, reason=reason, data={"sweep": sweep.pk}
    )
    sweep_letters.ended(sweep, actor=actor, now=now)
    return sweep
