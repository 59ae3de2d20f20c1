"""The page of a column: what it means, what it was like over the last runs, what fails, and what people say of it."""

from typing import Any

from django.db.models.fields.json import KeyTransform
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from weirdness.models import Change, Column, Dataset, Issue, Profile, Result, Run
from weirdness.models.issue_words import Resolution
from weirdness.web.dataset_facts import settled
from weirdness.web.door import dataset_of, signed_in
from weirdness.web.trends import Seen, Trend, histogram, said, trend

SHOWN, SHOWN_CHANGES = 30, 5


@require_safe
@signed_in
def column(request: HttpRequest, key: str, name: str) -> HttpResponse:
    dataset = dataset_of(request, key)
    found = get_object_or_404(Column, dataset=dataset, name=name)
    seen = _seen(dataset, name)
    newest = seen[-1] if seen else None
    facts = {
        "dataset": dataset,
        "column": found,
        "seen": seen,
        "newest": newest,
        "pictures": _pictures(seen),
        "histogram": histogram(seen[-1].column.get("histogram"), _before(seen)) if seen else None,
        "top": _top(newest),
        "table": [_row(each) for each in reversed(seen)],
        "failing": _failing(dataset, name),
        "changes": Change.objects.filter(dataset=dataset, columns__contains=[name])[:SHOWN_CHANGES],
        "issues": _open(request, dataset, name),
        "caveats": settled(dataset, request.user, Resolution.ACCEPTED, column=name),
        "explanations": settled(dataset, request.user, Resolution.EXPLAINED, column=name),
    }
    return render(request, "web/column.html", facts)


def _open(request: HttpRequest, dataset: Dataset, name: str) -> list[Issue]:
    """Those that press most."""
    found = Issue.objects.visible_to(request.user).filter(dataset=dataset, column=name).open().by_score()
    return list(found.select_related("dataset", "category")[:SHOWN])


def _seen(dataset: Dataset, name: str) -> list[Seen]:
    """The column in the last profiles, the oldest first; only its part of each document is read."""
    path = KeyTransform(name, KeyTransform("columns", "document"))
    profiles = Profile.objects.filter(dataset=dataset).annotate(said=path).exclude(said=None)
    rows = profiles.values_list("at", "run_id", "partition", "row_count", "said")[:SHOWN]
    return [Seen(*row) for row in rows][::-1]


def _before(seen: list[Seen]) -> dict[str, Any] | None:
    return seen[-2].column.get("histogram") if len(seen) > 1 else None


def _pictures(seen: list[Seen]) -> list[tuple[str, Trend]]:
    """Titles with what there is to draw."""
    least, most = ([_number(each.column.get(name)) for each in seen] for name in ("least", "most"))
    drawn = {
        "Missing, share of rows": trend([each.share_null * 100 for each in seen], unit=" %"),
        "Different values": trend([each.column["distinct"] for each in seen]),
        "Median, between least and most": trend([each.median for each in seen], least, most),
    }
    return [(title, picture) for title, picture in drawn.items() if picture]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _row(each: Seen) -> dict[str, Any]:
    least, most = each.column.get("least"), each.column.get("most")
    return {
        "seen": each,
        "missing": f"{each.share_null:.1%}",
        "median": "—" if each.median is None else said(each.median),
        "least": "—" if least is None else least,
        "most": "—" if most is None else most,
    }


def _top(newest: Seen | None) -> list[tuple[object, int, float]]:
    """The most frequent values with their rows and share in percent."""
    if newest is None or not newest.rows:
        return []
    return [(value, rows, 100 * rows / newest.rows) for value, rows in newest.column.get("top", [])[:10]]


def _failing(dataset: Dataset, name: str) -> list[Result]:
    """What the last run of each suite found wrong with the column."""
    last = Run.objects.filter(dataset=dataset).finished().order_by("suite_id", "-pk").distinct("suite_id")
    return list(Result.objects.filter(run__in=list(last), column=name, success=False).select_related("run"))
