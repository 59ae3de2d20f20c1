"""What a link in a letter opens: a page that asks one person one thing. Opening it changes nothing, sending it does."""

from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from weirdness.mail import links
from weirdness.mail.links import Answer
from weirdness.models import Comment, Flag, Issue, Person, Subscription
from weirdness.models.moves import BY_VERB
from weirdness.services import deciding, merging
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.web.answer_deeds import DEEDS
from weirdness.web.discussion_facts import written
from weirdness.web.door import to_log_in, typed
from weirdness.web.issue_facts import visible


@never_cache
@csrf_exempt  # the link itself is the secret that another site does not know; mail programs unsubscribe without a page
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    response = _answer(request, token)
    response["Referrer-Policy"] = "no-referrer"  # the address is the secret
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = links.read(token)
    except BadSignature:
        return _no(request, "This link is not whole", "Part of it is missing or changed.", status=404)
    person = Person.objects.filter(pk=link.person, is_active=True).first()
    issue = visible(person).filter(pk=link.issue).first() if person else None
    if person is None or issue is None:
        return _no(request, "This link leads nowhere any more", "What it was about is not there for you.", status=404)
    if request.user.is_authenticated and request.user != person:
        why = f"You are logged in as {request.user.name}, and it was mailed to another person. Use the issue’s page."
        return _no(request, "This link is somebody else’s", why, issue, status=403)
    if timezone.now() > link.until:
        why = f"It was good until {timezone.localtime(link.until):%-d %B %Y}. You can still answer on the issue’s page."
        return _no(request, "This link is too old", why, issue, status=410)
    if DEEDS[link.verb].needs_log_in and not request.user.is_authenticated:
        return to_log_in(request, request.get_full_path())
    return _ask(request, link, issue, person)


def _ask(request: HttpRequest, link: Answer, issue: Issue, person: Person) -> HttpResponse:
    deed = DEEDS[link.verb]
    if over := _over(link, issue, person):
        return _no(request, "Nothing more to answer here", over, issue, status=410)
    if request.method != "POST":
        return _page(request, link, issue, person)
    text = typed(request.POST, deed.field).strip() if deed.field else ""
    try:
        deed.carry(issue, person, timezone.now(), text)
    except Refused as refused:
        return _page(request, link, issue, person, text=text, problem=str(refused), status=422)
    except Conflict as conflict:
        return _no(request, "Somebody was quicker", str(conflict), issue, text=text, status=409)
    except NotAllowed as no:
        return _no(request, "This is not yours to say any more", str(no), issue, text=text, status=403)
    if "List-Unsubscribe" in request.POST:
        return HttpResponse(deed.done, content_type="text/plain; charset=utf-8")
    messages.success(request, deed.done)
    return redirect(request.path)


def _over(link: Answer, issue: Issue, person: Person) -> str:
    """Why there is nothing to answer any more, as a sentence; "" while there is."""
    if link.verb in ("follow", "unfollow"):
        wanted = link.verb == "follow"
        said = Subscription.objects.filter(issue=issue, person=person, wanted=wanted).exists()
        how = "You hear what becomes of it." if wanted else "You hear no more of it."
        return f"{how} You can change that on the issue’s page at any time." if said else ""
    if link.verb in ("same_here", "dispute"):
        kind = Flag.Kind.SAME if link.verb == "same_here" else Flag.Kind.DISPUTE
        said = Flag.objects.filter(merging.flags_here(issue), person=person, kind=kind, at__gte=link.mailed_at)
        return "You have said so; it is kept with the issue." if said.exists() else ""
    return _went_on(link, issue, person)


def _went_on(link: Answer, issue: Issue, person: Person) -> str:
    """A link means the issue as it stood when it was mailed: not a later question, nor a later fix."""
    if issue.state not in BY_VERB[link.verb].sources or issue.state_since > link.mailed_at:
        return f"Issue #{issue.pk} is {issue.get_state_display()} now. {deciding.latest(issue)}"
    if "reporter" not in issue.roles_of(person):
        return "Only who flagged the issue is asked."
    return ""


def _page(
    request: HttpRequest, link: Answer, issue: Issue, person: Person, *, text: str = "", problem: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The issue in short and the form; nothing that the letter did not say."""
    question = Comment.objects.filter(issue=issue, kind=Comment.Kind.QUESTION).last() if link.verb == "reply" else None
    shown: dict[str, Any] = {
        "deed": DEEDS[link.verb],
        "issue": issue,
        "as_person": person,
        "flag": issue.flags.filter(person=person).first(),
        "question": question,
        "asked": written([question], person)[question.pk] if question else "",
        "until": link.until,
        "text": text,
        "problem": problem,
    }
    return render(request, "web/answer.html", shown, status=status)


def _no(
    request: HttpRequest, title: str, why: str, issue: Issue | None = None, *, text: str = "", status: int
) -> HttpResponse:
    return render(
        request, "web/answer_no.html", {"title": title, "why": why, "issue": issue, "text": text}, status=status
    )
