"""The table has these columns, in this order."""

from checks.arguments import NAMES
from checks.kind import Kind
from checks.phrase import ticks

KIND = Kind(
    name="expect_table_columns_to_match_ordered_list",
    arguments={"column_list": NAMES},
    sentence=lambda a: f"The columns are, in this order, {ticks(a['column_list'])}",
    advice="Ask whoever writes the file which columns were added, dropped, renamed or moved.",
    examines=lambda a: [],
)
