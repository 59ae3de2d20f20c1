"""Many flags at once: each line looked at with what it may be the same as; then all of them are taken, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from weirdness.models import Category, Dataset, Flag, FormerKey, Issue, Person
from weirdness.services import events, flags, look_alikes, once
from weirdness.services.errors import Conflict, Refused
from weirdness.services.flag_sheet import LINES, Line
from weirdness.services.look_alikes import Near
from weirdness.services.reports import Report, accept

COMPARED = 100  # lines for which look-alikes are looked for


class SentOtherwise(Conflict):
    """Other flags were sent under this submission before."""


@dataclass(frozen=True)
class Wanted:
    """A line to be sent: a new flag, or “same here” on the issue of this number."""

    report: Report
    same: int | None = None


@dataclass
class Checked:
    """What would become of a line. `problems`: a sentence by field; `near`: what it may be the same as."""

    line: Line
    problems: dict[str, str] = field(default_factory=dict)
    near: list[Near] = field(default_factory=list)
    dataset: Dataset | None = None
    same: int | None = None


def check(*, person: Person, lines: Sequence[Line], compare: bool = True) -> list[Checked]:
    """Changes nothing. A category may be called by its name. Look-alikes are looked for in the first COMPARED lines."""
    slugs, seen = _slugs(), _datasets(person, [line.report for line in lines])
    checked = []
    for line in lines:
        report = _by_slug(line.report, slugs)
        dataset = seen.get(_key(report))
        each = Checked(replace(line, report=report), {"line": line.problem} if line.problem else {}, dataset=dataset)
        each.problems |= _problems(report, dataset)
        if compare and dataset and line.number <= COMPARED:
            each.near = look_alikes.near(
                person=person,
                dataset=dataset,
                column=report.column,
                category=report.category,
                sentence=report.sentence,
                rows=report.rows,
            )
        checked.append(each)
    return checked


@transaction.atomic
def send(*, person: Person, wanted: Sequence[Wanted], submission: UUID, now: datetime) -> list[Flag]:
    """All flags, in the order given; sent again under the same submission they are the same flags.

    Raises Refused with `flags.0.sentence` and the like for each field that cannot be taken, and SentOtherwise; then
    nothing was added.
    """
    once.hold(f"flags:{submission}")
    if not wanted or len(wanted) > LINES:
        raise Refused(flags=f"Send 1 to {LINES} flags at once; these are {len(wanted)}.")
    seen = _datasets(person, [each.report for each in wanted])
    _accept(person, wanted, seen)
    _as_before(person, wanted, submission)
    made: dict[int, Flag] = {}
    with events.together(str(submission)):
        for at in sorted(range(len(wanted)), key=lambda at: _order(wanted[at], seen)):
            made[at] = _one(person, wanted[at], uuid5(submission, str(at)), now)
    return [made[at] for at in range(len(wanted))]


def _as_before(person: Person, wanted: Sequence[Wanted], submission: UUID) -> None:
    """What was sent before under this submission is one new flag for each of these lines that is to be one."""
    every = [uuid5(submission, str(at)) for at in range(LINES)]
    before = set(Flag.objects.filter(person=person, submission__in=every).values_list("submission", flat=True))
    if before and before != {every[at] for at, each in enumerate(wanted) if each.same is None}:
        raise SentOtherwise("These lines were sent before, and not all of them as they are now. Nothing was added.")


def _one(person: Person, wanted: Wanted, submission: UUID, now: datetime) -> Flag:
    if wanted.same is None:
        return flags.raise_flag(person=person, report=replace(wanted.report, submission=submission), now=now)
    return flags.same_here(person=person, issue_id=wanted.same, now=now, sentence=wanted.report.sentence.strip())


def _order(wanted: Wanted, seen: dict[str, Dataset]) -> int:
    """Datasets one after the other, so that two who send at once can't wait for each other."""
    dataset = seen.get(_key(wanted.report))
    return dataset.pk if dataset else 0


def _accept(person: Person, wanted: Sequence[Wanted], seen: dict[str, Dataset]) -> None:
    problems: dict[str, str] = {}
    known = dict(
        Issue.objects.visible_to(person)
        .filter(pk__in=[each.same for each in wanted if each.same is not None])
        .values_list("pk", "dataset__key")
    )
    for at, each in enumerate(wanted):
        found = _problems(each.report, seen.get(_key(each.report)))
        if each.same is not None and known.get(each.same) != _key(each.report):
            found["same"] = f"There is no issue #{each.same} of this dataset that you may see."
        problems |= {f"flags.{at}.{name}": problem for name, problem in found.items()}
    if problems:
        raise Refused(**problems)


def _problems(report: Report, dataset: Dataset | None) -> dict[str, str]:
    try:
        accept(report, dataset)
    except Refused as refused:
        return dict(refused.problems)
    return {}


def _key(report: Report) -> str:
    return report.dataset.strip().lower()


def _datasets(person: Person, reports: Sequence[Report]) -> dict[str, Dataset]:
    """By the key as it was typed, which may be one that the dataset had once."""
    typed, seen = {_key(each) for each in reports}, Dataset.objects.visible_to(person)
    now = {each.key: each for each in seen.filter(key__in=typed)}
    former = FormerKey.objects.filter(key__in=typed - now.keys(), dataset__in=seen).select_related("dataset")
    return now | {each.key: each.dataset for each in former}


def _slugs() -> dict[str, str]:
    """What people call a category, in small letters → its slug."""
    return {said.lower(): each.slug for each in Category.objects.all() for said in (each.slug, each.name)}


def _by_slug(report: Report, slugs: dict[str, str]) -> Report:
    said = report.category.strip()
    return replace(report, category=slugs.get(said.lower(), said))
