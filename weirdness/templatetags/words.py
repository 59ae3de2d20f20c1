"""How pages say things: moments, numbers, icons. Load with {% load words %}."""

import math
import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from checks.specs import MASK

register = template.Library()
TICKED = re.compile("`([^`]{1,200})`")
LONG_AGO = timedelta(days=60)


@register.simple_tag
def when(at: datetime | None) -> str:
    """`3 hours ago`, with the exact moment for machines and in the tooltip; beyond two months the date."""
    if at is None:
        return "—"
    local, now = timezone.localtime(at), timezone.now()
    exact = f"{local:%-d %B %Y, %H:%M %Z}"
    said = f"{local:%-d %b %Y}" if now - at > LONG_AGO else _ago(at, now)
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), exact, said)


def _ago(at: datetime, now: datetime) -> str:
    if abs(now - at) < timedelta(minutes=1):
        return "just now"
    return f"{timesince(at, now, depth=1)} ago" if at < now else f"in {timesince(now, at, depth=1)}"


@register.filter
def number(value: float | int | None) -> str:
    """Thousands in groups: 336,776."""
    if value is None:
        return "—"
    return f"{value:,}" if isinstance(value, int) or value != int(value) else f"{int(value):,}"


@register.filter
def tenths(value: float | None) -> str:
    return "—" if value is None else f"{value:,.1f}"


@register.filter
def in_percent(share: float) -> str:
    """`93 %`."""
    return f"{100 * share:.0f} %"


@register.filter
def permille(share: float) -> str:
    """A share to the tenth of a percent, rounded down: 79.96 % must not read as the 80 % that is needed."""
    return f"{math.floor(share * 1000 + 1e-9) / 10:.1f}\N{NO-BREAK SPACE}%"


@register.filter
def ticks(text: str) -> SafeString:
    """`column` names between backticks as code; everything is escaped first."""
    return mark_safe(TICKED.sub(r"<code>\1</code>", escape(text)))  # noqa: S308  escaped on this line


@register.simple_tag
def counted(value: int, one: str, many: str = "") -> str:
    """`1 issue`, `2 issues`."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


@register.simple_tag
@lru_cache(256)  # each is parsed and written once
def icon(name: str, size: int = 18) -> SafeString:
    """A lucide icon inline; it only decorates, the words beside it say what is meant."""
    return mark_safe(lucide(name, size=size, aria_hidden="true", focusable="false"))  # noqa: S308  our own names


@register.simple_tag
def tile_icon(name: str) -> SafeString:
    """A category's icon: an administrator names it, so an unknown name is drawn as a question mark."""
    try:
        return icon(name, 22)
    except IconDoesNotExist:
        return icon("circle-question-mark", 22)


@register.filter
def seconds(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:.1f} s" if value < 60 else f"{int(value // 60)} min {int(value % 60)} s"


@register.filter
def seconds_left(value: float) -> str:
    """An estimate is not told to the tenth: `8 seconds`, `3 minutes`."""
    count, unit = (round(value / 60), "minute") if value >= 90 else (max(round(value), 1), "second")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


@register.filter
def of(mapping: dict[str, object], key: str) -> object:
    """The value of a key that a template holds in a variable; "" when it is not there."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def at(values: list[Any], number: int) -> object:
    """The value of this number in a list, counted from 0."""
    return values[number]


@register.filter
def instant(text: str) -> datetime | None:
    """The moment that an ISO 8601 text names, as stored answers hold it; None when it names none."""
    return parse_datetime(text)


@register.filter
def rows_table(answer: dict[str, Any]) -> dict[str, list]:
    """Rows of the engine (checks.Rows as a dict) as <c-table> wants them: columns in the order of the data."""
    head = list(answer["columns"])
    return {"head": head, "body": [[row.get(name) for name in head] for row in answer["rows"]]}


@register.filter
def is_masked(value: object) -> bool:
    """Whether a cell holds the mask of a personal column."""
    return value == MASK
