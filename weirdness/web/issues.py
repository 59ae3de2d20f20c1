"""The page of an issue, and every verdict: one POST each, the same from a button, a key or the queue."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.web.desk import Desk, show
from weirdness.web.door import signed_in, typed, whole_number
from weirdness.web.issue_facts import facts, visible
from weirdness.web.taking_back import linked, undo_tag
from weirdness.web.verdicts import Done, Said, doing, said_in


@dataclass(frozen=True)
class Refusal:
    """A verdict that was not given: why, and what was typed."""

    verb: str
    said: Said
    status: int
    sentence: str = ""
    problems: dict[str, str] | None = None

    @property
    def typed(self) -> dict[str, Any]:
        return {"verb": self.verb, "typed": self.said, "problems": self.problems or {}}


@require_safe
@signed_in
def issue(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(visible(request.user), pk=number)
    return render(request, "web/issue.html", facts(found, request.user, opened=typed(request.GET, "open")))


@require_POST
@signed_in
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """A verdict, or what else can be done. Refused: where it was given, with the sentence and what was typed."""
    found = get_object_or_404(visible(request.user), pk=number)
    carry_out, said = doing(verb), said_in(request.POST)
    if carry_out is None:
        raise Http404
    try:
        done = carry_out(request, found, said)
    except Refused as refused:
        return _again(request, number, Refusal(verb, said, 422, problems=refused.problems))
    except Conflict as conflict:
        return _again(request, number, Refusal(verb, said, 409, sentence=str(conflict)))
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    _tell(request, number, done)
    return redirect(done.page or _onward(request, number, back=verb == "undo"))


def _tell(request: HttpRequest, number: int, done: Done) -> None:
    tags = undo_tag(number, timezone.now()) if done.undoable else ""
    messages.success(request, linked(done.sentence, done.link or number), extra_tags=tags)


def _again(request: HttpRequest, number: int, refusal: Refusal) -> HttpResponse:
    found = get_object_or_404(visible(request.user), pk=number)
    more: dict[str, Any] = {"conflict": refusal.sentence, "problems": refusal.problems or {}}
    if "queue" in request.POST:
        desk = Desk.said(request.user, typed(request.POST, "queue"))
        more["lost"] = {} if _has_form(facts(found, request.user), refusal.verb) else _words(refusal)
        return show(request, desk, number, refusal.typed, refusal.status, more)
    shown = facts(found, request.user, refusal.typed)
    more["lost"] = {} if _has_form(shown, refusal.verb) else _words(refusal)
    return render(request, "web/issue.html", shown | more, status=refusal.status)


def _has_form(shown: dict[str, Any], verb: str) -> bool:
    """Whether the page still has a form for it, in which what was typed stands."""
    if verb in ("dispute", "reword"):
        return bool(shown["may_dispute"] if verb == "dispute" else shown["may_reword"])
    return any(offer.move.verb == verb for offer in shown["offers"]) or (verb in shown["asides"] and shown["judges"])


def _words(refusal: Refusal) -> dict[str, str]:
    """What a person wrote, as opposed to chose."""
    return {name: text for name, text in refusal.said.items() if name not in ("for", "to", "severity", "fault")}


def _onward(request: HttpRequest, number: int, *, back: bool) -> str:
    """Back to the queue with the next issue in front, when the verdict was given there; else the issue's page.

    What was taken back is in front again.
    """
    if "queue" not in request.POST:
        return reverse("issue", args=[number])
    here = Desk.said(request.user, typed(request.POST, "queue")).here
    front = number if back else whole_number(request.POST, "following")
    return f"{reverse('queue')}?{here}" + (f"&{urlencode({'issue': front})}" if front else "")
