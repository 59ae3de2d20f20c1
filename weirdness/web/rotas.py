"""Rotas: who is on duty and when it is handed over; an administrator makes and changes them."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from weirdness.models import Person, Rota, Team
from weirdness.services import administering, rotas
from weirdness.services.errors import Refused
from weirdness.services.rotas import Draft
from weirdness.web.door import typed, whole_number
from weirdness.web.routing_door import date_of, for_administrators, for_triagers, one_of, time_of


@require_safe
@for_triagers
def index(request: HttpRequest) -> HttpResponse:
    listed = rotas.all_on_duty(timezone.now())
    return render(request, "web/rotas.html", {"rotas": listed, "may_change": administering.may_change(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: HttpRequest) -> HttpResponse:
    return _rota(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def rota(request: HttpRequest, slug: str) -> HttpResponse:
    kept = Rota.objects.filter(slug=slug).select_related("team").first()
    if kept is None:
        raise Http404
    return _rota(request, kept)


def _rota(request: HttpRequest, kept: Rota | None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, kept, _as_kept(kept) if kept else _empty(request))
    now = timezone.now()
    draft = _typed(request)
    try:
        if kept and "remove" in request.POST:
            rotas.remove(rota=kept, actor=request.user, now=now)
            messages.success(request, f"The rota {kept.name} is removed. New flags go to all of {kept.team}.")
        elif "show" in request.POST:
            return _form(request, kept, draft)
        else:
            made = rotas.keep(actor=request.user, now=now, draft=draft, rota=kept)
            messages.success(request, f"The rota {made.name} is kept.")
    except Refused as refused:
        return _form(request, kept, draft, refused.problems, status=422)
    return redirect("rotas")


def _empty(request: HttpRequest) -> Draft:
    team = one_of(Team, request.GET, "team")
    return Draft("", team, [], timezone.localdate(), time_of({"hour": "09:00"}, "hour"), 7, settings.TIME_ZONE)


def _as_kept(kept: Rota) -> Draft:
    local = kept.begins_at.astimezone(ZoneInfo(kept.time_zone))
    people = [place.person for place in kept.places.select_related("person")]
    return Draft(kept.name, kept.team, people, local.date(), local.time(), kept.turn_days, kept.time_zone)


def _typed(request: HttpRequest) -> Draft:
    data = request.POST
    numbered = [(whole_number(data, name), name.removeprefix("turn-")) for name in data if name.startswith("turn-")]
    order = [int(pk) for number, pk in sorted((n, pk) for n, pk in numbered if n) if pk.isdecimal() and len(pk) < 10]
    found = Person.objects.in_bulk(order)
    return Draft(
        name=typed(data, "name"),
        team=one_of(Team, data, "team"),
        people=[found[pk] for pk in order if pk in found],
        first_day=date_of(data, "first_day"),
        hour=time_of(data, "hour"),
        turn_days=whole_number(data, "turn_days"),
        time_zone=typed(data, "time_zone").strip(),
    )


def _form(
    request: HttpRequest, kept: Rota | None, draft: Draft, problems: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {
        "rota": kept,
        "draft": draft,
        "teams": Team.objects.all(),
        "members": _members(draft),
        "problems": problems or {},
    }
    return render(request, "web/rota.html", shown, status=status)


def _members(draft: Draft) -> list[tuple[Person, int | str]]:
    """Who belongs to the team, each with the number of their turn: those who take turns first."""
    if draft.team is None:
        return []
    places = {person.pk: number for number, person in enumerate(draft.people, start=1)}
    members = draft.team.members.filter(is_active=True).order_by("name")
    return sorted(((each, places.get(each.pk, "")) for each in members), key=lambda pair: pair[1] or 999)
