"""Times as logs write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weirdness.services.query_logs.times import Days, Future, NoTime

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-10-30", "2026-10-30"),
        ("2026-10-30 23:30", "2026-10-30"),
        ("2026-10-30 23:30:05.123", "2026-10-30"),
        ("2026-10-30T23:30:00Z", "2026-10-31"),
        ("2026-07-30 22:30:00.5 UTC", "2026-07-31"),
        ("2026-10-30 23:30:01+00", "2026-10-31"),
        ("2026-10-30 18:30:00.25 -0530", "2026-10-31"),
        ("2026-10-30 23:30:00 CET", "2026-10-30"),
        ("2026-07-30 23:30:00 CEST", "2026-07-30"),
        ("2026-07-30 17:30:00.001 EDT", "2026-07-30"),
        ("2026-07-30 18:30:00.001 EDT", "2026-07-31"),
        ("1793401200", "2026-10-31"),
        ("1793401200.5", "2026-10-31"),
        ("1793401200000", "2026-10-31"),
        (" 2026-10-30 12:00:00 ", "2026-10-30"),
    ],
)
def test_a_time_lies_on_a_day_of_the_organisation(text: str, day: str) -> None:
    assert Days(BERLIN, NOW).of(text) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "30.10.2026 12:00", "2026-10-30 12:00:00 XYZ", "12"])
def test_what_is_no_time_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NoTime):
        Days(BERLIN, NOW).of(text)


def test_a_time_before_there_were_logs_is_none() -> None:
    with pytest.raises(NoTime):
        Days(BERLIN, NOW).of("1970-01-01 00:00:00")


def test_a_clock_may_be_a_minute_ahead_and_no_more() -> None:
    days = Days(ZoneInfo("UTC"), NOW)
    assert days.of("2026-11-02 09:00:59") == NOW.date()
    with pytest.raises(Future):
        days.of("2026-11-02 09:01:01")
    assert days.of("2026-11-02 09:01:00") == NOW.date()


@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2026, 10, 1)),
    st.integers(-14 * 4, 14 * 4),
    st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Apia"]),
)
def test_quick_and_slow_agree(moment: datetime, quarters: int, zone: str) -> None:
    offset = timedelta(minutes=15 * quarters)
    sign = "-" if quarters < 0 else "+"
    minutes = abs(15 * quarters)
    days = Days(ZoneInfo(zone), NOW)
    expected = (moment - offset).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
    for _ in range(2):
        assert days.of(f"{moment.isoformat(' ')}{sign}{minutes // 60:02}:{minutes % 60:02}") == expected
