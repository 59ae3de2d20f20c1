"""The first rows of a dataset, personal columns masked."""

from weirdness.services import runs
from weirdness.services.question import Question

KIND = Question(
    name="preview",
    op="preview",
    payload=lambda inquiry: {**runs.asked_of(inquiry.dataset), "limit": int(inquiry.arguments.get("limit", 20))},
)
