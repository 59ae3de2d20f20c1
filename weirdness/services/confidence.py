"""From the log to an estimate: recomputed, never incremented; a state that changed is told (handover.py)."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from weirdness.confidence import Refused, StateInputs, Task, summarise_many
from weirdness.confidence.methods import IN_SUMMARY
from weirdness.models import Dataset, Snapshot
from weirdness.services import events, forecasts, handover, present, standings
from weirdness.services.estimated import Estimated
from weirdness.services.readings import Reading

BATCH = 100  # datasets read, computed and written in one transaction
NIGHT = timedelta(hours=24)
Done = dict[int, Snapshot]


def read(dataset: Dataset, *, now: datetime) -> StateInputs:
    """The counts of the present era, from looks, flags, issues and results."""
    return present.readings([dataset], now=now)[dataset.pk].inputs()


@transaction.atomic
def recompute(*, dataset_id: int, now: datetime) -> Snapshot:
    """Writes a snapshot from the log as it stands; a changed state is an event, re-routes and tells the owner."""
    dataset = _locked(dataset_id)
    return _estimate([dataset], now)[dataset_id]


@transaction.atomic
def refresh(*, dataset_id: int, now: datetime) -> Snapshot | None:
    """As `recompute`; None where nothing but time went by since the last estimate, which is younger than a day."""
    dataset = _locked(dataset_id)
    return _estimate([dataset], now, unless=_holds).get(dataset_id)


def recompute_many(dataset_ids: Sequence[int], *, now: datetime) -> tuple[int, list[int]]:
    """Writes a snapshot of each, a hundred in a transaction. How many, and those to be done one by one."""
    done, left = 0, list[int]()
    for start in range(0, len(dataset_ids), BATCH):
        written, alone = recompute_batch(dataset_ids[start : start + BATCH], now=now)
        done, left = done + written, left + alone
    return done, left


@transaction.atomic
def recompute_batch(dataset_ids: Sequence[int], *, now: datetime) -> tuple[int, list[int]]:
    """One transaction that waits for nobody: who is busy, or whose numbers are refused, is left to be done alone."""
    free = Dataset.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).order_by("pk")
    done = _estimate(list(free.filter(pk__in=events.hold_free(list(dataset_ids)))), now, alone=True)
    return len(done), [pk for pk in dataset_ids if pk not in done]


def _locked(dataset_id: int) -> Dataset:
    events.hold(dataset_id)
    return Dataset.objects.select_for_update(of=("self",), no_key=True).get(pk=dataset_id)


def _estimate(
    datasets: list[Dataset],
    now: datetime,
    *,
    unless: Callable[[Reading, StateInputs], bool] | None = None,
    alone: bool = False,
) -> Done:
    """Snapshots of datasets whose chains are held. `alone`: one that is refused spoils none of the others."""
    known = present.readings(datasets, now=now)
    counted = {pk: reading.inputs() for pk, reading in known.items()}
    wanted = [pk for pk in counted if not (unless and unless(known[pk], counted[pk]))]
    results = _summarised(known, counted, wanted, alone)
    marks = present.marks(dataset for dataset in datasets if dataset.pk in results)
    made = Snapshot.objects.bulk_create(
        _snapshot(pk, known[pk], counted[pk], result, marks[pk]) for pk, result in results.items()
    )
    written = {snapshot.dataset_id: snapshot for snapshot in made}
    estimated = [Estimated(d, known[d.pk], counted[d.pk], written[d.pk]) for d in datasets if d.pk in written]
    forecasts.follow(estimated, now=now)
    standings.write(estimated, now=now)
    for dataset in datasets:
        if dataset.pk in written and written[dataset.pk].state != dataset.state:
            handover.change_state(dataset, written[dataset.pk], now=now)
    return written


def _summarised(
    known: dict[int, Reading], counted: dict[int, StateInputs], wanted: list[int], alone: bool
) -> dict[int, dict[str, Any]]:
    tasks = {pk: _task(known[pk], counted[pk]) for pk in wanted}
    try:
        return dict(zip(tasks, summarise_many(tasks.values()), strict=True))
    except Refused:
        if not alone:
            raise
    return {pk: result for pk, task in tasks.items() if (result := _unless_refused(task))}


def _unless_refused(task: Task) -> dict[str, Any] | None:
    try:
        return summarise_many([task])[0]
    except Refused:
        return None


def _task(reading: Reading, inputs: StateInputs) -> Task:
    return Task(inputs, reading.about(), reading.last.result if reading.last else None)


def _snapshot(
    dataset_id: int, reading: Reading, inputs: StateInputs, result: dict[str, Any], mark: dict[str, Any]
) -> Snapshot:
    return Snapshot(
        dataset_id=dataset_id,
        at=reading.now,
        method=" ".join(result["methods"])[:200],
        state=result["state"],
        graduated_at=graduated_at(reading, result),
        inputs=inputs.as_json(),
        result=result,
        log=mark,
    )


def graduated_at(reading: Reading, result: dict[str, Any]) -> datetime | None:
    """Since when it is stable: kept while it is stable or stale. A moment: a late log moves the looks before it."""
    if result["graduated_at"] is None:
        return None
    last = reading.judged()
    again = result["state"] == "stable" and (last is None or last.state != "stable")
    return reading.now if again or last is None else last.graduated_at


def _holds(reading: Reading, inputs: StateInputs) -> bool:
    """Whether the last estimate says the same, but for what time alone does in a day."""
    last = reading.last
    if last is None or not timedelta(0) <= reading.now - last.at < NIGHT or last.log.get("name") != reading.name:
        return False
    if last.result.get("methods") != list(IN_SUMMARY):
        return False
    return timeless(last.inputs) == timeless(inputs.as_json())


def timeless(inputs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in inputs.items() if name != "look_age_days"}
