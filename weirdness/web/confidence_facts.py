"""What the lay screen of a dataset's confidence tells, each part in a bounded number of questions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from weirdness.confidence import StateInputs, relapse_plan
from weirdness.models import Change, Dataset, Episode, Era, Look, Person, Result, Run, Snapshot, Suite
from weirdness.models.issue import seen_by
from weirdness.models.issue_words import Severity
from weirdness.models.moves import State
from weirdness.services import eras, eyes, look_requests, look_table, present, stored, sweeps
from weirdness.services.finds import NO_FINDS
from weirdness.services.missing import Bar, bars
from weirdness.web.drawing import LARGE, Mark, Marks, Picture, picture, steps

MOST = 6
MEANS: dict[str, str] = {
    "learning": "New flags go to the data scientists until people have used it for long enough without finding "
    "anything new.",
    "stable": "New flags go to its steward or owner; only critical ones still go to the data scientists.",
    "quiet": "Until more people of different viewpoints have used it, new flags go to the data scientists.",
    "relapsed": "New flags go to the data scientists again.",
    "stale": "New flags go to the data scientists again: silence is no confidence.",
}


@dataclass(frozen=True)
class Lay:
    """The stored estimate: in words, drawn, and as bars."""

    snapshot: Snapshot
    inputs: StateInputs
    result: dict[str, Any]
    picture: Picture | None
    bars: list[Bar]
    quiet_words: str


def newest(dataset: Dataset) -> Snapshot | None:
    return Snapshot.objects.filter(dataset=dataset).last()


def lay(dataset: Dataset, era: Era, snapshot: Snapshot | None, noticed: list[Change], now: datetime) -> Lay | None:
    if snapshot is None:
        return None
    inputs = stored.inputs_of(snapshot)
    result = snapshot.result
    drawn = picture(result["curve"], LARGE, _marks(dataset, era, snapshot, noticed)) if inputs.looks else None
    quiet = result["shortest_route"]
    words = f"Quiet run: {quiet['window']:,} of {quiet['needed']:,} uses"
    return Lay(snapshot, inputs, result, drawn, bars(snapshot, timezone.localdate(now)), words)


def _marks(dataset: Dataset, era: Era, snapshot: Snapshot, noticed: list[Change]) -> Marks:
    finds, route = snapshot.inputs["finds"], snapshot.result["shortest_route"]
    ticks = steps(snapshot.result["curve"]["ahead"][-1][0])
    looks = look_table.placed(dataset, era, snapshot.at).filter(place__in=sorted({*finds, *ticks}))
    seen = {look.place: look for look in looks.select_related("viewpoint")}
    places = look_table.before(look_table.counted(dataset, era, snapshot.at), [each.at for each in noticed])
    return Marks(
        finds=[Mark(place, _find(number, place, seen)) for number, place in enumerate(finds, start=1)],
        changes=[
            Mark(place, f"Change noticed {_day(change.at)}: {change.sentence}")
            for place, change in zip(places, noticed, strict=True)
        ],
        quiet=route["window"] if route["window"] < snapshot.inputs["looks"] else 0,
        days={place: f"{look.day:%-d %b %y}" for place, look in seen.items()},
    )


def _find(number: int, place: int, seen: dict[int, Look]) -> str:
    if place not in seen:
        return f"Oddity {number}, at use {place:,}"
    look = seen[place]
    return f"Oddity {number}, at use {place:,}: {look.day:%-d %B %Y}, {look.viewpoint}"


def _day(at: datetime) -> str:
    return f"{timezone.localdate(at):%-d %B %Y}"


def changes(dataset: Dataset, era: Era) -> list[Change]:
    """Noticed by runs in the present era, those that nobody called harmless, the newest first."""
    noticed = Change.objects.filter(dataset=dataset, at__gt=era.started_at).counted()
    return list(noticed.select_related("settled_by")[:MOST])


def in_the_way(dataset: Dataset, person: Person) -> dict[str, Any]:
    """Open issues that keep it from being stable, as far as this person may see them; and failing checks."""
    heavy = Q(severity__gte=Severity.MAJOR) | present.UNTRIAGED
    issues = seen_by(person).filter(dataset=dataset).open().filter(heavy).by_score()
    judged = [Run.State.PASSED, Run.State.FAILED]
    ended = Run.objects.filter(dataset=dataset, suite__stage=Suite.Stage.LIVE, state__in=judged)
    newest_runs = ended.order_by().values("suite").annotate(newest=Max("pk")).values("newest")
    failing = Result.objects.filter(run__in=newest_runs, success=False, severity__gte=Severity.MAJOR, is_shadow=False)
    return {
        "issues": list(issues.select_related("dataset", "category", "assignee", "assignee_team")[: MOST + 1]),
        "checks": list(failing.order_by("-severity", "pk")[: MOST + 1]),
        "most": MOST,
    }


def not_counted(dataset: Dataset, era: Era) -> int:
    """Issues of the era that turned out to be none, or were merged."""
    gone = Q(resolution__in=NO_FINDS) | Q(issue__state=State.MERGED)
    opened = Episode.objects.filter(issue__dataset=dataset, opened_at__gte=era.started_at)
    return opened.filter(gone, issue__flags__person__isnull=False).values("issue").distinct().count()


def told_eras(dataset: Dataset, person: Person, now: datetime) -> dict[str, Any]:
    """The present era, those announced for later, and what this person may still take back."""
    standing = list(
        Era.objects.filter(dataset=dataset).standing().select_related("by", "dataset").order_by("started_at")
    )
    begun = [era for era in standing if era.started_at <= now]
    return {
        "present": begun[-1],
        "ahead": [era for era in standing if era.started_at > now],
        "revocable": [era for era in standing if eras.may_revoke(era, person, now)],
        "may_announce": eras.may_announce(dataset, person),
    }


def relapse_words(dataset: Dataset) -> list[str]:
    """What takes stable back, as a person reads it."""
    plan = relapse_plan(dataset.tolerated_rate)
    bursts = ", ".join(f"{k} within {uses}" for k, uses in list(plan.items())[:3])
    return [
        f"Too many new oddities in a short stretch: {bursts} uses, and so on up to {max(plan)} within "
        f"{max(plan.values())}.",
        "One new critical issue.",
        "An important check that fails.",
        "A change of the data, announced by a person or noticed by a check: then it must prove itself again.",
        "No use for 90 days, or fewer than 10 in 180: silence is no confidence.",
    ]


def eyes_of(dataset: Dataset, person: Person, now: datetime) -> dict[str, Any]:
    """Per viewpoint who looked and how many have not, most uses first."""
    grid = eyes.grid([dataset], now=now)
    (row,) = grid.rows
    rows = [{"viewpoint": viewpoint, "cell": cell} for viewpoint, cell in zip(grid.viewpoints, row.cells, strict=True)]
    rows.sort(key=lambda each: (-each["cell"].looks, -each["cell"].absent, each["viewpoint"].name))
    most = max((cell.looks for cell in row.cells), default=0)
    return {"rows": rows, "most": most, "era": row.era, "may_ask": look_requests.may_ask(dataset, person)}


def sweep(dataset: Dataset, person: Person, now: datetime) -> dict[str, Any]:
    """A blind sweep that would help, or the one under way that this person may open."""
    running = sweeps.under_way(dataset)
    mine = running is not None and (sweeps.may_run(running, person) or running.reviewers.filter(person=person).exists())
    return {
        "proposed": sweeps.proposed(dataset, now=now) if running is None else None,
        "under_way": running if mine else None,
        "may_begin": sweeps.may_begin(dataset, person),
    }
