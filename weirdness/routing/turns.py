"""Turns of a rota: by the wall clock of its zone, so that the hand-over is at the same hour in summer and winter."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Turn:
    """`number` counts from 0 since the rota began. starts, ends: UTC; the end is the next one's start."""

    number: int
    starts: datetime
    ends: datetime

    def place(self, of: int) -> int:
        """Whose turn, among so many places."""
        return self.number % of


def turn_at(now: datetime, *, begins: datetime, days: int, zone: ZoneInfo) -> Turn | None:
    """The turn under way; None before the first. `days`: how long a turn lasts, at least one."""
    if now < begins:
        return None
    passed = (now.astimezone(zone).date() - begins.astimezone(zone).date()).days
    number = passed // days
    if _start(number, begins, days, zone) > now:  # the day of a hand-over, before its hour
        number -= 1
    return Turn(number, _start(number, begins, days, zone), _start(number + 1, begins, days, zone))


def _start(number: int, begins: datetime, days: int, zone: ZoneInfo) -> datetime:
    # On the wall clock first, and only then in UTC; an hour that a night skips is the one after it.
    local = begins.astimezone(zone).replace(tzinfo=None) + timedelta(days=number * days)
    return local.replace(tzinfo=zone).astimezone(UTC)
