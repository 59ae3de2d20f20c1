"""The dataset's steward."""

from weirdness.routing.target import Target

KIND = Target(
    name="steward",
    label="the dataset's steward",
    field="",
    whom=lambda rule, dataset: dataset.steward,
    phrase=lambda rule: "the dataset's steward",
    nobody="the dataset has no steward",
    order=50,
)
