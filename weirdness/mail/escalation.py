"""Twice the time of an issue is over: told once to the team's lead."""

from typing import Any

from weirdness.mail import reminder
from weirdness.models import Clock, Notification

REMINDED = "They were reminded when its time was over."
ASKS = {
    Clock.Kind.ACKNOWLEDGE: f"Judge it yourself, or give it to somebody who has the time. {REMINDED}",
    Clock.Kind.RESOLVE: f"Ask them what is in the way, or give it to somebody else. {REMINDED}",
}


def facts(notification: Notification) -> dict[str, Any]:
    """As of a reminder."""
    return reminder.facts(notification) | {"asks": ASKS[notification.context["clock"]]}
