"""What a dataset should hold: proposals with their reasons, what each finds now, how sure."""

from typing import Any

from weirdness.models import Inquiry
from weirdness.services import runs, suggestions
from weirdness.services.question import Question


def _answer(_inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    return {**found, "proposals": suggestions.told(found["proposals"])}


KIND = Question(
    name="suggest", op="suggest", payload=lambda inquiry: runs.asked_of(inquiry.dataset), answer=_answer, deadline=120
)
