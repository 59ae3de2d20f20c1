"""Storing what a run found, and what follows from it: issues, recovery, the owner's letter, the profile."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

import checks
from weirdness.models import Dataset, Profile, Result, Run
from weirdness.models.issue_words import Severity
from weirdness.services import digest, events, findings, parts, reviews, upstream
from weirdness.services.suite_parts import stage_of

SEVERITIES = {"info": Severity.MINOR, "warning": Severity.MAJOR, "critical": Severity.CRITICAL}

ENGINE = "engine"  # in the progress of a run that is over: the version that judged


@transaction.atomic
def store(*, run: Run, result: checks.SuiteResult, now: datetime, since: Run | None = None) -> Run:
    """Stores what a run found; failing expectations flag their issues, passing ones count towards recovery.

    `since`: the run that read these very data and found the same.
    """
    events.hold(run.dataset_id)
    before = previous(run)
    stored = _store_results(run, result)
    run.state, run.message = _verdict(run, stored)
    if since:
        run.unchanged_since = since
        run.message = f"The data are unchanged since run {since.pk}, so its results still hold. {run.message}".strip()
    run.row_count, run.fingerprint, run.finished_at = result.row_count, result.fingerprint[:64], now
    run.started_at = run.started_at or now
    run.progress = {ENGINE: checks.engine_version()}
    run.message = f"{parts.keep(run, result)} {run.message}".strip()
    run.save()
    if not run.partition:
        Dataset.objects.filter(pk=run.dataset_id).update(row_count=result.row_count)
    _keep_profile(run, result, now=now)
    events.record(
        verb="run_finished", by_check=True, now=now, dataset=run.dataset, after=run.state, data={"run": run.pk}
    )
    changes = findings.apply(run=run, results=stored, now=now)
    changes.to_review = reviews.sent(suite=run.suite, since=before.finished_at if before else None)
    changes.noticed = [each.pk for each in upstream.notice(run=run, now=now)]
    digest.owe(run=run, before=before, changes=changes, now=now)
    return run


def _verdict(run: Run, stored: list[Result]) -> tuple[str, str]:
    """State and message. What is only tried out decides nothing, unless all of the run is tried out."""
    counted = [each for each in stored if run.is_shadow or not each.is_shadow]
    message = " ".join(each.message for each in counted if each.success is None)
    if any(each.success is None for each in counted):
        return Run.State.ERROR, message
    return Run.State.PASSED if all(each.success for each in counted) else Run.State.FAILED, message


def _store_results(run: Run, result: checks.SuiteResult) -> list[Result]:
    expectations = run.suite.expectations
    shadows = [run.is_shadow or stage_of(each) == "shadow" for each in expectations]
    shadows += [run.is_shadow] * (len(result.results) - len(shadows))
    rows = [
        _result_of(run, position, found, is_shadow=shadow)
        for position, (found, shadow) in enumerate(zip(result.results, shadows, strict=False), start=1)
    ]
    return Result.objects.bulk_create(rows)


def _result_of(run: Run, position: int, found: checks.ExpectationResult, *, is_shadow: bool) -> Result:
    shown: dict[str, Any] = asdict(found)
    return Result(
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
        value_hashes=list(found.value_hashes),
        waived_count=found.waived_count,
        is_shadow=is_shadow,
        message=found.error,
    )


def _keep_profile(run: Run, result: checks.SuiteResult, *, now: datetime) -> None:
    if result.profile is None:
        return
    Profile.objects.create(
        dataset=run.dataset,
        run=run,
        partition=parts.profiled(run, result),
        at=now,
        row_count=result.row_count,
        fingerprint=run.fingerprint,
        document=result.profile,
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


def engine_of(run: Run) -> str:
    """The version of the engine that judged; "" of runs from before it was kept."""
    return str(run.progress.get(ENGINE, ""))


def previous(run: Run) -> Run | None:
    """The run of this suite on the same part that ended, and was not cancelled, before this one."""
    ended = run.suite.runs.filter(finished_at__isnull=False, pk__lt=run.pk, partition=run.partition)
    return ended.exclude(state=Run.State.CANCELLED).first()


def give_up(*, run_id: int, reason: str, now: datetime) -> None:
    """The worker died three times over this run: an error with its reason, not a silence."""
    run = Run.objects.select_related("suite", "dataset").get(pk=run_id)
    store_error(run=run, message=f"The run was given up. {reason}", now=now)
