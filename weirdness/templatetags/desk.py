"""Words of the triage desk. Load with {% load desk %}."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.utils import timezone

from weirdness.models import State

register = template.Library()
SECONDS = 10.0


@dataclass(frozen=True)
class Undo:
    """A button that takes back what was done to an issue; whole `seconds` are left."""

    number: int
    seconds: int


@register.filter
def undo_of(message: Message) -> Undo | None:
    """The button that a message carries in its tags while its ten seconds last; None without one."""
    words = (message.extra_tags or "").split()
    if len(words) != 3 or words[0] != "undo":
        return None
    left = SECONDS - (timezone.now().timestamp() - float(words[2]))
    return Undo(int(words[1]), round(left)) if left >= 1 else None


@register.filter
def state_name(state: str) -> str:
    """A state in words: needs_info is `needs information`."""
    return str(State(state).label)


@register.filter
def now_cells(pair: dict[str, Any]) -> list[tuple[object, bool]]:
    """The cells of a row as it is now, each with whether it changed (services/questions/rows_now.py)."""
    return list(zip(pair["now"], pair["changed"], strict=True))
