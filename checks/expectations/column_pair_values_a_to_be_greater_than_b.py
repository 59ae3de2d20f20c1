"""One column is greater than another in each row."""

from checks.arguments import COLUMN, FLAG, PAIR_MISSING, labelled
from checks.kind import Kind
from checks.mapped import ROWS
from checks.phrase import mostly, tick
from checks.sql import either, left_out

KIND = Kind(
    name="expect_column_pair_values_a_to_be_greater_than_b",
    arguments={
        "column_A": labelled(COLUMN, "First column"),
        "column_B": labelled(COLUMN, "Second column"),
        **ROWS,
        "or_equal": labelled(FLAG, "Equal is right too"),
        "ignore_row_if": PAIR_MISSING,
    },
    sentence=lambda a: (
        f"{tick(a['column_A'])} is greater than {'or equal to ' if a['or_equal'] else ''}"
        f"{tick(a['column_B'])}{mostly(a)}"
    ),
    advice="Look at the rows: two values exchanged, a different unit, or midnight passed in between?",
    left_out=lambda a: left_out(a, [a["column_A"], a["column_B"]]),
    failing=lambda a: either(a, ">=" if a["or_equal"] else ">"),
    examines=lambda a: [a["column_A"], a["column_B"]],
)
