"""Small pieces of plain English, and pictures made of letters, that every client can show."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import formats, timezone

BLOCKS = "▁▂▃▄▅▆▇█"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 row`, `2,512 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def moment(at: datetime) -> str:
    """`20 November 2026, 06:00`, in the organisation's zone."""
    return formats.date_format(timezone.localtime(at), "j F Y, H:i")


def day(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "j F Y")


def age(since: datetime, now: datetime) -> str:
    """How long, in the largest unit that says enough: `3 hours`, `12 days`."""
    hours = max(0, int((now - since).total_seconds() // 3600))
    if hours < 1:
        return "less than an hour"
    return counted(hours, "hour") if hours < 48 else counted(hours // 24, "day")


def row_key(key: dict[str, Any]) -> str:
    """`year 2013, month 1, carrier UA`: one failing row, named by its key."""
    return ", ".join(f"{name} {'(empty)' if value in (None, '') else value}" for name, value in key.items())


def share(part: int, whole: int) -> str:
    """A share in percent that never rounds something to nothing, nor nearly all to all."""
    percent = 100 * part / whole
    if 0 < percent < 0.1:
        return "under 0.1 %"
    if 99.9 < percent < 100:
        return "over 99.9 %"
    return f"{percent:.1f} %".replace(".0 %", " %")


def sparkline(shares: Iterable[float]) -> str:
    """One block per number from 0 to 1, scaled to the largest; the lowest block is exactly zero."""
    numbers = list(shares)
    top = max(numbers, default=0.0)
    if top == 0:
        return BLOCKS[0] * len(numbers)
    return "".join(BLOCKS[0] if n == 0 else BLOCKS[max(1, round(n / top * 7))] for n in numbers)
