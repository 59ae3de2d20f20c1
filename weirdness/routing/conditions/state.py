"""What the numbers say of the dataset."""

from weirdness.models import Dataset
from weirdness.routing.condition import Choices, Condition


def _choices() -> Choices:
    return [(str(value), str(label)) for value, label in Dataset.State.choices]


KIND = Condition(
    name="state",
    label="State of the dataset",
    hint="As it is when the flag comes.",
    subject="the dataset's state",
    values=lambda facts: (facts.state,) if facts.state else (),
    missing="the dataset has no state yet",
    choices=_choices,
    is_chosen=True,
    of_dataset=True,
    order=80,
)
