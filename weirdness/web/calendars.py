"""Calendars: the hours by which clocks run; an administrator makes and changes them."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from weirdness.models import Calendar, Team
from weirdness.routing.business import NINE_TO_FIVE
from weirdness.services import administering, calendars
from weirdness.services.calendars import DAYS, Draft
from weirdness.services.errors import Refused
from weirdness.web.door import typed
from weirdness.web.routing_door import for_administrators, for_triagers


@require_safe
@for_triagers
def index(request: HttpRequest) -> HttpResponse:
    listed = [
        (each, [(day, calendars.hours_text(hours)) for day, hours in zip(DAYS, each.hours, strict=True)])
        for each in Calendar.objects.prefetch_related("teams")
    ]
    shown = {"calendars": listed, "may_change": administering.may_change(request.user), "zone": settings.TIME_ZONE}
    return render(request, "web/calendars.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: HttpRequest) -> HttpResponse:
    return _calendar(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    kept = Calendar.objects.filter(slug=slug).first()
    if kept is None:
        raise Http404
    return _calendar(request, kept)


def _calendar(request: HttpRequest, kept: Calendar | None) -> HttpResponse:
    if request.method != "POST":
        teams = set(kept.teams.values_list("pk", flat=True)) if kept else set()
        return _form(request, kept, _as_kept(kept) if kept else _usual(), teams)
    now, draft = timezone.now(), _typed(request)
    chosen = Team.objects.filter(
        pk__in=[each for each in request.POST.getlist("team") if each.isdecimal() and len(each) < 10]
    )
    if kept and "remove" in request.POST:
        calendars.remove(calendar=kept, actor=request.user, now=now)
        messages.success(request, f"The calendar {kept.name} is removed. Its teams work by the default one.")
        return redirect("calendars")
    try:
        made = calendars.keep(actor=request.user, now=now, draft=draft, of_teams=list(chosen), calendar=kept)
    except Refused as refused:
        return _form(request, kept, draft, {each.pk for each in chosen}, refused.problems, status=422)
    messages.success(request, f"The calendar {made.name} is kept. Clocks that start from now on run by it.")
    return redirect("calendars")


def _usual() -> Draft:
    return Draft("", settings.TIME_ZONE, tuple(calendars.hours_text(day) for day in NINE_TO_FIVE))


def _as_kept(kept: Calendar) -> Draft:
    return Draft(
        kept.name,
        kept.time_zone,
        tuple(calendars.hours_text(day) for day in kept.hours),
        kept.country,
        "\n".join(day.isoformat() for day in kept.free_days),
        kept.is_default,
    )


def _typed(request: HttpRequest) -> Draft:
    data = request.POST
    return Draft(
        name=typed(data, "name"),
        time_zone=typed(data, "time_zone").strip(),
        hours=tuple(typed(data, f"hours_{number}") for number in range(len(DAYS))),
        country=typed(data, "country"),
        free_days=typed(data, "free_days"),
        is_default="is_default" in data,
    )


def _form(
    request: HttpRequest,
    kept: Calendar | None,
    draft: Draft,
    teams: set[int],
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = problems or {}
    week = [
        (day, f"hours_{number}", hours, wrong.get(f"hours_{number}", ""))
        for number, (day, hours) in enumerate(zip(DAYS, draft.hours, strict=True))
    ]
    shown = {
        "calendar": kept,
        "draft": draft,
        "week": week,
        "teams": Team.objects.all(),
        "chosen": teams,
        "problems": wrong,
    }
    return render(request, "web/calendar.html", shown, status=status)
