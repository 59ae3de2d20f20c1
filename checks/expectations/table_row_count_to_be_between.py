"""The number of rows lies in a range."""

from checks.arguments import COUNT_RANGE
from checks.kind import Kind
from checks.phrase import span

KIND = Kind(
    name="expect_table_row_count_to_be_between",
    arguments=COUNT_RANGE,
    sentence=lambda a: f"The number of rows is {span(a)}",
    advice="Compare with the last good load: was a part missing, or loaded twice?",
    examines=lambda a: [],
)
