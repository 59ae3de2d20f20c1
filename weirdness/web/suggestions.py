"""Suggested checks of a dataset: sentences with their reasons, of which a person keeps some."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from weirdness.models import Dataset, Inquiry
from weirdness.services import inquiries, suggestions, suites
from weirdness.services.errors import Conflict, Refused
from weirdness.web.door import dataset_of, signed_in, typed, whole_number
from weirdness.web.inquiries import named
from weirdness.web.promotion import FORGOTTEN


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def suggest(request: HttpRequest, key: str) -> HttpResponse:
    """POST: asks the data; with `asked`, makes a suite of what is ticked. GET shows the proposals."""
    dataset = dataset_of(request, key)
    if not suites.may_save(dataset, request.user):
        raise PermissionDenied(
            f"Checks of {dataset.key} are made by those who triage it. Its data scientists ({dataset.triage_team}) can."
        )
    if request.method != "POST":
        return _page(request, dataset, named(request, "suggest", dataset=dataset))
    if "asked" not in request.POST:
        asked = inquiries.ask(kind="suggest", actor=request.user, now=timezone.now(), dataset=dataset)
        return redirect(f"{reverse('suggest', args=[dataset.key])}?asked={asked.pk}")
    found = Inquiry.objects.of(request.user).filter(kind="suggest", dataset=dataset, state=Inquiry.State.ANSWERED)
    asked = found.filter(pk=whole_number(request.POST, "asked") or 0).first()
    if asked is None:
        messages.info(request, FORGOTTEN)
        return redirect("suggest", dataset.key)
    return _keep(request, dataset, asked)


def _keep(request: HttpRequest, dataset: Dataset, asked: Inquiry) -> HttpResponse:
    kept = {int(each) for each in request.POST.getlist("keep") if each.isdecimal() and len(each) < 4}
    said = {
        "name": typed(request.POST, "name"),
        "stage": typed(request.POST, "stage"),
        "daily": "daily" in request.POST,
    }
    try:
        suite = suggestions.accept(
            dataset=dataset,
            proposals=asked.answer["proposals"],
            kept=kept,
            actor=request.user,
            now=timezone.now(),
            **said,
        )
    except (Refused, Conflict) as refused:
        problems = refused.problems if isinstance(refused, Refused) else {"name": str(refused)}
        return _page(request, dataset, asked, problems=problems, kept=kept, said=said, status=422)
    messages.success(request, f"{suite.name} is there: {len(suite.expectations)} expectations, {suite.stage}.")
    return redirect("suite", dataset.key, suite.pk)


def _page(
    request: HttpRequest, dataset: Dataset, asked: Inquiry | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "web/suggest.html", {"dataset": dataset, "asked": asked, **more}, status=status)
