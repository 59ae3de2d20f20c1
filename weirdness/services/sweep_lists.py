"""A reviewer's own list of a blind sweep: written, changed and handed in; nobody else reads it before the end."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from weirdness.models import Category, Dataset, Look, Person, Reviewer, Sweep, SweepFind
from weirdness.models.issue_words import Target
from weirdness.services import events, looks, reports, sweep_merging, sweep_people, sweeps
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.reports import Report
from weirdness.services.sweep_people import Part

MOST = 50  # lines of one list


def mine(sweep: Sweep, person: Person) -> list[SweepFind]:
    """The lines of this person's own list, from whichever of their accounts, in the order they were written."""
    part = sweep_people.part_of(sweep, person)
    reviews = part.reviews if part else []
    return list(SweepFind.objects.filter(reviewer__in=reviews).select_related("category").order_by("at", "pk"))


def report_of(find: SweepFind, dataset: Dataset) -> Report:
    """What a line would say as a flag."""
    return Report(
        dataset=dataset.key,
        category=find.category.slug,
        sentence=find.sentence,
        target=find.target,
        column=find.column,
        metadata_field=find.metadata_field,
        rows=find.rows_as_typed,
    )


@transaction.atomic
def add(*, sweep_id: int, person: Person, report: Report, now: datetime) -> SweepFind:
    """A line more. Raises Refused with a sentence per field, NotAllowed, and Conflict when lists are closed."""
    sweep, part = _open_list(sweep_id, person, now)
    category = reports.accept(report, sweep.dataset).category
    if SweepFind.objects.filter(reviewer__in=part.reviews).count() >= MOST:
        raise Refused(sentence=f"A list holds {MOST} lines. Put what belongs together into one of them.")
    find = SweepFind(reviewer=_own(part), at=now)
    _write(find, report, category)
    return find


@transaction.atomic
def change(*, find_id: int, person: Person, report: Report, now: datetime) -> SweepFind:
    """The line says something else now; it keeps the moment at which it was first written."""
    find, sweep = _own_line(find_id, person, now)
    _write(find, report, reports.accept(report, sweep.dataset).category)
    return find


@transaction.atomic
def remove(*, find_id: int, person: Person, now: datetime) -> None:
    find, _ = _own_line(find_id, person, now)
    find.delete()


@transaction.atomic
def hand_in(*, sweep_id: int, person: Person, now: datetime) -> Sweep:
    """The list is done, empty or not: that is a look of today. With the last one the lists are laid together."""
    sweep, part = _open_list(sweep_id, person, now)
    Reviewer.objects.filter(pk__in=[each.pk for each in part.reviews], done_at__isnull=True).update(done_at=now)
    looks.record(dataset=sweep.dataset, person=person, origin=Look.Origin.SWEEP, now=now, is_demo=sweep.dataset.is_demo)
    events.record(verb="sweep_handed_in", actor=person, now=now, dataset=sweep.dataset, data={"sweep": sweep.pk})
    sweep_merging.begin_if_all_are_in(sweep, now=now)
    return sweep


@transaction.atomic
def take_back(*, sweep_id: int, person: Person, now: datetime) -> Sweep:
    """The list is not done after all. The look stays: they did look."""
    sweep = sweeps.lock(sweep_id)
    part = _part(sweep, person)
    _still_open(sweep, now)
    if not part.is_done:
        raise Conflict("Your list is not handed in, so you can go on writing.")
    Reviewer.objects.filter(pk__in=[each.pk for each in part.reviews]).update(done_at=None)
    events.record(verb="sweep_taken_back", actor=person, now=now, dataset=sweep.dataset, data={"sweep": sweep.pk})
    return sweep


def _open_list(sweep_id: int, person: Person, now: datetime) -> tuple[Sweep, Part]:
    sweep = sweeps.lock(sweep_id)
    part = _part(sweep, person)
    _still_open(sweep, now)
    if not part.is_awaited:
        raise Conflict("Your list is handed in. Take it back first, then change it.")
    return sweep, part


def _own_line(find_id: int, person: Person, now: datetime) -> tuple[SweepFind, Sweep]:
    sweep_id = SweepFind.objects.values_list("reviewer__sweep", flat=True).get(pk=find_id)
    sweep, part = _open_list(sweep_id, person, now)
    find = SweepFind.objects.select_for_update().filter(pk=find_id, reviewer__in=part.reviews).first()
    if find is None:
        raise NotAllowed("This line is on somebody else's list, or was removed a moment ago.")
    return find, sweep


def _part(sweep: Sweep, person: Person) -> Part:
    part = sweep_people.part_of(sweep, person)
    if part is None or sweep.dataset.level_of(person) is None:
        raise NotAllowed("Only those who were invited to this blind sweep have a list in it.")
    return part


def _still_open(sweep: Sweep, now: datetime) -> None:
    if sweep.state != Sweep.State.OPEN:
        raise Conflict(sweeps.overtaken(sweep))
    if sweep.deadline <= now:
        ended = f"{timezone.localtime(sweep.deadline):%A %-d %B, %H:%M}"
        raise Conflict(f"The lists were due by {ended}. Your lines stay with you: flag what still matters.")


def _own(part: Part) -> Reviewer:
    """The row of the account that they use now, else of the one that was invited."""
    return next((each for each in part.reviews if each.person_id == part.person.pk), part.reviews[0])


def _write(find: SweepFind, report: Report, category: Category) -> None:
    find.category, find.target, find.column = category, report.target, report.column
    find.metadata_field = report.metadata_field if report.target == Target.METADATA else ""
    find.sentence, find.rows_as_typed = report.sentence.strip(), report.rows.strip()
    find.save()
