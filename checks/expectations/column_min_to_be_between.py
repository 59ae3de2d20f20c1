"""The smallest of a column lies in a range."""

from checks.arguments import COLUMN, RANGE
from checks.kind import Kind
from checks.phrase import span, tick

KIND = Kind(
    name="expect_column_min_to_be_between",
    arguments={"column": COLUMN, **RANGE},
    sentence=lambda a: f"The smallest {tick(a['column'])} is {span(a)}",
    advice="Sort the column upwards and look at the first rows.",
    needs=("integer", "number", "date", "datetime"),
)
