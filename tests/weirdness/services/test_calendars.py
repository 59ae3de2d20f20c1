"""Keeping calendars: what is typed, what is refused, and whose hours count."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.cast import NOW, Cast
from weirdness.models import Calendar, Event
from weirdness.services import calendars
from weirdness.services.calendars import Draft
from weirdness.services.errors import NotAllowed, Refused

WEEK = ("09:00-17:00",) * 5 + ("", "")


def calendar(cast: Cast, name: str = "Berlin", *, teams: tuple[object, ...] = (), **more: object) -> Calendar:
    said = {"time_zone": "Europe/Berlin", "hours": WEEK} | more
    return calendars.keep(actor=cast.administrator, now=NOW, draft=Draft(name, **said), of_teams=teams)


def test_what_is_typed_is_kept_and_can_be_typed_again(cast: Cast) -> None:
    kept = calendar(
        cast,
        hours=("9:00–12:30, 13:30-17:00", *WEEK[1:]),
        country="de-by",
        free_days="2026-12-24\n2026-12-31, 2026-12-24",
    )
    assert kept.hours[0] == [["09:00", "12:30"], ["13:30", "17:00"]]
    assert calendars.hours_text(kept.hours[0]) == "09:00-12:30, 13:30-17:00"
    assert (kept.country, kept.free_days) == ("DE-BY", [date(2026, 12, 24), date(2026, 12, 31)])
    assert calendars.working_time(kept).is_free(date(2026, 12, 24))
    assert Event.objects.get(verb="calendar_changed").after == "Berlin"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"time_zone": "Berlin"}, "time_zone"),
        ({"country": "Atlantis"}, "country"),
        ({"free_days": "24.12.2026"}, "free_days"),
        ({"free_days": "2026-02-30"}, "free_days"),
        ({"hours": ("17:00-09:00", *WEEK[1:])}, "hours_0"),
        ({"hours": (*WEEK[:6], "all day")}, "hours_6"),
        ({"hours": ("09:00-12:00, 11:00-17:00", *WEEK[1:])}, "hours_0"),
        ({"hours": ("09:00", *WEEK[1:])}, "hours_0"),
        ({"hours": ("09:00-10:00-11:00", *WEEK[1:])}, "hours_0"),
        ({"hours": ("",) * 7}, "hours_0"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_beside_its_field(cast: Cast, said: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        calendar(cast, **({"name": "Berlin"} | said))
    assert list(refused.value.problems) == [field]
    assert not Calendar.objects.exists()


def test_a_team_has_its_own_calendar_else_the_default_else_nine_to_five(cast: Cast) -> None:
    assert calendars.of_team(cast.scientists).zone == ZoneInfo("UTC")
    calendar(cast, "Everybody", time_zone="Asia/Kolkata", is_default=True)
    assert calendars.of_team(cast.scientists).zone == ZoneInfo("Asia/Kolkata")
    calendar(cast, "Berlin", teams=(cast.scientists,))
    assert calendars.of_team(cast.scientists).zone == ZoneInfo("Europe/Berlin")
    assert calendars.of_team(cast.readers).zone == ZoneInfo("Asia/Kolkata")


def test_one_calendar_is_the_default_and_a_team_has_one(cast: Cast) -> None:
    first = calendar(cast, "First", is_default=True, teams=(cast.scientists,))
    second = calendar(cast, "Second", is_default=True, teams=(cast.scientists,))
    first.refresh_from_db()
    assert (first.is_default, list(first.teams.all())) == (False, [])
    assert list(second.teams.all()) == [cast.scientists]


def test_work_counts_by_the_team_that_answers_for_it(cast: Cast) -> None:
    calendar(cast, "Berlin", teams=(cast.scientists,))
    calendar(cast, "Tokyo", teams=(cast.readers,), time_zone="Asia/Tokyo")
    zones = [
        calendars.for_work(cast.dataset, who).zone.key
        for who in (None, cast.scientists, cast.scientist, cast.bench, cast.owner)
    ]
    assert zones == ["Europe/Berlin"] * 3 + ["Asia/Tokyo", "Europe/Berlin"]


def test_calendars_are_kept_by_administrators(cast: Cast) -> None:
    kept = calendar(cast)
    with pytest.raises(NotAllowed):
        calendars.keep(actor=cast.scientist, now=NOW, draft=Draft("Mine", "UTC", WEEK))
    with pytest.raises(NotAllowed):
        calendars.remove(calendar=kept, actor=cast.scientist, now=NOW)
    calendars.remove(calendar=kept, actor=cast.administrator, now=NOW + timedelta(days=1))
    assert not Calendar.objects.exists()
