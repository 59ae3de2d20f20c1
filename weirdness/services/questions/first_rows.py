"""The first rows of what is not registered yet; columns that sound personal are masked before anything is stored."""

from typing import Any

from checks.specs import MASK
from weirdness.models import Inquiry
from weirdness.services import guess
from weirdness.services.question import Question
from weirdness.services.questions.columns import payload


def _answer(_inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    hidden = [name for name in found["columns"] if guess.personal(name)]
    return {**found, "keys": [], "rows": [{**row, **dict.fromkeys(hidden, MASK)} for row in found["rows"]]}


KIND = Question(
    name="first_rows", op="preview", payload=lambda inquiry: {**payload(inquiry), "limit": 20}, answer=_answer
)
