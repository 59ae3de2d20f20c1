"""Data that did not change are not read again: the run is stored with the results of the one that read them.

Asked anew all the same: a suite with an expectation whose verdict can change while the data stay, because it looks
at the clock (`fleeting` in checks/kind.py) or at another dataset; another version of the suite, or of the engine
(checks/version.py); other waivers; a run that found something it could not evaluate. An expectation about change was
judged when these data came: its verdict stays until the next ones.
"""

from datetime import datetime
from typing import Any

import checks
from checks.specs import MASK
from weirdness.models import Result, Run, Waiver
from weirdness.models.issue_words import Severity
from weirdness.services import outcomes, plans

NAMES = {severity: name for name, severity in outcomes.SEVERITIES.items()}


def comparable(run: Run, *, now: datetime) -> Run | None:
    """The run whose results hold again if the data have its fingerprint."""
    last = outcomes.previous(run)
    if last is None or last.state not in (Run.State.PASSED, Run.State.FAILED) or not last.fingerprint:
        return None
    if outcomes.engine_of(last) != checks.engine_version():
        return None
    if last.suite_version != run.suite_version or last.results.filter(success__isnull=True).exists():
        return None
    if _is_fleeting(run.suite.document) or _waived(last, last.started_at) != _waived(run, now):
        return None
    return last.unchanged_since or last


def _is_fleeting(document: dict[str, Any]) -> bool:
    """A kind that we do not know is taken for one: its verdict may hang on anything."""
    kinds = [checks.KINDS[each["type"]] for each in document["expectations"] if each["type"] in checks.KINDS]
    return len(kinds) < len(document["expectations"]) or any(
        kind.fleeting or any(argument.field == "dataset" for argument in kind.arguments.values()) for kind in kinds
    )


def _waived(run: Run, at: datetime | None) -> set[int]:
    assert at is not None
    made = Waiver.objects.filter(dataset=run.dataset_id, made_at__lte=at, until__gte=at.date())
    return set(made.exclude(ended_at__lte=at).values_list("pk", flat=True))


def again(known: Run, seen: checks.SuiteResult) -> checks.SuiteResult:
    """What the known run found, as if found now; columns that hold personal data by now are masked."""
    masked = set(plans.masked_columns(known.dataset))
    results = tuple(_found(each, masked) for each in known.results.all())
    return checks.SuiteResult(
        success=all(each.success for each in results),
        row_count=known.row_count or 0,
        columns=seen.columns,
        fingerprint=known.fingerprint,
        seconds=seen.seconds,
        results=results,
    )


def _found(result: Result, masked: set[str]) -> checks.ExpectationResult:
    return checks.ExpectationResult(
        id="",
        type=result.type,
        kwargs=result.kwargs,
        column=result.column,
        severity=NAMES[Severity(result.severity)],
        sentence=result.sentence,
        success=bool(result.success),
        observed=result.observed,
        element_count=result.element_count,
        unexpected_count=result.unexpected_count,
        keys=tuple(_hidden(each, masked) for each in result.keys),
        examples=tuple(_hidden(each, masked) for each in result.examples),
        waived_count=result.waived_count,
        value_hashes=tuple(result.value_hashes),
    )


def _hidden(row: dict[str, Any], masked: set[str]) -> dict[str, Any]:
    return {name: MASK if name in masked else value for name, value in row.items()}
