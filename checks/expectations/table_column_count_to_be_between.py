"""The number of columns lies in a range."""

from checks.arguments import COUNT_RANGE
from checks.kind import Kind
from checks.phrase import span

KIND = Kind(
    name="expect_table_column_count_to_be_between",
    arguments=COUNT_RANGE,
    sentence=lambda a: f"The number of columns is {span(a)}",
    advice="Ask whoever writes the file which columns were added or dropped.",
    examines=lambda a: [],
)
