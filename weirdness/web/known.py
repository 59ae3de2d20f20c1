"""What is known for good: all explanations and caveats of a dataset, and the answer to a flag on one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from weirdness.models import Issue
from weirdness.services import convincing, rewording, waivers
from weirdness.services import known as verdicts
from weirdness.web.door import dataset_of, signed_in, typed
from weirdness.web.doubts import doubt
from weirdness.web.issue_facts import visible
from weirdness.web.queue_page import page


@require_safe
@signed_in
def known(request: HttpRequest, key: str) -> HttpResponse:
    """Everything that was explained or accepted, a page at a time; `column` narrows it."""
    dataset, column = dataset_of(request, key), typed(request.GET, "column")[:200]
    found = page(
        verdicts.settled(request.user, dataset, column=column),
        after=typed(request.GET, "after")[:60],
        before=typed(request.GET, "before")[:60],
    )
    now = timezone.now()
    may_triage = waivers.may_waive(dataset, request.user)
    shown = {
        "dataset": dataset,
        "column": column,
        "page": found,
        "issues": marked(verdicts.with_verdicts(found.issues)),
        "may_triage": may_triage,
        "rate": convincing.rate(dataset, now) if may_triage else None,
    }
    return render(request, "web/known.html", shown)


def marked(issues: list[Issue]) -> list[Issue]:
    """The issues with their verdicts, each with `ends_soon` and `is_over` where a date is near or has passed."""
    today = timezone.localdate()
    for issue in issues:
        until = issue.verdict.caveat_until
        issue.is_over = until is not None and until < today
        issue.ends_soon = verdicts.ends_soon(issue.verdict, today) and not issue.is_over
    return issues


@require_safe
@signed_in
def verdict(request: HttpRequest, number: int) -> HttpResponse:
    """What somebody who met an explained or accepted issue is told, with "this does not explain what I see"."""
    issue = get_object_or_404(visible(request.user), pk=number)
    if issue.merged_root_id:
        return redirect("verdict", issue.merged_root_id)
    if not rewording.is_settled(issue):
        raise Http404
    return render(request, "web/verdict.html", {"issue": issue, **doubt(issue, request.user)})
