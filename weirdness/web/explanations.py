"""Explanations that don't convince: of all datasets that a person triages, with their numbers, as a page and as CSV."""

from datetime import datetime
from typing import Any

from defusedcsv import csv
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from weirdness.models import Dataset
from weirdness.models.dataset import DatasetQuerySet
from weirdness.services import convincing, disputes, waivers
from weirdness.services.convincing import Doubted, Place
from weirdness.web.door import dataset_of, signed_in, typed
from weirdness.web.known import marked

MOST, PAGE = 1000, 50  # lines of the file; verdicts, and datasets, of a page
HEAD = (
    *("issue", "title", "dataset", "column", "verdict", "text", "flags in 90 days", "dispute it"),
    *("viewpoints of those", "worded", "flags since worded", "caveat until", "address"),
)


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """`dataset` narrows it to one. `after`: the next verdicts; `datasets_after`: the next datasets; each by itself."""
    datasets, now = _judged(request), timezone.now()
    after, datasets_after = _place(typed(request.GET, "after")), typed(request.GET, "datasets_after")[:120]
    rates = [] if after else convincing.rates(datasets, now, PAGE + 1, datasets_after)
    found = [] if datasets_after else convincing.doubted(datasets, now, PAGE + 1, after)
    shown: dict[str, Any] = {
        "key": typed(request.GET, "dataset"),
        "rates": rates[:PAGE],
        "datasets_later": rates[PAGE - 1].dataset.key if len(rates) > PAGE else "",
        "doubted": _marked(found[:PAGE]),
        "later": ",".join(map(str, found[PAGE - 1].place)) if len(found) > PAGE else "",
        "further": bool(after or datasets_after),
        "needed": disputes.PEOPLE,
        "needed_viewpoints": disputes.VIEWPOINTS,
    }
    return render(request, "web/explanations.html", shown)


def _marked(found: list[Doubted]) -> list[Doubted]:
    marked([each.issue for each in found])
    return found


def _place(text: str) -> Place | None:
    """Where a page begins, from its address; None when that names nothing."""
    parts = text.split(",")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 18 for part in parts):
        return None
    disputes, flags, number = map(int, parts)
    return disputes, flags, number


@require_safe
@signed_in
def as_csv(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="explanations.csv"'
    writer = csv.writer(response)
    writer.writerow(HEAD)
    for each in convincing.doubted(_judged(request), timezone.now(), MOST):
        writer.writerow(_cells(request, each))
    return response


def _judged(request: HttpRequest) -> DatasetQuerySet:
    """The datasets that this person triages, or the one of them that the address names."""
    mine = Dataset.objects.visible_to(request.user).triaged_by(request.user)
    if not typed(request.GET, "dataset"):
        return mine
    dataset = dataset_of(request, typed(request.GET, "dataset"))
    if not waivers.may_waive(dataset, request.user):
        raise PermissionDenied(f"How well the explanations of {dataset.key} convince is for those who triage it.")
    return mine.filter(pk=dataset.pk)


def _cells(request: HttpRequest, each: Doubted) -> list[object]:
    issue, verdict = each.issue, each.issue.verdict
    return [
        *(issue.pk, issue.title, issue.dataset.key, issue.column, issue.resolution),
        *(verdict.explanation or verdict.caveat, each.flags, each.disputes, each.viewpoints),
        *(_iso(each.worded_at), each.later, verdict.caveat_until or ""),
        request.build_absolute_uri(reverse("issue", args=[issue.pk])),
    ]


def _iso(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
