"""The largest of a column lies in a range."""

from checks.arguments import COLUMN, RANGE
from checks.kind import Kind
from checks.phrase import span, tick

KIND = Kind(
    name="expect_column_max_to_be_between",
    arguments={"column": COLUMN, **RANGE},
    sentence=lambda a: f"The largest {tick(a['column'])} is {span(a)}",
    advice="Sort the column downwards and look at the first rows.",
    needs=("integer", "number", "date", "datetime"),
)
