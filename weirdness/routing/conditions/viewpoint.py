"""Where the person looks from who flagged it."""

from weirdness.models import Viewpoint
from weirdness.routing.condition import Choices, Condition


def _choices() -> Choices:
    return list(Viewpoint.objects.values_list("slug", "name"))


KIND = Condition(
    name="viewpoint",
    label="Viewpoint",
    hint="Of the person who flags it first. A check has none.",
    subject="the reporter's viewpoint",
    values=lambda facts: (facts.viewpoint,) if facts.viewpoint else (),
    missing="no person flagged it",
    choices=_choices,
    is_chosen=True,
    order=70,
)
