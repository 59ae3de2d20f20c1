"""What estimates start from will be another from tomorrow on: told to administrators before it holds."""

from typing import Any

from weirdness.confidence import DiscoveryCurve
from weirdness.confidence import Prior as Start
from weirdness.mail import links, words
from weirdness.models import Notification, Prior

USES = 100


def facts(notification: Notification) -> dict[str, Any]:
    """Context: prior (its version)."""
    prior = Prior.objects.select_related("by").get(version=notification.context["prior"])
    said = DiscoveryCurve([], 0, Start.from_json(prior.content)).forecast(USES)
    return {
        "version": prior.version,
        "by": prior.by.name if prior.by else "",
        "from_day": words.day(prior.in_force_from),
        "reason": prior.reason,
        "uses": USES,
        "expected": f"{said.mean:.1f}",
        "low": int(said.low),
        "high": int(said.high),
        "calibration_url": links.calibration(),
    }
