"""The course of a clock in business time: how much is used, when the next quarter is over, pausing, another limit.

Everything follows from `late_at`, the moment at which twice the limit is used; so a pause only moves the ends.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from weirdness.routing.business import ZERO, WorkingTime

QUARTERS = 8  # of the limit: twice the limit


@dataclass(frozen=True)
class Course:
    """`limit` is business time; `due_at` is 100 % of it and `late_at` 200 %, for a clock that runs."""

    limit: timedelta
    due_at: datetime
    late_at: datetime


def begin(now: datetime, limit: timedelta, working: WorkingTime) -> Course:
    return Course(limit, working.add(now, limit), working.add(now, 2 * limit))


def used(course: Course, now: datetime, working: WorkingTime) -> timedelta:
    """Business time since it began, without pauses."""
    if now < course.late_at:
        return max(2 * course.limit - working.between(now, course.late_at), ZERO)
    return 2 * course.limit + working.between(course.late_at, now)


def marks(course: Course, now: datetime, working: WorkingTime) -> tuple[int, datetime | None]:
    """How many quarters of the limit are over, 8 at most (4 is due), and when the next will be; None after all 8."""
    gone, quarter = used(course, now, working), course.limit / 4
    over = min(gone // quarter, QUARTERS)
    return over, working.add(now, (over + 1) * quarter - gone) if over < QUARTERS else None


def resumed(course: Course, paused_at: datetime, now: datetime, working: WorkingTime) -> Course:
    """Goes on at `now` with as much left as there was when it was paused."""

    def moved(end: datetime) -> datetime:
        return working.add(now, working.between(paused_at, end)) if paused_at < end else end

    return replace(course, due_at=moved(course.due_at), late_at=moved(course.late_at))


def limited(course: Course, limit: timedelta, now: datetime, working: WorkingTime) -> Course:
    """The same time used, another limit: what is over already is due, or late, at once."""
    gone = used(course, now, working)
    return Course(limit, working.add(now, limit - gone), working.add(now, 2 * limit - gone))
