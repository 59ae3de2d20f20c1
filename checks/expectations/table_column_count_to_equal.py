"""The number of columns is known."""

from checks.arguments import WHOLE, needed
from checks.kind import Kind
from checks.phrase import plain

KIND = Kind(
    name="expect_table_column_count_to_equal",
    arguments={"value": needed(WHOLE)},
    sentence=lambda a: f"There are exactly {plain(a['value'])} columns",
    advice="Ask whoever writes the file which columns were added or dropped.",
    examines=lambda a: [],
)
