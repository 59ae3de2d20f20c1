"""The sum of a column lies in a range."""

from checks.arguments import COLUMN, NUMBER_RANGE
from checks.kind import Kind
from checks.phrase import span, tick

KIND = Kind(
    name="expect_column_sum_to_be_between",
    arguments={"column": COLUMN, **NUMBER_RANGE},
    sentence=lambda a: f"The sum of {tick(a['column'])} is {span(a)}",
    advice="Look for rows that are missing or loaded twice.",
    needs=("integer", "number"),
)
