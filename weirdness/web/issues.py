"""The page of an issue, and every verdict: one POST each, the same from a button, a key or the queue."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from weirdness.models import Issue
from weirdness.models.moves import BY_VERB
from weirdness.services import flags, triage
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.web.door import signed_in, typed, whole_number
from weirdness.web.issue_facts import facts, visible

TEXTS = ("explanation", "caveat", "caveat_until", "resolution", "reason", "fault", "into", "question", "reply")


@require_safe
@signed_in
def issue(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(visible(request.user), pk=number)
    return render(request, "web/issue.html", facts(found, request.user))


@require_POST
@signed_in
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """A verdict, `severity` or `same_here`. Refused: the page again, with the sentence and what was typed."""
    found = get_object_or_404(visible(request.user), pk=number)
    said = {name: typed(request.POST, name) for name in TEXTS if typed(request.POST, name).strip()}
    try:
        thanks = _do(request, found, verb, said)
    except Refused as refused:
        return _again(request, number, verb, said, problems=refused.problems, status=422)
    except Conflict as conflict:
        return _again(request, number, verb, said, sentence=str(conflict), status=409)
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    messages.success(request, _linked(thanks, number))
    return redirect(_onward(request, number))


def _linked(sentence: str, number: int) -> SafeString:
    """From the queue the issue is out of sight after its verdict: its number leads back to it."""
    before, mark, after = sentence.partition(f"#{number}")
    return format_html('{}<a href="{}">{}</a>{}', before, reverse("issue", args=[number]), mark, after)


def _do(request: HttpRequest, found: Issue, verb: str, said: dict[str, str]) -> str:
    """Calls the verb; returns what the person is told."""
    if verb == "same_here":
        return _same_here(request, found)
    version = whole_number(request.POST, "version")
    if verb == "severity":
        severity = whole_number(request.POST, "severity") or 0
        done = triage.set_severity(
            issue_id=found.pk, actor=request.user, now=timezone.now(), severity=severity, version=version
        )
        return f"#{found.pk} is {done.get_severity_display()} now."
    if verb not in triage.VERDICTS:
        raise Http404
    done = triage.VERDICTS[verb](
        issue_id=found.pk, actor=request.user, now=timezone.now(), version=version, **_arguments(verb, said)
    )
    return f"#{found.pk} is {done.get_state_display()} now."


def _same_here(request: HttpRequest, found: Issue) -> str:
    sentence = typed(request.POST, "sentence").strip()
    flags.same_here(person=request.user, issue_id=found.pk, now=timezone.now(), sentence=sentence)
    return f"Thank you. You are counted on #{found.pk}, and you will hear what becomes of it."


def _arguments(verb: str, said: dict[str, str]) -> dict[str, Any]:
    """What the verb takes of what was typed: what its move needs, a fault for those that close, else a reason."""
    needs = BY_VERB[verb].needs
    taken: dict[str, Any] = {name: said.get(name, "") for name in needs}
    if "caveat_until" in taken:
        taken["caveat_until"] = _date(taken["caveat_until"])
    if "into" in taken:
        taken["into"] = whole_number({"into": taken["into"].strip().removeprefix("#")}, "into")
    if verb in ("explain", "accept", "close"):
        taken["fault"] = said.get("fault", "")
    elif not needs:
        taken["reason"] = said.get("reason", "")
    return taken


def _date(text: str) -> Any:
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


def _again(
    request: HttpRequest,
    number: int,
    verb: str,
    said: dict[str, str],
    *,
    status: int,
    sentence: str = "",
    problems: dict[str, str] | None = None,
) -> HttpResponse:
    found = get_object_or_404(visible(request.user), pk=number)
    shown = facts(found, request.user, {"verb": verb, "typed": said, "problems": problems or {}})
    offered = any(offer.move.verb == verb for offer in shown["offers"])
    shown |= {"conflict": sentence, "problems": problems or {}, "lost": {} if offered else said}
    return render(request, "web/issue.html", shown, status=status)


def _onward(request: HttpRequest, number: int) -> str:
    """Back to the queue with the next issue in front, when the verdict was given there; else the issue's page."""
    if "queue" not in request.POST:
        return reverse("issue", args=[number])
    filters = QueryDict(typed(request.POST, "queue"))
    kept = {name: filters[name] for name in ("view", "dataset", "severity", "q") if filters.get(name)}
    following = whole_number(request.POST, "following")
    if following:
        kept["issue"] = str(following)
    return f"{reverse('queue')}?{urlencode(kept)}"
