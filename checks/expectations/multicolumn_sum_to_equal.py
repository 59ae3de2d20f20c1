"""Some columns add up to a total in each row."""

from checks.arguments import COLUMNS, NUMBER, ROW_MISSING, labelled, needed
from checks.kind import Condition, Kind
from checks.mapped import ROWS
from checks.phrase import mostly, plain, ticks
from checks.sql import left_out, quoted, skip_missing

KIND = Kind(
    name="expect_multicolumn_sum_to_equal",
    arguments={
        "column_list": COLUMNS,
        **ROWS,
        "sum_total": labelled(needed(NUMBER), "Total"),
        "ignore_row_if": ROW_MISSING,
    },
    sentence=lambda a: f"{ticks(a['column_list'])} add up to {plain(a['sum_total'])}{mostly(a)}",
    advice="Look at the rows: one part missing, a rounded value, or another unit?",
    left_out=lambda a: left_out(a, a["column_list"]),
    failing=lambda a: Condition(
        f"NOT coalesce({' + '.join(map(quoted, a['column_list']))} = ?, FALSE) AND {skip_missing(a, a['column_list'])}",
        (a["sum_total"],),
    ),
    needs=("integer", "number"),
    examines=lambda a: a["column_list"],
)
