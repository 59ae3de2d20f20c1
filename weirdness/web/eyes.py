"""Who looked at a dataset and who never did, with a button that asks them; and the answer "I don't use it"."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from weirdness.mail import links
from weirdness.models import Dataset, Look, LookRequest
from weirdness.services import eyes, look_requests
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.web.door import dataset_of, signed_in, typed

GOOD = timedelta(days=60)  # a link "I don't use it", after the letter
MOST = 200  # people that are listed by name


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def eyes_of(request: HttpRequest, key: str) -> HttpResponse:
    about, now = dataset_of(request, key), timezone.now()
    if request.method != "POST":
        return _page(request, about, now)
    if not look_requests.may_ask(about, request.user):
        raise PermissionDenied(f"Asking people to look at {about.key} is for its owner and its data scientists.")
    note = typed(request.POST, "note")
    try:
        made = look_requests.ask(
            dataset=about, people=_chosen(request, about, now), actor=request.user, now=now, note=note
        )
    except Refused as refused:
        return _page(request, about, now, note=note, problem=str(refused), status=422)
    except Conflict as conflict:
        messages.info(request, str(conflict))
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    else:
        names = ", ".join(each.person.name for each in made)
        messages.success(request, f"Asked by mail: {names}. Nobody is asked again about these data within 30 days.")
    return redirect("eyes", about.key)


def _chosen(request: HttpRequest, about: Dataset, now: datetime) -> list[int]:
    """One person, or everybody of a viewpoint."""
    person, viewpoint = typed(request.POST, "person"), typed(request.POST, "viewpoint")
    if viewpoint:
        return [each.person.pk for each in eyes.absent(about, now=now) if each.person.viewpoint.slug == viewpoint]
    return [int(person)] if person.isdecimal() and len(person) < 10 else []


def _page(
    request: HttpRequest, about: Dataset, now: datetime, *, note: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    may_ask = look_requests.may_ask(about, request.user)
    grid, found = eyes.closely(about, now=now)
    shown: dict[str, Any] = {
        "dataset": about,
        "grid": grid,
        "may_ask": may_ask,
        "note": note,
        "problem": problem,
        "longest": look_requests.LONGEST_NOTE,
    }
    return render(request, "web/eyes.html", shown | (_absent(about, found, now) if may_ask else {}), status=status)


def _absent(about: Dataset, found: list[eyes.Absent], now: datetime) -> dict[str, Any]:
    """Those who might look, by viewpoint; `free`: how many of one may be asked now."""
    lines = [
        {"person": each.person, "why": each.why, "asked": each.asked, "again": look_requests.again_from(each.asked)}
        if each.asked and look_requests.again_from(each.asked) > now
        else {"person": each.person, "why": each.why, "asked": each.asked, "again": None}
        for each in found[:MOST]
    ]
    groups = [
        {"viewpoint": viewpoint, "people": people, "free": sum(each["again"] is None for each in people)}
        for viewpoint, people in (
            (viewpoint, list(those)) for viewpoint, those in groupby(lines, lambda each: each["person"].viewpoint)
        )
    ]
    said = LookRequest.objects.filter(dataset=about, declined_at__isnull=False)
    declined = sorted({each.person.name for each in said.select_related("person")[:MOST]})
    return {"groups": groups, "more": len(found) - len(lines), "declined": declined}


@never_cache
@csrf_exempt  # the link itself is the secret that another site does not know (docs/decisions/0008)
@require_http_methods(["GET", "HEAD", "POST"])
def not_mine(request: HttpRequest, token: str) -> HttpResponse:
    """From the letter, without log-in: opening it changes nothing, its button does."""
    response = _not_mine(request, token)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _not_mine(request: HttpRequest, token: str) -> HttpResponse:
    try:
        number, person = links.read_not_mine(token)
    except BadSignature:
        why = "Part of it is missing or changed. Open the link again from the mail, in whole."
        return _no(request, "This link is not whole", why, 404)
    found = LookRequest.objects.filter(pk=number, person=person, person__is_active=True)
    asked = found.select_related("dataset", "person").first()
    if asked is None or asked.dataset.level_of(asked.person) is None:
        return _no(request, "This link leads nowhere any more", "What it was about is not there for you.", 404)
    if request.user.is_authenticated and request.user != asked.person:
        why = f"You are logged in as {request.user.name}, and it was mailed to another person."
        return _no(request, "This link is somebody else’s", why, 403)
    now = timezone.now()
    if now > asked.asked_at + GOOD:
        return _no(request, "This link is too old", "Nobody waits for an answer any more; just ignore the mail.", 410)
    if request.method == "POST":
        look_requests.decline(request_id=asked.pk, person=asked.person, now=now)
        return redirect(request.path)
    looked = Look.objects.counted().filter(dataset=asked.dataset, person=asked.person, at__gt=asked.asked_at).exists()
    return render(request, "web/not_mine.html", {"asked": asked, "dataset": asked.dataset, "looked": looked})


def _no(request: HttpRequest, title: str, why: str, status: int) -> HttpResponse:
    return render(request, "web/not_mine_no.html", {"title": title, "why": why}, status=status)
