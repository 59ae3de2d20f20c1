"""The number of rows is known."""

from checks.arguments import WHOLE, labelled, needed
from checks.kind import Kind
from checks.phrase import plain

KIND = Kind(
    name="expect_table_row_count_to_equal",
    arguments={"value": labelled(needed(WHOLE), "Rows")},
    sentence=lambda a: f"There are exactly {plain(a['value'])} rows",
    advice="Compare with the last good load: was a part missing, or loaded twice?",
    examines=lambda a: [],
)
