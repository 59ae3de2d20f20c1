"""One column is greater than another in each row."""

from checks.arguments import COLUMN, FLAG, SHARE, choice
from checks.kind import Kind
from checks.phrase import mostly, tick
from checks.sql import either

KIND = Kind(
    name="expect_column_pair_values_a_to_be_greater_than_b",
    arguments={
        "column_A": COLUMN,
        "column_B": COLUMN,
        "mostly": SHARE,
        "or_equal": FLAG,
        "ignore_row_if": choice("both_values_are_missing", "either_value_is_missing", "neither"),
    },
    sentence=lambda a: (
        f"{tick(a['column_A'])} is greater than {'or equal to ' if a['or_equal'] else ''}"
        f"{tick(a['column_B'])}{mostly(a)}"
    ),
    advice="Look at the rows: two values exchanged, a different unit, or midnight passed in between?",
    failing=lambda a: either(a, "<" if a["or_equal"] else "<="),
    examines=lambda a: [a["column_A"], a["column_B"]],
)
