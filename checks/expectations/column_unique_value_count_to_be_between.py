"""The number of distinct values of a column lies in a range."""

from checks.arguments import COLUMN, COUNT_RANGE
from checks.kind import Kind
from checks.phrase import span, tick

KIND = Kind(
    name="expect_column_unique_value_count_to_be_between",
    arguments={"column": COLUMN, **COUNT_RANGE},
    sentence=lambda a: f"The number of different values of {tick(a['column'])} is {span(a)}",
    advice="Compare the list of values with the last good load: which came, which went?",
)
