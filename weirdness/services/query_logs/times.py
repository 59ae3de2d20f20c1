"""Times as logs write them, and the day of the organisation on which they lie."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

AHEAD = timedelta(minutes=1)  # clocks differ a little
EARLIEST = date(2000, 1, 1)
MINUTE = timedelta(minutes=1)
KEPT = 20_000
# As PostgreSQL reads them by default; those that mean several zones in the world are left out.
OFFSETS = {
    **{"utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3},
    **{"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8},
    **{"hst": -10, "jst": 9, "kst": 9, "awst": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13},
}
_NAMED = re.compile(r"(.*\d)\s*([A-Za-z]{1,5})")
_OFFSET = re.compile(r"(.*\d)\s*([+-]\d\d)(?::?(\d\d))?")
_SINCE_1970 = re.compile(r"(\d{10})(?:\.\d+)?|(\d{13})")


class NoTime(ValueError):
    """This is no time that can be read."""


class Future(ValueError):
    """This has not happened yet."""


class Days:
    """What day a time of a log is, quickly: logs are in order, and a minute is on one day."""

    def __init__(self, zone: tzinfo, now: datetime) -> None:
        self.zone, self.now = zone, now
        self._minutes: dict[str, date] = {}

    def of(self, text: str) -> date:
        """Raises NoTime and Future. A time that names no zone is one of the organisation."""
        if text[16:17] == ":" and "00" <= text[17:19] < "61":
            key = text[:16] + text[19:].lstrip("0123456789.,")
            found = self._minutes.get(key)
            return found if found is not None else self._remember(key, text)
        return self._day(moment_of(text.strip(), self.zone))

    def _remember(self, key: str, text: str) -> date:
        moment = moment_of(text.strip(), self.zone)
        day = self._day(moment)
        if moment + MINUTE <= self.now:
            if len(self._minutes) >= KEPT:
                self._minutes.clear()
            self._minutes[key] = day
        return day

    def _day(self, moment: datetime) -> date:
        if moment > self.now + AHEAD:
            raise Future
        day = moment.astimezone(self.zone).date()
        if day < EARLIEST:
            raise NoTime
        return day


def moment_of(text: str, zone: tzinfo) -> datetime:
    """ISO 8601 and what PostgreSQL writes, a day alone, or seconds or milliseconds since 1970. Raises NoTime."""
    try:
        for reading in (_since_1970, _iso, _with_name, _with_offset):
            if moment := reading(text, zone):
                return moment
    except (ValueError, OverflowError):
        raise NoTime from None
    raise NoTime


def _since_1970(text: str, zone: tzinfo) -> datetime | None:
    found = _SINCE_1970.fullmatch(text)
    return datetime.fromtimestamp(float(text) if found[1] else int(text) / 1000, UTC) if found else None


def _iso(text: str, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _with_name(text: str, zone: tzinfo) -> datetime | None:
    """… CET"""
    found = _NAMED.fullmatch(text)
    if not found:
        return None
    moment, name = datetime.fromisoformat(found[1].strip()), found[2].lower()
    if name == (moment.replace(tzinfo=zone).tzname() or "").lower():
        return moment.replace(tzinfo=zone)
    return moment.replace(tzinfo=timezone(timedelta(hours=OFFSETS[name]))) if name in OFFSETS else None


def _with_offset(text: str, zone: tzinfo) -> datetime | None:
    """… +01, … +0530, with a space before it."""
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    moment, minutes = datetime.fromisoformat(found[1].strip()), int(found[2][1:]) * 60 + int(found[3] or 0)
    return moment.replace(tzinfo=timezone(timedelta(minutes=-minutes if found[2][0] == "-" else minutes)))
