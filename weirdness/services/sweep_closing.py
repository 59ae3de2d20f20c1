"""The end of a blind sweep: the estimate from who found what, and an issue for each oddity, in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from weirdness.confidence.accumulation import accumulation
from weirdness.confidence.blind_sweep import FEWEST_REVIEWERS, VERSION, blind_sweep
from weirdness.confidence.sweep_words import people, sweep_found_words, sweep_words
from weirdness.models import Dataset, Person, Sweep, SweepFind, SweepItem
from weirdness.models.issue_words import Target
from weirdness.services import events, flags, notifications, reports, sweep_letters, sweep_merging, sweep_people
from weirdness.services.errors import Refused
from weirdness.services.reports import Report
from weirdness.services.sweep_lists import report_of
from weirdness.services.sweep_people import Part


@dataclass(frozen=True)
class Found:
    """One oddity of the merged list: whose lists hold it, as places among the parts, and each one's first line."""

    item: SweepItem
    by: dict[int, SweepFind]


@transaction.atomic
def close(
    *, sweep_id: int, actor: Person, now: datetime, version: int | None = None, without_estimate: bool = False
) -> Sweep:
    """Every group becomes an issue, or “same here” on the known one; the result is stored with what it was made from.

    Raises Refused(lists=…) when fewer than four lists are in, unless `without_estimate`; NotAllowed, and Conflict.
    """
    sweep = sweep_merging.hold(sweep_id, actor, version, "closed")
    invited = sweep_people.parts(sweep)
    done = [each for each in invited if each.is_done]
    if len(done) < FEWEST_REVIEWERS and not without_estimate:
        lists = "No list was" if not done else "One list was" if len(done) == 1 else f"{len(done)} lists were"
        raise Refused(
            lists=f"{lists} handed in, and an estimate needs {FEWEST_REVIEWERS}. Close it without one: "
            "what was found becomes issues all the same."
        )
    found = _found(sweep, done)
    kept = [each for each in found if not each.item.set_aside]
    known = {each.item.pk for each in kept if each.item.issue_id}
    batch = f"sweep:{sweep.pk}"
    with events.together(batch):
        for each in kept:
            _tell(each, done, sweep.dataset, now)
    _keep(sweep, invited, found, known, actor=actor, now=now)
    told = sweep_letters.ended(sweep, actor=actor, now=now)
    notifications.withdraw_batch(batch=batch, people=told, reason="The letter about the sweep tells of it.", now=now)
    return sweep


def _found(sweep: Sweep, done: list[Part]) -> list[Found]:
    """In the order of the merged list."""
    place = {review.pk: at for at, part in enumerate(done) for review in part.reviews}
    found: dict[int, Found] = {}
    lines = [each for each in sweep_merging.handed_in(sweep) if each.item is not None]
    for find in sorted(lines, key=lambda each: each.item.number if each.item else 0):
        assert find.item is not None
        found.setdefault(find.item.pk, Found(find.item, {})).by.setdefault(place[find.reviewer_id], find)
    return list(found.values())


def _tell(found: Found, done: list[Part], dataset: Dataset, now: datetime) -> None:
    """Who wrote it first raises the issue, unless it is known; the others say “same here”, each as of their line."""
    for place, find in sorted(found.by.items(), key=lambda pair: (pair[1].at, pair[1].pk)):
        report = _as_it_fits(report_of(find, dataset), dataset)
        person, since = done[place].person, find.at
        if found.item.issue_id is None:
            flag = flags.raise_earlier(dataset=dataset, person=person, report=report, since=since, now=now)
            found.item.issue = flag.issue
            found.item.save(update_fields=["issue"])
        else:
            number = found.item.issue_id
            flags.same_earlier(issue_id=number, person=person, report=report, since=since, now=now)


def _as_it_fits(report: Report, dataset: Dataset) -> Report:
    """What a line names and the dataset has no more, since its columns or its key changed meanwhile, is not named."""
    if report.column and not dataset.columns.filter(name=report.column).exists():
        meta = report.target == Target.METADATA
        report = replace(report, column="", target=Target.METADATA if meta else Target.DATASET)
    try:
        reports.accept(report, dataset)
    except Refused as refused:
        if set(refused.problems) != {"rows"}:
            raise
        return replace(report, rows="", target=Target.COLUMN if report.column else Target.DATASET)
    return report


def _keep(
    sweep: Sweep, invited: list[Part], found: list[Found], known: set[int], *, actor: Person, now: datetime
) -> None:
    done = [each for each in invited if each.is_done]
    kept = [each for each in found if not each.item.set_aside]
    matrix = [[int(at in each.by) for each in kept] for at in range(len(done))]
    estimate = blind_sweep(matrix) if len(done) >= FEWEST_REVIEWERS else None
    said = sweep_words(estimate, len(done)) if estimate else [sweep_found_words(len(kept), len(done)) + "."]
    sweep.result = {
        "method": VERSION if estimate else "",
        "reviewers": [{"person": each.person.pk, "viewpoint": each.reviews[0].viewpoint.name} for each in done],
        "without_list": sum(not each.is_done for each in invited),
        "left": sum(each.has_left for each in invited),
        "items": [_as_json(each, known) for each in kept],
        "aside": [_as_json(each, known) for each in found if each.item.set_aside],
        "matrix": matrix,
        "estimate": estimate,
        "accumulation": accumulation(matrix) if estimate else [],
        "said": said,
    }
    sweep.state, sweep.closed_at = Sweep.State.CLOSED, now
    sweep.save()
    events.record(
        verb="sweep_closed",
        actor=actor,
        now=now,
        dataset=sweep.dataset,
        after=_shortly(len(kept), len(done)),
        reason=" ".join(said),
        data={"sweep": sweep.pk, "result": sweep.result},
    )


def _as_json(found: Found, known: set[int]) -> dict[str, Any]:
    item = found.item
    said = {"number": item.number, "by": sorted(found.by), "sentence": next(iter(found.by.values())).sentence}
    if item.set_aside:
        return {**said, "reason": item.set_aside}
    return {**said, "issue": item.issue_id, "known": item.pk in known}


def _shortly(found: int, lists: int) -> str:
    return f"{people(lists)}, {found} found"
