"""Where the dataset's rows come from."""

from weirdness.models import Source
from weirdness.routing.condition import Choices, Condition


def _choices() -> Choices:
    return list(Source.objects.values_list("slug", "name"))


KIND = Condition(
    name="source",
    label="Source",
    hint="Where its rows come from.",
    subject="the source",
    values=lambda facts: (facts.source,) if facts.source else (),
    missing="no source is known",
    choices=_choices,
    is_chosen=True,
    of_dataset=True,
    order=90,
)
