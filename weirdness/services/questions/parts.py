"""The files that a path with * stands for, in order. `arguments`: location, format."""

from typing import Any

from weirdness.models import Inquiry
from weirdness.services.question import Question
from weirdness.services.questions.columns import payload


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    return {"source": payload(inquiry)["source"], "path": inquiry.arguments["location"]}


KIND = Question(name="parts", op="browse", payload=_payload, deadline=30)
