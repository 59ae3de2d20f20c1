"""The standard deviation of a column lies in a range."""

from checks.arguments import COLUMN, NUMBER_RANGE
from checks.kind import Kind
from checks.phrase import span, tick

KIND = Kind(
    name="expect_column_stdev_to_be_between",
    arguments={"column": COLUMN, **NUMBER_RANGE},
    sentence=lambda a: f"The standard deviation of {tick(a['column'])} is {span(a)}",
    advice="A spread that grew points at outliers; one that shrank at repeated or filled-in values.",
    needs=("integer", "number"),
)
