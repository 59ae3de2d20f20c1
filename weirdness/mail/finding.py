"""What one expectation found in one run, as an owner reads it."""

from dataclasses import dataclass

from django.db.models import QuerySet

import checks
from weirdness.mail import links, words
from weirdness.models import Issue, Result, Run

SHOWN_KEYS = 3
REMEMBERED = 12  # runs in the small picture


@dataclass(frozen=True)
class Finding:
    """`sentence` is what should hold, `observed` what is there; `percent` (0 to 100) draws the bar."""

    issue: Issue
    url: str
    sentence: str
    observed: str
    percent: float | None
    keys: list[str]
    more_keys: str
    since: str
    history: str
    advice: str


def of(issue: Issue, run: Run) -> Finding:
    """The finding behind a check's issue in this run; the issue must have a result in it."""
    keys = issue.grouping_keys.values("key")
    result = Result.objects.filter(run=run, grouping_key__in=keys, success=False).earliest("position")
    shown = [_row(result, place, run.dataset.key_columns) for place in range(min(SHOWN_KEYS, len(result.keys)))]
    left = (result.unexpected_count or len(result.keys)) - len(shown)
    return Finding(
        issue=issue,
        url=links.issue(issue),
        sentence=result.sentence,
        observed=result.observed,
        percent=_percent(result),
        keys=shown,
        more_keys=f"and {left:,} more" if shown and left > 0 else "",
        since=_since(result),
        history=_history(result),
        advice=checks.advice({"type": result.type}),
    )


def _row(result: Result, place: int, order: list[str]) -> str:
    """A failing row by its key, with what it holds in the column asked about; personal columns arrive masked."""
    named = words.row_key(result.keys[place], order)
    held = result.examples[place] if place < len(result.examples) else {}
    if result.column in held and result.column not in result.keys[place]:
        return f"{named}: {words.row_key({result.column: held[result.column]}, order)}"
    return named


def _percent(result: Result) -> float | None:
    if not result.unexpected_count or not result.element_count:
        return None
    return max(1.0, 100 * result.unexpected_count / result.element_count)


def _earlier(result: Result) -> QuerySet[Result]:
    return Result.objects.filter(
        run__dataset=result.run.dataset, run__lt=result.run_id, grouping_key=result.grouping_key, success__isnull=False
    ).order_by("-run_id")


def _since(result: Result) -> str:
    held = _earlier(result).filter(success=True).select_related("run").first()
    if held is not None:
        return f"It still held in the run of {words.moment(held.run.asked_at)}."
    first = _earlier(result).select_related("run").last()
    if first is not None:
        return f"It has failed in every run since {words.moment(first.run.asked_at)}."
    return "This is the first run that asked."


def _history(result: Result) -> str:
    """Failing shares of the last runs, oldest first, as blocks; empty while there is nothing to compare."""
    known = [result, *_earlier(result).filter(element_count__gt=0)[: REMEMBERED - 1]]
    if len(known) < 3 or not result.element_count:
        return ""
    return words.sparkline((each.unexpected_count or 0) / (each.element_count or 1) for each in reversed(known))
