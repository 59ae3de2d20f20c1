"""The number of columns lies in a range."""

from checks.arguments import COUNT_RANGE
from checks.kind import Kind
from checks.phrase import span

KIND = Kind(
    name="expect_table_column_count_to_be_between",
    # Great Expectations knows no strict ends here.
    arguments={name: COUNT_RANGE[name] for name in ("min_value", "max_value")},
    sentence=lambda a: f"The number of columns is {span(a)}",
    advice="Ask whoever writes the file which columns were added or dropped.",
    examines=lambda a: [],
)
