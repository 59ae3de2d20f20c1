"""Running suites: asked for by anybody, owed as a job, done in a child of the fork server."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import checks
from checks import client
from weirdness.models import Dataset, Level, Person, Result, Run, Slot, Suite
from weirdness.models.issue import Severity
from weirdness.services import digest, events, findings, jobs, once, sources
from weirdness.services.errors import NotAllowed, Refused

SEVERITIES = {"info": Severity.MINOR, "warning": Severity.MAJOR, "critical": Severity.CRITICAL}


@transaction.atomic
def request(
    *,
    suite: Suite,
    now: datetime,
    trigger: str,
    actor: Person | None = None,
    key: str = "",
    slot: Slot | None = None,
    is_demo: bool = False,
) -> Run:
    """Asks for a run. The same `key` twice is one run."""
    _may_ask(suite.dataset, actor)
    key = key or f"{trigger}:{uuid4()}"
    once.hold(f"run:{key}")
    if known := Run.objects.filter(idempotency_key=key).first():
        if known.suite_id != suite.pk:
            raise Refused(key="This idempotency key was used for another suite. Choose a new one.")
        return known
    run = Run.objects.create(
        suite=suite,
        dataset=suite.dataset,
        suite_version=suite.version,
        idempotency_key=key,
        trigger=trigger,
        asked_by=actor,
        slot=slot,
        asked_at=now,
        is_demo=is_demo,
    )
    run.job = jobs.enqueue(kind="run", subject=run.pk, key=f"run:{run.pk}", now=now)
    run.save(update_fields=["job"])
    events.record(
        verb="run_asked", actor=actor, now=now, dataset=suite.dataset, after=suite.name[:40], data={"run": run.pk}
    )
    return run


def _may_ask(dataset: Dataset, actor: Person | None) -> None:
    if actor and (dataset.level_of(actor) or 0) < Level.FLAG:
        raise NotAllowed(
            f"Asking for a run of {dataset.key} needs the permission “flag” on it. Its owner can ask for you."
        )


def source_of(dataset: Dataset) -> checks.Source:
    """Where the rows are: below a root as this server was told (SOURCE_ROOTS), or in a database."""
    return sources.source_of(dataset)


def masked_columns(dataset: Dataset) -> list[str]:
    """The columns that hold personal data."""
    return list(dataset.columns.filter(personal=True).values_list("name", flat=True))


def asked_of(dataset: Dataset | None) -> dict[str, Any]:
    """What every question about a dataset says to the engine: its source, its key, its masked columns."""
    assert dataset is not None
    return {
        "source": source_of(dataset).to_dict(),
        "key_columns": dataset.key_columns,
        "masked_columns": masked_columns(dataset),
    }


def plan_of(suite: Suite) -> checks.Plan:
    dataset = suite.dataset
    return checks.Plan(
        source=source_of(dataset),
        suite=suite.document,
        key_columns=tuple(dataset.key_columns),
        masked_columns=tuple(masked_columns(dataset)),
    )


def perform(claim: jobs.Claim) -> None:
    """Does a claimed run: the lease is kept while the child works; the result is stored with what follows from it."""
    run = Run.objects.select_related("suite", "dataset", "dataset__source").get(pk=claim.subject)
    run.started_at = timezone.now()
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, started_at=run.started_at)
    try:
        result = client.ask(
            "run",
            plan_of(run.suite).to_dict(),
            socket_path=settings.CHECKS_SOCKET,
            deadline=settings.CHECK_DEADLINE_SECONDS,
            beat=lambda: jobs.extend(claim=claim, now=timezone.now()),
            beat_every=claim.lease.total_seconds() / 3,
        )
    except checks.EngineGone as gone:
        _wait_for_the_engine(claim, run, reason=str(gone))
        return
    except checks.CheckError as error:
        with transaction.atomic():
            store_error(run=run, message=str(error), now=timezone.now())
            jobs.finish(claim=claim, now=timezone.now())
        return
    with transaction.atomic():
        store(run=run, result=result, now=timezone.now())
        jobs.finish(claim=claim, now=timezone.now())


def _wait_for_the_engine(claim: jobs.Claim, run: Run, *, reason: str) -> None:
    """The fork server went away: it is being restarted, so the run is only late."""
    Run.objects.filter(pk=run.pk).update(state=Run.State.QUEUED, message=reason)
    jobs.defer(claim=claim, until=timezone.now() + timedelta(seconds=5), reason=reason)


@transaction.atomic
def store(*, run: Run, result: checks.SuiteResult, now: datetime) -> Run:
    """Stores what a run found; failing expectations flag their issues, passing ones count towards recovery."""
    before = previous(run)
    stored = [_store_result(run, position, each) for position, each in enumerate(result.results, start=1)]
    run.state = Run.State.PASSED if result.success else Run.State.FAILED
    run.message = " ".join(each.message for each in stored if each.success is None)
    if any(each.success is None for each in stored):
        run.state = Run.State.ERROR
    run.row_count, run.fingerprint, run.finished_at = result.row_count, result.fingerprint[:64], now
    run.started_at = run.started_at or now
    run.save()
    Dataset.objects.filter(pk=run.dataset_id).update(row_count=result.row_count)
    events.record(
        verb="run_finished", by_check=True, now=now, dataset=run.dataset, after=run.state, data={"run": run.pk}
    )
    changes = findings.apply(run=run, results=stored, now=now)
    digest.owe(run=run, before=before, changes=changes, now=now)
    return run


def _store_result(run: Run, position: int, found: checks.ExpectationResult) -> Result:
    shown: dict[str, Any] = asdict(found)
    return Result.objects.create(
        run=run,
        position=position,
        type=found.type,
        column=found.column,
        kwargs=shown["kwargs"],
        grouping_key=checks.identity({"type": found.type, "kwargs": found.kwargs}),
        sentence=found.sentence,
        severity=SEVERITIES[found.severity],
        success=None if found.error else found.success,
        observed=found.observed,
        element_count=found.element_count,
        unexpected_count=found.unexpected_count,
        keys=shown["keys"],
        examples=shown["examples"],
        message=found.error,
    )


@transaction.atomic
def store_error(*, run: Run, message: str, now: datetime) -> Run:
    """A run that could not be done is no failing check: no data issue opens, the owner is told in other words."""
    before = previous(run)
    run.state, run.message, run.finished_at = Run.State.ERROR, message, now
    run.save()
    events.record(
        verb="run_finished",
        by_check=True,
        now=now,
        dataset=run.dataset,
        after=run.state,
        reason=message,
        data={"run": run.pk},
    )
    digest.owe(run=run, before=before, changes=findings.Changes(), now=now)
    return run


def previous(run: Run) -> Run | None:
    """The run of this suite that ended before this one."""
    return run.suite.runs.filter(finished_at__isnull=False, pk__lt=run.pk).first()


def give_up(*, run_id: int, reason: str, now: datetime) -> None:
    """The worker died three times over this run: an error with its reason, not a silence."""
    run = Run.objects.select_related("suite", "dataset").get(pk=run_id)
    store_error(run=run, message=f"The run was given up. {reason}", now=now)
