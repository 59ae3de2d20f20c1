"""The triage queue: the list in score order on the left, the evidence on the right, worked from the keyboard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from weirdness.models import Issue
from weirdness.services import deciding
from weirdness.web.desk import Desk, show
from weirdness.web.door import signed_in, typed, whole_number

SHOWN = 1000  # characters of numbers that a page says it shows


@require_safe
@signed_in
def queue(request: HttpRequest) -> HttpResponse:
    return show(request, Desk.of(request.user, request.GET), whole_number(request.GET, "issue"))


@require_safe
@signed_in
@cache_control(private=True, no_cache=True)
@conditional_page
def news(request: HttpRequest) -> HttpResponse:
    """What changed since the page was drawn: counts, new issues in its part of the list, and the one in front."""
    desk = Desk.of(request.user, request.GET)
    shown = set(typed(request.GET, "shown")[:SHOWN].split("."))
    fresh = [number for number in desk.numbers() if str(number) not in shown]
    looking = typed(request.GET, "looking").partition(".")[0]
    facts = {"tabs": desk.tabs(), "fresh": len(fresh), "here": desk.here, "moved": _moved(request)}
    facts["looking"] = looking if looking.isdecimal() else ""
    return render(request, "web/parts/queue_news.html", facts)


def _moved(request: HttpRequest) -> dict[str, object] | None:
    """What somebody else did to the issue in front; `looking` is its number and version as `12.3`."""
    number, _, version = typed(request.GET, "looking").partition(".")
    if not (number.isdecimal() and version.isdecimal() and len(number) < 10):
        return None
    issue = Issue.objects.visible_to(request.user).filter(pk=int(number)).first()
    if issue is None or str(issue.version) == version:
        return None
    return {"issue": issue, "sentence": deciding.latest(issue)}
