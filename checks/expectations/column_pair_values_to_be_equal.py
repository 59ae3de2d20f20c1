"""Two columns are equal in each row."""

from checks.arguments import COLUMN, PAIR_MISSING, labelled
from checks.kind import Kind
from checks.mapped import ROWS
from checks.phrase import mostly, tick
from checks.sql import either, left_out

KIND = Kind(
    name="expect_column_pair_values_to_be_equal",
    arguments={
        "column_A": labelled(COLUMN, "First column"),
        "column_B": labelled(COLUMN, "Second column"),
        **ROWS,
        "ignore_row_if": PAIR_MISSING,
    },
    sentence=lambda a: f"{tick(a['column_A'])} equals {tick(a['column_B'])}{mostly(a)}",
    advice="Find out which of the two is right, and where the other one comes from.",
    left_out=lambda a: left_out(a, [a["column_A"], a["column_B"]]),
    failing=lambda a: either(a, "="),
    examines=lambda a: [a["column_A"], a["column_B"]],
)
