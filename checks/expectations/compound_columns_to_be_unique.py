"""No combination of some columns occurs twice."""

from checks.arguments import COLUMNS, MOSTLY, ROW_MISSING
from checks.kind import Kind
from checks.phrase import mostly, ticks
from checks.sql import repeated

KIND = Kind(
    name="expect_compound_columns_to_be_unique",
    arguments={
        "column_list": COLUMNS,
        "mostly": MOSTLY,
        "ignore_row_if": ROW_MISSING,
    },
    sentence=lambda a: f"The combination of {ticks(a['column_list'])} occurs only once{mostly(a)}",
    advice="Look at the repeated rows side by side: loaded twice, or is another column needed?",
    failing=lambda a: repeated(a),
    examines=lambda a: a["column_list"],
)
