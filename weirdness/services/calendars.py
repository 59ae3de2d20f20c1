"""Calendars: the hours that a team works, and keeping them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.text import slugify

from weirdness.models import Calendar, Dataset, Person, Team
from weirdness.routing import business
from weirdness.routing.business import WorkingTime
from weirdness.services import administering, events, teams
from weirdness.services.errors import Refused

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def for_work(dataset: Dataset, who: Person | Team | None) -> WorkingTime:
    """The hours by which work on this dataset is measured while it is with `who`."""
    return of_team(teams.answers_for(dataset, who))


def of_team(team: Team) -> WorkingTime:
    """Its own calendar, else the default one, else Monday to Friday, 9 to 17, in the organisation's zone."""
    own = Q(teams=team)
    found = list(Calendar.objects.filter(own | Q(is_default=True)).order_by("is_default", "pk").distinct())
    mine = [each for each in found if not each.is_default] or found
    return working_time(mine[0]) if mine else usual()


def working_time(calendar: Calendar) -> WorkingTime:
    return WorkingTime(
        ZoneInfo(calendar.time_zone),
        business.week_of(calendar.hours),
        calendar.country,
        frozenset(calendar.free_days),
    )


def usual() -> WorkingTime:
    return WorkingTime(ZoneInfo(settings.TIME_ZONE), business.week_of(business.NINE_TO_FIVE))


@dataclass(frozen=True)
class Draft:
    """As typed. hours: seven texts such as `09:00-12:30, 13:30-17:00`, Monday first, empty for a day off."""

    name: str
    time_zone: str
    hours: tuple[str, ...]
    country: str = ""
    free_days: str = ""
    is_default: bool = False


@transaction.atomic
def keep(
    *, actor: Person, now: datetime, draft: Draft, of_teams: Sequence[Team] = (), calendar: Calendar | None = None
) -> Calendar:
    """A new calendar, or a change of one. Clocks that run keep their ends until their issue changes."""
    administering.guard(actor, "Calendars are kept by administrators.")
    others = Calendar.objects.exclude(pk=calendar.pk) if calendar else Calendar.objects.all()
    hours, free_days = _accept(draft, others)
    kept = calendar or Calendar(slug=administering.free_slug(slugify(draft.name)[:40] or "calendar", others))
    kept.name, kept.time_zone, kept.hours = draft.name.strip(), draft.time_zone, hours
    kept.country, kept.free_days, kept.is_default = draft.country.strip().upper(), free_days, draft.is_default
    if kept.is_default:
        others.filter(is_default=True).update(is_default=False)
    kept.save()
    for other in others.filter(teams__in=of_teams).distinct():
        other.teams.remove(*of_teams)
    kept.teams.set(of_teams)
    events.record(
        verb="calendar_changed", actor=actor, now=now, after=kept.name[:40], data={"calendar": kept.pk, "hours": hours}
    )
    return kept


def _accept(draft: Draft, others: QuerySet[Calendar]) -> tuple[list[list[list[str]]], list[date]]:
    problems: dict[str, str] = {"name": administering.name_problem(draft.name, others, "calendar")}
    if draft.time_zone not in available_timezones():
        problems["time_zone"] = "There is no such time zone. Write one such as Europe/Berlin or UTC."
    if draft.country.strip() and not business.is_country(draft.country.strip().upper()):
        problems["country"] = "We know no holidays of it. Write a country such as DE or US, or a region such as DE-BY."
    hours, wrong = _read_week(draft.hours)
    free_days, odd = _read_days(draft.free_days)
    if odd:
        problems["free_days"] = f"{odd} is no date. Write days such as 2026-12-24, one a line."
    if found := {name: text for name, text in (problems | wrong).items() if text}:
        raise Refused(**found)
    return hours, free_days


def _read_week(texts: Sequence[str]) -> tuple[list[list[list[str]]], dict[str, str]]:
    week, problems = [], {}
    for number, text in enumerate(texts):
        try:
            week.append(_read_day(text))
        except ValueError:
            problems[f"hours_{number}"] = (
                f"{DAYS[number]}: write hours such as 09:00-17:00, or 09:00-12:30, 13:30-17:00 with a break, "
                "in order; leave it empty for a day off."
            )
    if not problems and not any(week):
        problems["hours_0"] = "Nobody ever works in this calendar. Give at least one day its hours."
    return week, problems


def _read_day(text: str) -> list[list[str]]:
    spans = [part.replace("–", "-").split("-") for part in text.split(",") if part.strip()]
    ends: list[int] = []
    for start, end in spans:
        ends += [business.minutes(start), business.minutes(end)]
    if any(later <= earlier for earlier, later in zip(ends[::2], ends[1::2], strict=True)) or ends != sorted(ends):
        raise ValueError(text)
    return [[_clock(a), _clock(b)] for a, b in zip(ends[::2], ends[1::2], strict=True)]


def _clock(after_midnight: int) -> str:
    return f"{after_midnight // 60:02}:{after_midnight % 60:02}"


def _read_days(text: str) -> tuple[list[date], str]:
    days: list[date] = []
    for word in text.replace(",", " ").split():
        try:
            day = parse_date(word)
        except ValueError:
            day = None
        if day is None:
            return [], word[:40]
        days.append(day)
    return sorted(set(days)), ""


def hours_text(day: Sequence[Sequence[str]]) -> str:
    """`09:00-12:30, 13:30-17:00`: as a day is typed."""
    return ", ".join("-".join(span) for span in day)


@transaction.atomic
def remove(*, calendar: Calendar, actor: Person, now: datetime) -> None:
    administering.guard(actor, "Calendars are kept by administrators.")
    events.record(verb="calendar_changed", actor=actor, now=now, after=calendar.name[:40], reason="removed")
    calendar.delete()
