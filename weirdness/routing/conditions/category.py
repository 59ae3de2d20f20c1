"""What kind of oddity it is."""

from weirdness.models import Category
from weirdness.routing.condition import Choices, Condition


def _choices() -> Choices:
    return list(Category.objects.values_list("slug", "name"))


KIND = Condition(
    name="category",
    label="Category",
    hint="The tile that was chosen.",
    subject="the category",
    values=lambda facts: (facts.category,) if facts.category else (),
    missing="no category is known",
    choices=_choices,
    is_chosen=True,
    order=40,
)
