"""From an issue to a check: proposals with what they find now, and one click that adds one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from weirdness.models import Inquiry, Issue
from weirdness.services import alike as rows_alike
from weirdness.services import inquiries, promotions
from weirdness.services.errors import NotAllowed, Refused
from weirdness.web.door import signed_in, typed, whole_number
from weirdness.web.inquiries import named
from weirdness.web.issue_facts import visible

FORGOTTEN = "What was seen of the data is forgotten after a day. Please ask again."


def _triaged(request: HttpRequest, number: int) -> Issue:
    """The issue, for who may promote it; else a 404, or 403 for who may see it."""
    found = get_object_or_404(visible(request.user), pk=number)
    if not promotions.may_promote(found, request.user):
        raise PermissionDenied(
            f"Making checks of #{found.pk} is for those who triage {found.dataset.key} ({found.dataset.triage_team})."
        )
    return found


def _ask(request: HttpRequest, kind: str, issue: Issue, **arguments: Any) -> Inquiry:
    who = {"actor": request.user, "now": timezone.now()}
    return inquiries.ask(kind=kind, dataset=issue.dataset, issue=issue, **who, **arguments)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def promote(request: HttpRequest, number: int) -> HttpResponse:
    """POST: proposes checks; with `at` and `asked` adds one, when the data agree. GET shows what came of it."""
    issue = _triaged(request, number)
    page = reverse("promote", args=[issue.pk])
    if request.method != "POST":
        return _shown(request, issue)
    if "at" not in request.POST:
        return redirect(f"{page}?asked={_ask(request, 'promote', issue).pk}")
    expectation = _chosen(request, issue)
    if expectation is None:
        messages.info(request, FORGOTTEN)
        return redirect(page)
    stage = "shadow" if typed(request.POST, "stage") == "shadow" else "live"
    asked = whole_number(request.POST, "asked")
    guard = _ask(request, "guard", issue, expectation=expectation, stage=stage, asked=asked)
    return redirect(f"{page}?guard={guard.pk}")


def _chosen(request: HttpRequest, issue: Issue) -> dict[str, Any] | None:
    """The expectation that was clicked: of the proposals, or of what finds rows like the reported ones."""
    asked = Inquiry.objects.of(request.user).filter(
        pk=whole_number(request.POST, "asked") or 0, issue=issue, state=Inquiry.State.ANSWERED
    )
    found, at = asked.filter(kind__in=["promote", "alike"]).first(), whole_number(request.POST, "at")
    if found is None or at is None:
        return None
    if found.kind == "promote":
        return next((each["expectation"] for each in found.answer["proposals"] if each["at"] == at), None)
    return found.answer["detectors"][at]["expectation"] if at < len(found.answer["detectors"]) else None


def _shown(request: HttpRequest, issue: Issue) -> HttpResponse:
    guard = _named(request, "guard", issue, "guard")
    if guard and guard.state == Inquiry.State.ANSWERED:
        messages.success(request, _thanks(issue, guard))
        return redirect("issue", issue.pk)
    asked = _named(request, "asked", issue, "promote") or _before(request, guard)
    waits = any(each and each.state == Inquiry.State.WAITING for each in (guard, asked))
    shown = {"issue": issue, "asked": asked, "guard": guard, "waits": waits, "same_as": _same_as(request, issue, guard)}
    return render(request, "web/promote.html", shown)


def _same_as(request: HttpRequest, issue: Issue, guard: Inquiry | None) -> Issue | None:
    """The issue that a refused check belongs to, when the two may be merged by this person."""
    if guard is None or guard.state != Inquiry.State.FAILED:
        return None
    if not any(move.verb == "merge" for move in issue.moves_for(request.user)):
        return None
    return visible(request.user).filter(pk=promotions.keeper(issue, guard.arguments["expectation"]) or 0).first()


def _named(request: HttpRequest, name: str, issue: Issue, kind: str) -> Inquiry | None:
    number = whole_number(request.GET, name) or 0
    return Inquiry.objects.of(request.user).filter(pk=number, kind=kind, issue=issue).first()


def _before(request: HttpRequest, guard: Inquiry | None) -> Inquiry | None:
    """The proposals from which a refused one was chosen."""
    number = guard.arguments["asked"] if guard else 0
    return Inquiry.objects.of(request.user).filter(pk=number, kind="promote").first()


def _thanks(issue: Issue, guard: Inquiry) -> str:
    suite, sentence = guard.answer["suite"], guard.answer["sentence"].replace("`", "")
    if guard.arguments["stage"] == "shadow":
        return f"“{sentence}” is tried out in the suite {suite}: it tells nobody until you make it live."
    return f"The suite {suite} asks from now on: “{sentence}”. #{issue.pk} is guarded."


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def alike(request: HttpRequest, number: int) -> HttpResponse:
    """POST: looks for rows like the reported ones; with `asked`, confirms the ticked rows. GET shows them."""
    issue = _triaged(request, number)
    if request.method != "POST":
        asked = named(request, "alike", issue=issue)
        return render(request, "web/alike.html", {"issue": issue, "asked": asked})
    if "asked" not in request.POST:
        return redirect(f"{reverse('alike', args=[issue.pk])}?asked={_ask(request, 'alike', issue).pk}")
    found = Inquiry.objects.of(request.user).filter(kind="alike", issue=issue, state=Inquiry.State.ANSWERED)
    asked = found.filter(pk=whole_number(request.POST, "asked") or 0).first()
    if asked is None:
        messages.info(request, FORGOTTEN)
        return redirect("alike", issue.pk)
    return _confirm(request, issue, asked)


def _confirm(request: HttpRequest, issue: Issue, asked: Inquiry) -> HttpResponse:
    ticked = set(request.POST.getlist("row"))
    offered = {f"m{at}": each["key"] for at, each in enumerate(asked.answer["more"])}
    offered |= {f"n{at}": each["key"] for at, each in enumerate(asked.answer["ask_next"])}
    keys = [key for name, key in offered.items() if name in ticked]
    try:
        rows_alike.confirm(issue_id=issue.pk, keys=keys, actor=request.user, now=timezone.now())
    except NotAllowed as no:
        raise Http404 from no
    except Refused as refused:
        shown = {"issue": issue, "asked": asked, "problems": refused.problems}
        return render(request, "web/alike.html", shown, status=422)
    messages.success(request, "Thank you. The rows are evidence now, and the next look will know them.")
    return redirect("issue", issue.pk)
