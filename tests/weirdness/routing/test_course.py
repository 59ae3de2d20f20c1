"""The course of a clock: marks, pauses and other limits, in business time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.weirdness.routing.test_business import USUAL, berlin, calendars, moments
from weirdness.routing import course
from weirdness.routing.business import WorkingTime

HOUR = timedelta(hours=1)
MONDAY = berlin("2026-11-02T09:00")


def test_it_is_due_when_its_limit_is_over_and_late_when_twice_is() -> None:
    began = course.begin(MONDAY, 8 * HOUR, USUAL)
    assert (began.due_at, began.late_at) == (berlin("2026-11-02T17:00"), berlin("2026-11-03T17:00"))
    assert course.marks(began, MONDAY, USUAL) == (0, berlin("2026-11-02T11:00"))
    assert course.marks(began, berlin("2026-11-02T11:00"), USUAL) == (1, berlin("2026-11-02T13:00"))
    assert course.marks(began, berlin("2026-11-02T17:00"), USUAL) == (4, berlin("2026-11-03T11:00"))
    assert course.marks(began, berlin("2026-11-03T17:00"), USUAL) == (8, None)
    assert course.marks(began, berlin("2027-11-03T17:00"), USUAL) == (8, None)


def test_a_pause_moves_the_ends_and_nothing_is_used_meanwhile() -> None:
    began = course.begin(MONDAY, 8 * HOUR, USUAL)
    went_on = course.resumed(began, berlin("2026-11-02T12:00"), berlin("2026-11-05T10:00"), USUAL)
    assert course.used(went_on, berlin("2026-11-05T10:00"), USUAL) == 3 * HOUR
    assert went_on.due_at == berlin("2026-11-05T15:00")


def test_a_shorter_limit_keeps_what_is_used_and_may_be_due_at_once() -> None:
    began = course.begin(MONDAY, 24 * HOUR, USUAL)
    now = berlin("2026-11-03T12:00")  # 11 hours used
    shorter = course.limited(began, 8 * HOUR, now, USUAL)
    assert shorter.due_at == now
    assert course.marks(shorter, now, USUAL)[0] == 5
    longer = course.limited(shorter, 24 * HOUR, now, USUAL)
    assert course.used(longer, now, USUAL) == 11 * HOUR


quarter_hours = st.integers(1, 200).map(lambda n: n * 4 * timedelta(minutes=15))
waits = st.timedeltas(timedelta(0), timedelta(days=40))


@settings(max_examples=100, deadline=None)
@given(calendars(), moments, quarter_hours, waits, waits)
def test_a_pause_uses_nothing(
    working: WorkingTime, now: datetime, limit: timedelta, before: timedelta, pause: timedelta
) -> None:
    began = course.begin(now, limit, working)
    stopped, again = now + before, now + before + pause
    went_on = course.resumed(began, stopped, again, working)
    expected = min(course.used(began, stopped, working), 2 * limit)
    assert min(course.used(went_on, again, working), 2 * limit) == expected


@settings(max_examples=60, deadline=None)
@given(calendars(), moments, quarter_hours)
def test_the_marks_come_one_by_one_and_end_after_eight(working: WorkingTime, now: datetime, limit: timedelta) -> None:
    began, seen, at = course.begin(now, limit, working), [], now
    while True:
        over, following = course.marks(began, at, working)
        seen.append(over)
        if following is None:
            break
        assert following > at
        at = following
    assert seen == list(range(9))
    assert at == began.late_at


def test_it_does_not_matter_in_which_zone_a_moment_is_said() -> None:
    began = course.begin(MONDAY.astimezone(UTC), 8 * HOUR, USUAL)
    assert began == course.begin(MONDAY, 8 * HOUR, USUAL)
