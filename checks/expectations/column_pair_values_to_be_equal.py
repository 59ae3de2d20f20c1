"""Two columns are equal in each row."""

from checks.arguments import COLUMN, SHARE, choice
from checks.kind import Kind
from checks.phrase import mostly, tick
from checks.sql import either

KIND = Kind(
    name="expect_column_pair_values_to_be_equal",
    arguments={
        "column_A": COLUMN,
        "column_B": COLUMN,
        "mostly": SHARE,
        "ignore_row_if": choice("both_values_are_missing", "either_value_is_missing", "neither"),
    },
    sentence=lambda a: f"{tick(a['column_A'])} equals {tick(a['column_B'])}{mostly(a)}",
    advice="Find out which of the two is right, and where the other one comes from.",
    failing=lambda a: either(a, "!="),
    examines=lambda a: [a["column_A"], a["column_B"]],
)
