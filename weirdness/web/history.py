"""The page with the history of a dataset's checks, days beside expectations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from weirdness.web.door import dataset_of, signed_in, whole_number
from weirdness.web.history_grid import SPANS, grid


@require_safe
@signed_in
def history(request: HttpRequest, key: str) -> HttpResponse:
    dataset = dataset_of(request, key)
    asked = whole_number(request.GET, "days")
    days = asked if asked in SPANS else SPANS[1]
    shown, lines = grid(dataset, timezone.localdate(), days)
    only = "failing" in request.GET
    facts = {
        "dataset": dataset,
        "days": days,
        "spans": SPANS,
        "shown": shown,
        "lines": [line for line in lines if line.ever_failed or not only],
        "only": only,
        "any": bool(lines),
    }
    return render(request, "web/history.html", facts)
