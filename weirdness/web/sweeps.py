"""Blind sweeps: those that concern me, and beginning one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from weirdness.models import Dataset, Person, Reviewer, Sweep
from weirdness.services import sweep_people, sweeps
from weirdness.services.errors import Conflict, Refused
from weirdness.web.door import PAGE, dataset_of, signed_in, typed, whole_number
from weirdness.web.routing_door import date_of

DATASETS = 200


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """My own and those of my datasets, the newest first. `dataset`: on to beginning one of it."""
    if named := typed(request.GET, "dataset").strip():
        return redirect("sweep_new", dataset_of(request, named).key)
    after = whole_number(request.GET, "after")
    found = listed(request.user, after)
    begins = Dataset.objects.visible_to(request.user).triaged_by(request.user).only("key", "title")
    shown = {
        "sweeps": found[:PAGE],
        "after": after,
        "later": found[PAGE - 1].pk if len(found) > PAGE else None,
        "datasets": begins[:DATASETS],
    }
    return render(request, "web/sweeps.html", shown)


def listed(person: Person, after: int | None) -> list[Sweep]:
    """A page and one more; each with `invited`, `done`, and whether a list of this person's is `awaited`."""
    concerning = Sweep.objects.concerning(person).select_related("dataset", "asked_by")
    page = (concerning.filter(pk__lt=after) if after else concerning).order_by("-pk")[: PAGE + 1]
    mine = Q(person=person) | Q(person__merged_into=person)
    awaited = Reviewer.objects.filter(mine, sweep=OuterRef("pk"), done_at__isnull=True)
    counts = {"invited": Count("reviewers"), "done": Count("reviewers__done_at"), "awaited": Exists(awaited)}
    return list(page.annotate(**counts))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest, key: str) -> HttpResponse:
    dataset = dataset_of(request, key)
    if not sweeps.may_begin(dataset, request.user):
        raise PermissionDenied(f"A blind sweep of {dataset.key} is begun by its owner or by those who triage it.")
    return _begin(request, dataset) if request.method == "POST" else _form(request, dataset, _empty(dataset))


def _begin(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    said = {name: typed(request.POST, name) for name in ("others", "guide", "deadline")}
    ticked = {int(each) for each in request.POST.getlist("person") if each.isdecimal() and len(each) < 10}
    by_email, unknown = sweep_people.by_email(dataset, said["others"].replace(",", " ").split())
    ticked -= {each.pk for each in by_email}
    chosen = [*sweep_people.who_sees(dataset).filter(pk__in=ticked).select_related("viewpoint"), *by_email]
    if unknown:
        named = ", ".join(unknown[:3])
        problems = {"others": f"Nobody with the address {named} may see {dataset.key}. Correct it, or have it granted."}
        return _form(request, dataset, said, ticked, problems, status=422)
    try:
        begun = sweeps.begin(
            dataset=dataset,
            actor=request.user,
            people=chosen,
            now=timezone.now(),
            deadline=date_of(request.POST, "deadline"),
            guide=said["guide"],
        )
    except Refused as refused:
        return _form(request, dataset, said, ticked, refused.problems, status=422)
    except Conflict as conflict:
        return _form(request, dataset, said, ticked, {"summary": str(conflict)}, status=409)
    messages.success(request, f"{len(chosen)} people are invited by letter. You hear when their lists are in.")
    return redirect("sweep", begun.pk)


def _empty(dataset: Dataset) -> dict[str, str]:
    return {"deadline": sweeps.usual_deadline(dataset, timezone.now()).isoformat()}


def _form(
    request: HttpRequest,
    dataset: Dataset,
    said: dict[str, str],
    ticked: set[int] | None = None,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    suggested = sweep_people.suggested(dataset, now=now)
    shown: dict[str, Any] = {
        "dataset": dataset,
        "suggested": suggested,
        "ticked": ticked or set(),
        "missing": [each.name for each in sweep_people.missing_viewpoints(dataset, now=now)],
        "under_way": sweeps.under_way(dataset),
        "said": said,
        "problems": problems or {},
        "today": timezone.localdate(now),
        "last": timezone.localdate(now) + sweeps.LONGEST,
    }
    return render(request, "web/sweep_new.html", shown, status=status)
