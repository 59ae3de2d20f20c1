"""Small pieces of plain English, and pictures made of letters, that every client can show."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import formats, timezone

TICKED = re.compile("`([^`]{1,200})`")
BLOCKS = "▁▂▃▄▅▆▇█"


def plain(text: str) -> str:
    """Without the backticks around column names, which only a page turns into code."""
    return TICKED.sub(r"\1", text)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 row`, `2,512 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def moment(at: datetime) -> str:
    """`20 November 2026, 06:00`, in the organisation's zone."""
    return formats.date_format(timezone.localtime(at), "j F Y, H:i")


def weekday(at: datetime) -> str:
    """`Monday 9 November, 17:00`, in the organisation's zone."""
    return formats.date_format(timezone.localtime(at), "l j F, H:i")


def day(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "j F Y")


def age(since: datetime, now: datetime) -> str:
    """How long, in the largest unit that says enough: `3 hours`, `12 days`."""
    hours = max(0, int((now - since).total_seconds() // 3600))
    if hours < 1:
        return "less than an hour"
    return counted(hours, "hour") if hours < 48 else counted(hours // 24, "day")


def row_key(key: dict[str, Any], order: list[str]) -> str:
    """`year 2013, month 1, carrier UA`: one failing row; JSON in the database keeps no order."""
    names = [*(name for name in order if name in key), *(name for name in key if name not in order)]
    return ", ".join(f"{name} {'(empty)' if key[name] in (None, '') else key[name]}" for name in names)


def sparkline(shares: Iterable[float]) -> str:
    """One block per number from 0 to 1, scaled to the largest; the lowest block is exactly zero."""
    numbers = list(shares)
    top = max(numbers, default=0.0)
    if top == 0:
        return BLOCKS[0] * len(numbers)
    return "".join(BLOCKS[0] if n == 0 else BLOCKS[max(1, round(n / top * 7))] for n in numbers)
