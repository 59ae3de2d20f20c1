"""A run: what was asked of the data, how far it is, how to stop it, and what they answered."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from weirdness.models import Dataset, GroupingKey, Result, Run
from weirdness.services import runs, waivers
from weirdness.services.errors import Conflict, NotAllowed
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
    found = _run(request, dataset, number)
    results = _results(found)
    counted = [each for each in results if found.is_shadow or not each.is_shadow]
    facts = {
        "dataset": dataset,
        "run": found,
        "results": results,
        "failing": sum(each.success is False for each in counted),
        "passing": sum(each.success is True for each in counted),
        "unasked": sum(each.success is None for each in counted),
        "tried": len(results) - len(counted),
        "elapsed": _elapsed(found),
        "left": None if found.is_over else _left(found),
        "may_cancel": not found.is_over and runs.may_cancel(found, request.user),
        "once": f"again-{found.pk}",
        "may_waive": waivers.may_waive(dataset, request.user),
    }
    response = render(request, "web/parts/run.html" if request.htmx else "web/run.html", facts)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
@signed_in
def cancel(request: HttpRequest, key: str, number: int) -> HttpResponse:
    found = _run(request, dataset_of(request, key), number)
    try:
        runs.cancel(run_id=found.pk, actor=request.user, now=timezone.now())
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    except Conflict as over:
        messages.info(request, str(over))
    return redirect("run", found.dataset.key, found.pk)


def _run(request: HttpRequest, dataset: Dataset, number: int) -> Run:
    seen = Run.objects.visible_to(request.user)
    related = ("suite", "dataset", "asked_by", "slot", "cancelled_by")
    return get_object_or_404(seen.select_related(*related), pk=number, dataset=dataset)


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


def _left(run: Run) -> float | None:
    """Seconds: by the expectations that are done, else by how long the last run took; None when neither tells."""
    elapsed = _elapsed(run)
    if elapsed is None:
        return None
    done, of = run.progress.get("done") or 0, run.progress.get("of") or 0
    if done:
        return elapsed * (of - done) / done
    before = runs.previous(run)
    took = _elapsed(before) if before and before.unchanged_since_id is None else None
    return took - elapsed if took and took > elapsed else None
