"""Saying something beside an issue: a comment, another wording, a preview; earlier remarks; following."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from weirdness import markup
from weirdness.models import Comment, Issue
from weirdness.services import discussion, following
from weirdness.services.discussion import Said
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.reports import Upload
from weirdness.web import discussion_facts as facts_of
from weirdness.web.desk import Desk, show
from weirdness.web.door import signed_in, typed, whole_number
from weirdness.web.issue_facts import facts, visible
from weirdness.web.uploads import uploaded

FILE = "pictures"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def comments(request: HttpRequest, number: int) -> HttpResponse:
    """GET: what was said before `before`, the last of it first in sight. POST: a new comment."""
    issue = get_object_or_404(visible(request.user), pk=number)
    if request.method != "POST":
        return _earlier(request, issue)
    is_internal = "internal" in request.POST
    said = {"text": typed(request.POST, "text"), "internal": is_internal, "to": request.POST.getlist("to")}
    try:
        done = discussion.comment(
            issue_id=issue.pk,
            person=request.user,
            now=timezone.now(),
            text=said["text"],
            internal=is_internal,
            pictures=_pictures(request),
            to=facts_of.chosen(issue, said["to"]),
        )
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    except Refused as refused:
        return _again(request, issue.pk, {"comment": 0, "typed": said, "problems": refused.problems})
    return _onward(request, done, "Your note is there." if is_internal else "Your comment is there.")


@require_POST
@signed_in
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Another wording of one's own comment. A foreign one is not there; of a visible one the page says whose it is."""
    found = Comment.objects.filter(pk=number, issue__in=visible(request.user)).select_related("issue").first()
    if found is None or not Comment.objects.readable_by(request.user, found.issue).filter(pk=number).exists():
        raise Http404
    text = typed(request.POST, "text")
    try:
        done = discussion.edit(comment_id=found.pk, person=request.user, now=timezone.now(), text=text)
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    except Refused as refused:
        said = {"comment": found.pk, "typed": {"text": text}, "problems": refused.problems}
        return _again(request, found.issue_id, said)
    return _onward(request, done, "The new wording is there.")


@require_POST
@signed_in
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """The words as they will stand there; nothing is kept."""
    get_object_or_404(visible(request.user), pk=number)
    text = typed(request.POST, "text")[: discussion.LONGEST]
    html = markup.html(text, facts_of.links(markup.numbers(text), request.user))
    return render(request, "web/parts/comment_preview.html", {"html": html, "is_empty": not text.strip()})


@require_POST
@signed_in
def follow(request: HttpRequest, number: int) -> HttpResponse:
    """`wanted` is 1 or 0."""
    issue = get_object_or_404(visible(request.user), pk=number)
    wanted = typed(request.POST, "wanted") == "1"
    following.follow(issue_id=issue.pk, person=request.user, wanted=wanted)
    says = f"You hear what becomes of #{number}." if wanted else f"You hear no more of #{number}."
    messages.success(request, says)
    return redirect(_address(request, number))


def _earlier(request: HttpRequest, issue: Issue) -> HttpResponse:
    before = whole_number(request.GET, "before")
    found, has_earlier = facts_of.last(issue, judges="triager" in issue.roles_of(request.user), before=before)
    shown: dict[str, Any] = {
        "issue": issue,
        "remarks": facts_of.remarks(found, issue, request.user),
        "earlier_than": found[0].pk if has_earlier else None,
        "before": before,
    }
    return render(request, "web/parts/comment_list.html" if request.htmx else "web/comments.html", shown)


def _pictures(request: HttpRequest) -> list[Upload]:
    """Those of the field that takes several; one that was too large is named by itself."""
    sent = [Upload(each.name or "", each.read()) for each in request.FILES.getlist(FILE)]
    dropped = uploaded(request, FILE) if FILE in getattr(request, "too_large", {}) else None
    return [*sent, dropped] if dropped and dropped.too_large else sent


def _again(request: HttpRequest, number: int, said: dict[str, Any]) -> HttpResponse:
    """The page where it was written, with what was typed and what is wrong with it."""
    issue = get_object_or_404(visible(request.user), pk=number)
    shown = facts(issue, request.user)
    told = {"discussion": shown["discussion"] | facts_of.again(issue, request.user, said)}
    if "queue" in request.POST:
        return show(request, Desk.said(request.user, typed(request.POST, "queue")), number, status=422, more=told)
    return render(request, "web/issue.html", shown | told, status=422)


def _onward(request: HttpRequest, done: Said, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    for each in done.untold:
        messages.warning(request, each)
    return redirect(f"{_address(request, done.comment.issue_id)}#comment-{done.comment.pk}")


def _address(request: HttpRequest, number: int) -> str:
    """Back to where it was written: the queue with the same issue in front, or the issue's page."""
    if "queue" not in request.POST:
        return reverse("issue", args=[number])
    here = Desk.said(request.user, typed(request.POST, "queue")).here
    return f"{reverse('queue')}?{here}&{urlencode({'issue': number})}"
