"""How severe it is when it is flagged."""

from weirdness.models.issue_words import Severity
from weirdness.routing.condition import Choices, Condition


def _choices() -> Choices:
    return [(str(label), str(label)) for label in Severity.labels]


KIND = Condition(
    name="severity",
    label="Severity",
    hint="A person's flag is minor, or major when it blocks a decision; a check says for itself.",
    subject="the severity",
    values=lambda facts: (facts.severity,) if facts.severity else (),
    missing="no severity is known",
    choices=_choices,
    is_chosen=True,
    order=50,
)
