"""From the log to an estimate: recomputed, never incremented; the state it implies, and what follows from it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from weirdness.confidence import About, StateInputs, flapping, summarise
from weirdness.confidence import State as ComputedState
from weirdness.models import (
    Change,
    Dataset,
    Era,
    GroupingKey,
    Issue,
    Job,
    Look,
    Result,
    Run,
    Snapshot,
    Suite,
    Viewpoint,
)
from weirdness.models.issue_words import Resolution, Severity
from weirdness.models.moves import State
from weirdness.services import confidence_due, events, finds, jobs, notifications, routing

NIGHT = timedelta(hours=24)
BATCH = 100  # estimates owed in one beat; the next beat goes on
FLAP_WINDOW = 21


@dataclass(frozen=True)
class Looks:
    """The looks of an era in order, and the position of each (person, day), from 1."""

    rows: list[Look]
    positions: dict[tuple[int, date], int]


def estimate(claim: jobs.Claim) -> None:
    """Does the owed estimate of one dataset."""
    with transaction.atomic():
        recompute(dataset_id=claim.subject, now=timezone.now())
        jobs.finish(claim=claim, now=timezone.now())


@transaction.atomic
def recompute(*, dataset_id: int, now: datetime) -> Snapshot:
    """Writes a snapshot from the log as it stands; a changed state is an event, re-routes and tells the owner."""
    dataset = Dataset.objects.select_for_update(of=("self",), no_key=True).get(pk=dataset_id)
    inputs = read(dataset, now=now)
    result = summarise(inputs, _about(dataset, now))
    snapshot = Snapshot.objects.create(
        dataset=dataset,
        at=now,
        method=" ".join(result["methods"])[:200],
        state=result["state"],
        graduated_at=_graduated_at(dataset, result, now),
        inputs=inputs.as_json(),
        result=result,
    )
    if snapshot.state != dataset.state:
        _change_state(dataset, snapshot, now=now)
    return snapshot


def _graduated_at(dataset: Dataset, result: dict[str, Any], now: datetime) -> datetime | None:
    """Since when it is stable: kept while it is stable or stale."""
    if result["graduated_at"] is None:
        return None
    last = Snapshot.objects.filter(dataset=dataset).last()
    again = result["state"] == "stable" and (last is None or last.state != "stable")
    return now if again or last is None else last.graduated_at


def _about(dataset: Dataset, now: datetime) -> About:
    era = Era.objects.filter(dataset=dataset).at(now)
    return About(name=dataset.title, era_began=f"{era.reason} of {timezone.localdate(era.started_at):%-d %B %Y}")


def owe_daily(*, now: datetime) -> None:
    """Confidence ages: a dataset whose last estimate is a day old gets a new one. Some in each beat, none twice."""
    fresh = Snapshot.objects.filter(dataset=OuterRef("pk"), at__gt=now - NIGHT)
    key = Concat(Value("confidence:"), Cast(OuterRef("pk"), TextField()))
    owed = Job.objects.filter(dedupe_key=key, state=Job.State.QUEUED)
    for dataset in Dataset.objects.filter(~Exists(fresh), ~Exists(owed)).order_by("pk")[:BATCH]:
        confidence_due.owe(dataset=dataset, now=now)


def read(dataset: Dataset, *, now: datetime) -> StateInputs:
    """The counts of the present era, from looks, flags, issues and results."""
    era = Era.objects.filter(dataset=dataset).at(now)
    looks = _looks(dataset, era)
    people = Counter(look.person_id for look in looks.rows)
    viewpoints = Counter(look.viewpoint_id for look in looks.rows)
    unsettled = Issue.objects.open().filter(dataset=dataset)
    last = Snapshot.objects.filter(dataset=dataset).last()
    failing, flapping_checks = _check_health(dataset)
    critical = unsettled.filter(severity=Severity.CRITICAL).count()
    return StateInputs(
        looks=len(looks.rows),
        since=_changed_since(dataset, era, looks),
        tolerated_rate=dataset.tolerated_rate,
        finds=finds.places(dataset, era, looks.positions),
        look_age_days=tuple(max(0.0, (now - look.at) / timedelta(days=1)) for look in looks.rows),
        looks_by_person=tuple(people.values()),
        looks_by_viewpoint=tuple(viewpoints.values()),
        viewpoints_missing=_absent(viewpoints),
        open_major=unsettled.filter(severity=Severity.MAJOR).count(),
        open_critical=critical,
        # None was open when it graduated: that is one of the gates. So every open one is new.
        new_critical=critical > 0,
        untriaged=unsettled.filter(state=State.NEW).count(),
        failing_checks=failing,
        flapping_checks=flapping_checks,
        previous=cast(ComputedState, last.state) if last else None,
        graduated_at=_graduated_look(last, era, looks),
    )


def _graduated_look(last: Snapshot | None, era: Era, looks: Looks) -> int | None:
    """The position of the last look before it became stable; None unless that was in this era and still holds."""
    if last is None or last.graduated_at is None or last.graduated_at < era.started_at:
        return None
    return sum(look.at <= last.graduated_at for look in looks.rows)


def _looks(dataset: Dataset, era: Era) -> Looks:
    first_day = timezone.localdate(era.started_at)
    rows = list(Look.objects.counted().filter(dataset=dataset, day__gte=first_day, at__gte=era.started_at))
    return Looks(rows, {(look.person_id, look.day): place for place, look in enumerate(rows, start=1)})


def _changed_since(dataset: Dataset, era: Era, looks: Looks) -> int:
    """How many looks came before the last change that a run noticed in this era; 0 without one."""
    last = Change.objects.filter(dataset=dataset, at__gt=era.started_at).counted().first()
    return sum(look.at <= last.at for look in looks.rows) if last else 0


def _absent(looked: Counter[int]) -> tuple[str, ...]:
    """Viewpoints of active people, none of whom has looked in this era."""
    staffed = Viewpoint.objects.filter(people__is_active=True).exclude(pk__in=looked).distinct()
    return tuple(staffed.order_by("name").values_list("name", flat=True))


def _check_health(dataset: Dataset) -> tuple[int, int]:
    """How many live expectations of severity major or critical fail now, and how many flap.

    One that was explained, or accepted, is known and does not count; one that never ran says nothing yet.
    """
    excused = set(
        GroupingKey.objects.filter(
            dataset=dataset, issue__resolution__in=[Resolution.EXPLAINED, Resolution.ACCEPTED]
        ).values_list("key", flat=True)
    )
    failing = flaps = 0
    for suite in Suite.objects.filter(dataset=dataset, stage=Suite.Stage.LIVE):
        run = suite.runs.filter(results__isnull=False, state__in=[Run.State.PASSED, Run.State.FAILED]).first()
        if run is None:
            continue
        important = run.results.filter(severity__gte=Severity.MAJOR).exclude(grouping_key__in=excused)
        failing += important.filter(success=False).count()
        flaps += sum(flapping(_history(suite, key)) for key in important.values_list("grouping_key", flat=True))
    return failing, flaps


def _history(suite: Suite, key: str) -> list[bool]:
    """The last results of one expectation, oldest first."""
    outcomes = Result.objects.filter(run__suite=suite, grouping_key=key, success__isnull=False)
    newest = outcomes.order_by("-run_id").values_list("success", flat=True)[:FLAP_WINDOW]
    return [bool(success) for success in reversed(list(newest))]


def _change_state(dataset: Dataset, snapshot: Snapshot, *, now: datetime) -> None:
    before, dataset.state = dataset.state, snapshot.state
    dataset.save(update_fields=["state"])
    reasons = snapshot.result["reasons"]
    event = events.record(
        verb="state",
        now=now,
        dataset=dataset,
        before=before,
        after=dataset.state,
        reason=" ".join(reasons),
        data={"snapshot": snapshot.pk},
    )
    moved = routing.reroute(dataset=dataset, now=now)
    for owner in dataset.owners():
        notifications.owe(
            message="state_changed",
            key=f"state:{event.pk}:{owner.pk}",
            person=owner,
            now=now,
            dataset=dataset,
            context={
                "before": before,
                "after": dataset.state,
                "reasons": reasons,
                "snapshot": snapshot.pk,
                "moved": moved,
            },
        )
