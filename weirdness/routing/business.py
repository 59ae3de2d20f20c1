"""Business time: when a team works, in its own zone, with summer time, public holidays and free days of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

Span = tuple[datetime, datetime]
ZERO = timedelta(0)
LONGEST_REST = 366  # days without an hour of work, after which a calendar has none


class NoHours(ValueError):
    """A calendar in which nobody ever works."""


@dataclass(frozen=True)
class WorkingTime:
    """`week`: Monday first, each day's [from, to) in minutes after midnight, in order. `country`: holidays, or ''."""

    zone: ZoneInfo
    week: tuple[tuple[tuple[int, int], ...], ...]
    country: str = ""
    free_days: frozenset[date] = frozenset()

    def is_free(self, day: date) -> bool:
        return day in self.free_days or bool(self.country and day in public_holidays(self.country))

    def spans(self, day: date) -> list[Span]:
        """The day's working hours in UTC, in order. An hour that a night skips is no working time."""
        if self.is_free(day):
            return []
        moments = ((self._at(day, start), self._at(day, end)) for start, end in self.week[day.weekday()])
        return [(start, end) for start, end in moments if start < end]

    def _at(self, day: date, minutes: int) -> datetime:
        midnight = datetime.combine(day + timedelta(days=minutes // 1440), time())
        return (midnight + timedelta(minutes=minutes % 1440)).replace(tzinfo=self.zone).astimezone(UTC)

    @property
    def day(self) -> timedelta:
        """How long a business day is, to the minute: the mean of the days on which anybody works."""
        worked = [sum(end - start for start, end in hours) for hours in self.week if hours]
        if not worked:
            raise NoHours("This calendar has no working hours.")
        return timedelta(minutes=round(sum(worked) / len(worked)))

    def add(self, moment: datetime, amount: timedelta) -> datetime:
        """The moment at which so much business time after `moment` is over; nothing: the moment itself."""
        left = amount
        if left <= ZERO:
            return moment
        for start, end in self._after(moment):
            if end - start >= left:
                return start + left
            left -= end - start
        raise NoHours("This calendar has no working hours.")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Business time from start to end; none when the end comes first."""
        passed = ZERO
        if end <= start:
            return passed
        last = end.astimezone(self.zone).date()
        day = start.astimezone(self.zone).date() - timedelta(days=1)  # whose night shift may still be on
        while day <= last:
            for opens, closes in self.spans(day):
                passed += max(min(closes, end) - max(opens, start), ZERO)
            day += timedelta(days=1)
        return passed

    def _after(self, moment: datetime) -> Iterator[Span]:
        """Working hours from `moment` on, the first one cut; ends after a year of rest."""
        day, rested = moment.astimezone(self.zone).date() - timedelta(days=1), 0
        while rested <= LONGEST_REST:
            open_spans = [(max(opens, moment), closes) for opens, closes in self.spans(day) if closes > moment]
            yield from open_spans
            rested = 0 if open_spans else rested + 1
            day += timedelta(days=1)


@lru_cache(maxsize=64)
def public_holidays(country: str) -> holidays.HolidayBase:
    """Of `DE` or, with its region, `DE-BY`: years are worked out when they are asked for."""
    code, _, region = country.partition("-")
    return holidays.country_holidays(code, subdiv=region or None)


def is_country(country: str) -> bool:
    code, _, region = country.partition("-")
    regions: dict[str, list[str]] = holidays.list_supported_countries()
    return code in regions and (not region or region in regions[code])


def minutes(text: str) -> int:
    """`09:30` → 570; `24:00` is the end of the day. Raises ValueError."""
    hour, mark, minute = text.strip().partition(":")
    if not (mark and hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2):
        raise ValueError(text)
    after_midnight = int(hour) * 60 + int(minute)
    if int(minute) > 59 or after_midnight > 1440:
        raise ValueError(text)
    return after_midnight


def week_of(hours: Sequence[Sequence[Sequence[str]]]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Seven lists of ["09:00", "17:00"], as a calendar keeps them, Monday first."""
    return tuple(tuple((minutes(start), minutes(end)) for start, end in day) for day in hours)


NINE_TO_FIVE: list[list[list[str]]] = [[["09:00", "17:00"]]] * 5 + [[]] * 2
