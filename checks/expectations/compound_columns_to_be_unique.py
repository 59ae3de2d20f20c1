"""No combination of some columns occurs twice."""

from checks.arguments import COLUMNS, ROW_MISSING
from checks.kind import Kind
from checks.mapped import ROWS
from checks.phrase import mostly, ticks
from checks.sql import left_out, repeated

KIND = Kind(
    name="expect_compound_columns_to_be_unique",
    arguments={
        "column_list": COLUMNS,
        **ROWS,
        "ignore_row_if": ROW_MISSING,
    },
    sentence=lambda a: f"The combination of {ticks(a['column_list'])} occurs only once{mostly(a)}",
    advice="Look at the repeated rows side by side: loaded twice, or is another column needed?",
    left_out=lambda a: left_out(a, a["column_list"]),
    failing=lambda a: repeated(a),
    examines=lambda a: a["column_list"],
    repeats=True,
)
