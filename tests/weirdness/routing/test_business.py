"""Business time: what a team's hours make of a moment, with summer time, holidays and any calendar at all."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weirdness.routing import business
from weirdness.routing.business import NoHours, WorkingTime

BERLIN = ZoneInfo("Europe/Berlin")
USUAL = WorkingTime(BERLIN, business.week_of(business.NINE_TO_FIVE))
HOUR = timedelta(hours=1)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-02T09:00", 4, "2026-11-02T13:00"),
        ("2026-11-02T09:00", 8, "2026-11-02T17:00"),
        ("2026-11-02T16:00", 2, "2026-11-03T10:00"),
        ("2026-11-02T03:00", 1, "2026-11-02T10:00"),
        ("2026-11-02T20:00", 1, "2026-11-03T10:00"),
        ("2026-11-06T16:00", 2, "2026-11-09T10:00"),  # a Friday
        ("2026-11-07T12:00", 1, "2026-11-09T10:00"),  # a Saturday
        ("2026-03-27T16:00", 2, "2026-03-30T10:00"),  # summer time begins on the Sunday between
        ("2026-10-23T16:00", 2, "2026-10-26T10:00"),  # and ends
        ("2026-11-02T09:00", 24, "2026-11-04T17:00"),
        ("2026-11-02T09:00", 40, "2026-11-06T17:00"),
        ("2026-11-02T09:00", 0, "2026-11-02T09:00"),
    ],
)
def test_hours_are_added_as_the_team_works_them(start: str, hours: int, end: str) -> None:
    assert USUAL.add(berlin(start), hours * HOUR) == berlin(end)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-02T09:00", "2026-11-02T12:00", 3),
        ("2026-11-02T00:00", "2026-11-03T00:00", 8),
        ("2026-11-06T16:00", "2026-11-09T10:00", 2),
        ("2026-11-07T00:00", "2026-11-08T23:00", 0),
        ("2026-11-03T12:00", "2026-11-02T12:00", 0),
        ("2026-03-23T00:00", "2026-04-06T00:00", 80),
    ],
)
def test_only_working_hours_count_between_two_moments(start: str, end: str, hours: int) -> None:
    assert USUAL.between(berlin(start), berlin(end)) == hours * HOUR


def test_a_public_holiday_is_no_working_day_where_it_is_one() -> None:
    german = WorkingTime(BERLIN, USUAL.week, country="DE")
    bavarian = WorkingTime(BERLIN, USUAL.week, country="DE-BY")
    assert not german.spans(date(2026, 12, 25))
    assert german.spans(date(2026, 1, 6))
    assert not bavarian.spans(date(2026, 1, 6))


def test_a_free_day_of_ones_own_is_no_working_day() -> None:
    closed = WorkingTime(BERLIN, USUAL.week, free_days=frozenset({date(2026, 11, 3)}))
    assert closed.add(berlin("2026-11-02T16:00"), 2 * HOUR) == berlin("2026-11-04T10:00")


def test_hours_with_a_break_and_a_night_shift_that_ends_at_midnight() -> None:
    hours = [[["09:00", "12:30"], ["13:30", "17:00"]], [["22:00", "24:00"]], *[[]] * 5]
    odd = WorkingTime(BERLIN, business.week_of(hours))
    assert odd.add(berlin("2026-11-02T12:00"), HOUR) == berlin("2026-11-02T14:00")
    assert odd.add(berlin("2026-11-02T16:30"), HOUR) == berlin("2026-11-03T22:30")
    assert odd.between(berlin("2026-11-03T00:00"), berlin("2026-11-04T00:00")) == 2 * HOUR


def test_an_hour_that_summer_time_skips_is_not_worked() -> None:
    night = WorkingTime(BERLIN, business.week_of([*[[]] * 6, [["01:00", "04:00"]]]))
    assert night.between(berlin("2026-03-29T00:00"), berlin("2026-03-30T00:00")) == 2 * HOUR
    assert night.between(berlin("2026-10-25T00:00"), berlin("2026-10-26T00:00")) == 4 * HOUR
    assert night.between(berlin("2026-11-01T00:00"), berlin("2026-11-02T00:00")) == 3 * HOUR


def test_a_business_day_is_as_long_as_the_days_that_are_worked_are_on_average() -> None:
    assert USUAL.day == 8 * HOUR
    four = WorkingTime(BERLIN, business.week_of([[["09:00", "17:00"]], [["09:00", "13:00"]], *[[]] * 5]))
    assert four.day == 6 * HOUR


def test_a_calendar_in_which_nobody_works_is_told_apart() -> None:
    empty = WorkingTime(BERLIN, business.week_of([[]] * 7))
    with pytest.raises(NoHours):
        empty.add(berlin("2026-11-02T12:00"), HOUR)
    with pytest.raises(NoHours):
        _ = empty.day


@pytest.mark.parametrize("text", ["9", "09:60", "25:00", "24:01", "x:00", "", "9:5", "-1:00", "09:00:00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        business.minutes(text)


@pytest.mark.parametrize(
    ("country", "known"), [("DE", True), ("DE-BY", True), ("US", True), ("DE-XX", False), ("XX", False), ("", False)]
)
def test_a_country_is_known_by_its_code(country: str, known: bool) -> None:
    assert business.is_country(country) is known


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
amounts = st.timedeltas(timedelta(0), timedelta(hours=400))
zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])


@st.composite
def calendars(draw: st.DrawFn) -> WorkingTime:
    """Any week with at least one hour of work."""
    week = [draw(_day()) for _ in range(7)]
    if not any(week):
        week[draw(st.integers(0, 6))] = ((540, 1020),)
    free = draw(st.frozensets(st.dates(date(2024, 1, 1), date(2028, 12, 31)), max_size=10))
    return WorkingTime(ZoneInfo(draw(zones)), tuple(week), draw(st.sampled_from(["", "DE", "US"])), free)


@st.composite
def _day(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    ends = sorted(draw(st.lists(st.integers(0, 1440), max_size=4, unique=True)))
    return tuple(zip(ends[::2], ends[1::2], strict=False))


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, amounts)
def test_the_time_that_was_added_lies_between(working: WorkingTime, moment: datetime, amount: timedelta) -> None:
    end = working.add(moment, amount)
    assert end >= moment
    assert working.between(moment, end) == amount


@settings(max_examples=100, deadline=None)
@given(calendars(), moments, amounts, amounts)
def test_adding_twice_is_adding_the_sum(
    working: WorkingTime, moment: datetime, first: timedelta, second: timedelta
) -> None:
    at_once = working.add(moment, first + second)
    assert working.between(moment, at_once) == working.between(moment, working.add(working.add(moment, first), second))
    assert working.add(working.add(moment, first), second) == at_once or not first or not second


@settings(max_examples=100, deadline=None)
@given(calendars(), moments, st.timedeltas(timedelta(0), timedelta(days=60)), st.floats(0, 1))
def test_the_parts_of_a_stretch_add_up(working: WorkingTime, start: datetime, length: timedelta, part: float) -> None:
    middle, end = start + length * part, start + length
    whole = working.between(start, end)
    assert whole == working.between(start, middle) + working.between(middle, end)
    assert timedelta(0) <= whole <= length
