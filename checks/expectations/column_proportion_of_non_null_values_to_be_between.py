"""The share of filled-in values lies in a range."""

from checks.arguments import COLUMN, SHARE_RANGE
from checks.kind import Kind
from checks.phrase import percent, span, tick

KIND = Kind(
    name="expect_column_proportion_of_non_null_values_to_be_between",
    arguments={"column": COLUMN, **SHARE_RANGE},
    sentence=lambda a: f"The share of filled-in values in {tick(a['column'])} is {span(a, percent)}",
    advice="Look since when the gaps grew, and in which group of rows.",
)
