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
from weirdness.services.convincing import Doubted
from weirdness.web.door import dataset_of, how_many, signed_in, typed
from weirdness.web.known import marked

MOST = 1000  # lines of the file, and datasets
HEAD = (
    *("issue", "title", "dataset", "column", "verdict", "text", "flags in 90 days", "dispute it"),
    *("viewpoints of those", "worded", "flags since worded", "caveat until", "address"),
)


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """`dataset` narrows it to one."""
    datasets, now, most = _judged(request), timezone.now(), how_many(request)
    found = convincing.doubted(datasets, now, most + 1)
    marked([each.issue for each in found])
    shown: dict[str, Any] = {
        "key": typed(request.GET, "dataset"),
        "rates": convincing.rates(datasets, now, MOST),
        "doubted": found[:most],
        "more": most + 100 if len(found) > most else None,
        "needed": disputes.PEOPLE,
        "needed_viewpoints": disputes.VIEWPOINTS,
    }
    return render(request, "web/explanations.html", shown)


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
