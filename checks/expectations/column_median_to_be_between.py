"""The median of a column lies in a range."""

from checks.arguments import COLUMN, NUMBER_RANGE
from checks.kind import Kind
from checks.phrase import span, tick

KIND = Kind(
    name="expect_column_median_to_be_between",
    arguments={"column": COLUMN, **NUMBER_RANGE},
    sentence=lambda a: f"The median of {tick(a['column'])} is {span(a)}",
    advice="Compare with the last good load: a shifted median means that most rows changed.",
    needs=("integer", "number"),
)
