"""Some columns differ from each other in each row."""

from checks.arguments import COLUMNS, ROW_MISSING
from checks.kind import Kind
from checks.mapped import ROWS
from checks.phrase import mostly, ticks
from checks.sql import left_out, pairwise

KIND = Kind(
    name="expect_select_column_values_to_be_unique_within_record",
    arguments={
        "column_list": COLUMNS,
        **ROWS,
        "ignore_row_if": ROW_MISSING,
    },
    sentence=lambda a: f"{ticks(a['column_list'])} differ from each other in every row{mostly(a)}",
    advice="Look whether a value was copied into the neighbouring column.",
    left_out=lambda a: left_out(a, a["column_list"]),
    failing=lambda a: pairwise(a),
    examines=lambda a: a["column_list"],
)
