"""Which dataset, by its key."""

from weirdness.routing import globs
from weirdness.routing.condition import Condition

KIND = Condition(
    name="dataset",
    label="Dataset",
    hint="Its key, such as nyc/flights. * stands for anything: nyc/* is every dataset of nyc. Several with commas.",
    subject="the dataset",
    values=lambda facts: (facts.dataset,),
    missing="no dataset is named",
    fits=globs.matches,
    accept=globs.accept,
    of_dataset=True,
    order=10,
)
