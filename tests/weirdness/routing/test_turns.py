"""Turns of a rota, on the wall clock of its zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weirdness.routing.turns import turn_at

BERLIN = ZoneInfo("Europe/Berlin")
BEGINS = datetime(2026, 3, 16, 9, 0, tzinfo=BERLIN)  # a Monday, in winter time


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "number"),
    [
        ("2026-03-16T09:00", 0),
        ("2026-03-23T08:59", 0),
        ("2026-03-23T09:00", 1),
        ("2026-03-30T08:59", 1),  # summer time has begun the day before
        ("2026-03-30T09:00", 2),
        ("2026-10-26T08:59", 31),  # winter time again
        ("2026-10-26T09:00", 32),
    ],
)
def test_a_turn_is_handed_over_at_the_same_hour_in_summer_and_winter(now: str, number: int) -> None:
    turn = turn_at(berlin(now), begins=BEGINS, days=7, zone=BERLIN)
    assert turn is not None
    assert turn.number == number
    assert turn.starts.astimezone(BERLIN).hour == turn.ends.astimezone(BERLIN).hour == 9


def test_a_turn_over_the_change_to_summer_time_is_an_hour_short() -> None:
    turn = turn_at(berlin("2026-03-25T12:00"), begins=BEGINS, days=7, zone=BERLIN)
    assert turn is not None
    assert turn.ends - turn.starts == timedelta(days=7) - timedelta(hours=1)


def test_before_the_first_turn_nobody_is_on_duty() -> None:
    assert turn_at(BEGINS - timedelta(seconds=1), begins=BEGINS, days=7, zone=BERLIN) is None


def test_people_come_round() -> None:
    places = [turn_at(BEGINS + timedelta(days=n), begins=BEGINS, days=1, zone=BERLIN).place(3) for n in range(7)]
    assert places == [0, 1, 2, 0, 1, 2, 0]


zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo"])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(moments, moments, st.integers(1, 40), zones)
def test_every_moment_lies_in_exactly_one_turn(begins: datetime, now: datetime, days: int, zone: str) -> None:
    turn = turn_at(now, begins=begins, days=days, zone=ZoneInfo(zone))
    if now < begins:
        assert turn is None
        return
    assert turn is not None
    assert turn.starts <= now < turn.ends
    following = turn_at(turn.ends, begins=begins, days=days, zone=ZoneInfo(zone))
    assert following is not None
    assert (following.number, following.starts) == (turn.number + 1, turn.ends)
