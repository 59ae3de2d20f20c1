"""The rows of an issue as they are now: a question to the data, asked by the evidence panel or by a button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from weirdness.models import Inquiry
from weirdness.services import inquiries
from weirdness.web.door import signed_in
from weirdness.web.issue_beside import rows_asked
from weirdness.web.issue_facts import visible


@require_POST
@signed_in
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Asks, unless this person asked a moment ago and it did not fail: then that answer is shown."""
    issue = get_object_or_404(visible(request.user), pk=number)
    asked = rows_asked(issue, request.user)
    if asked is None or asked.state == Inquiry.State.FAILED:
        asked = inquiries.ask(
            kind="rows_now", actor=request.user, now=timezone.now(), dataset=issue.dataset, issue=issue
        )
    if not request.htmx:
        return redirect("inquiry", asked.pk)
    return render(request, "web/parts/inquiry.html", {"inquiry": asked, "drawn_by": "web/answers/rows_now.html"})
