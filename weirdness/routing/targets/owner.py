"""The dataset's owner."""

from weirdness.routing.target import Target

KIND = Target(
    name="owner",
    label="the dataset's owner",
    field="",
    whom=lambda rule, dataset: dataset.accountable,
    phrase=lambda rule: "the dataset's owner",
    nobody="the dataset has no owner",
    order=40,
)
