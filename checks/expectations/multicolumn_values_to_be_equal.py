"""Some columns are all equal in each row."""

from checks.arguments import COLUMNS, ROW_MISSING
from checks.kind import Arguments, Condition, Kind
from checks.mapped import ROWS
from checks.phrase import mostly, ticks
from checks.sql import left_out, quoted


def _failing(a: Arguments) -> Condition:
    first, *others = map(quoted, a["column_list"])
    unequal = " OR ".join(f"{first} IS DISTINCT FROM {other}" for other in others)
    return Condition(f"({unequal}) AND NOT ({left_out(a, a['column_list'])})")


KIND = Kind(
    name="expect_multicolumn_values_to_be_equal",
    arguments={"column_list": COLUMNS, **ROWS, "ignore_row_if": ROW_MISSING},
    sentence=lambda a: f"{ticks(a['column_list'])} are equal to each other in every row{mostly(a)}",
    advice="Find out which of them is right, and where the others come from.",
    left_out=lambda a: left_out(a, a["column_list"]),
    failing=_failing,
    examines=lambda a: a["column_list"],
)
