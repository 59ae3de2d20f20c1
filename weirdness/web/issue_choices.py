"""The long lists of an issue's small forms, looked up only when such a form is opened: to whom, and same as which."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from weirdness.models import Issue
from weirdness.services import look_alikes
from weirdness.web.door import signed_in
from weirdness.web.issue_facts import visible, with_whom
from weirdness.web.takers import takers

PARTS = {
    "assign": "web/parts/move_to.html",
    "merge": "web/parts/move_near.html",
    "tell": "web/parts/comment_to.html",
}


@require_safe
@signed_in
def choices(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """What a form of this name offers; without script the issue's page with that form open."""
    issue = get_object_or_404(visible(request.user), pk=number)
    if form not in PARTS:
        raise Http404
    if not request.htmx:
        return redirect(f"{reverse('issue', args=[number])}?open={form}")
    return render(request, PARTS[form], {"issue": issue} | _offered(request, issue, form))


def _offered(request: HttpRequest, issue: Issue, form: str) -> dict[str, Any]:
    if form == "merge":
        return {"near": look_alikes.near_issue(issue, request.user)}
    return {"takers": takers(issue), "taken": with_whom(issue)}
