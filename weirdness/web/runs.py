"""A run: what was asked of the data, and what they answered."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from weirdness.models import GroupingKey, Result, Run
from weirdness.web.door import dataset_of, signed_in

SHOWN_KEYS = 10


@dataclass(frozen=True)
class Table:
    """`more`: how many rows are kept and not shown."""

    head: list[str]
    body: list[list[object]]
    more: int


@require_safe
@signed_in
def run(request: HttpRequest, key: str, number: int) -> HttpResponse:
    dataset = dataset_of(request, key)
    runs = Run.objects.visible_to(request.user).select_related("suite", "dataset", "asked_by", "slot")
    found = get_object_or_404(runs, pk=number, dataset=dataset)
    results = _results(found)
    facts = {
        "dataset": dataset,
        "run": found,
        "results": results,
        "failing": sum(each.success is False for each in results),
        "passing": sum(each.success is True for each in results),
        "unasked": sum(each.success is None for each in results),
        "elapsed": _elapsed(found),
        "once": f"again-{found.pk}",
    }
    response = render(request, "web/parts/run.html" if request.htmx else "web/run.html", facts)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _results(run: Run) -> list[Result]:
    """In the suite's order, failing ones first; each with its `issue_id` and its `table` of failing rows."""
    results = list(run.results.all())
    keys = GroupingKey.objects.filter(dataset=run.dataset, key__in={each.grouping_key for each in results})
    issues = dict(keys.values_list("key", "issue"))
    for each in results:
        each.issue_id = issues.get(each.grouping_key)
        each.table = table(each.examples or each.keys, [*run.dataset.key_columns, each.column])
    return sorted(results, key=lambda each: (each.success is not None, each.success is True, each.position))


def table(rows: list[dict[str, object]], order: list[str], most: int = SHOWN_KEYS) -> Table | None:
    """Rows of {column: value}, the columns named in `order` first; JSON in the database keeps no order."""
    if not rows:
        return None
    names = dict.fromkeys(name for row in rows for name in row)
    head = sorted(names, key=lambda name: order.index(name) if name in order else len(order))
    body = [[row.get(name) for name in head] for row in rows[:most]]
    return Table(head, body, len(rows) - len(body))


def _elapsed(run: Run) -> float | None:
    if run.started_at is None:
        return None
    return ((run.finished_at or timezone.now()) - run.started_at).total_seconds()
