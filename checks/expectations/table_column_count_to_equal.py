"""The number of columns is known."""

from checks.arguments import WHOLE, labelled, needed
from checks.kind import Kind
from checks.phrase import plain

KIND = Kind(
    name="expect_table_column_count_to_equal",
    arguments={"value": labelled(needed(WHOLE), "Columns")},
    sentence=lambda a: f"There are exactly {plain(a['value'])} columns",
    advice="Ask whoever writes the file which columns were added or dropped.",
    examines=lambda a: [],
)
