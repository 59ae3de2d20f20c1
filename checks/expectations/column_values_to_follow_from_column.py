"""Rows that are equal in one column are equal in another: a functional dependency that may have exceptions."""

from checks.arguments import COLUMN, labelled
from checks.kind import Arguments, Condition, Kind
from checks.mapped import MAPPED
from checks.own import by_rows
from checks.phrase import mostly, tick
from checks.sql import column, quoted


def _odd_one_out(a: Arguments) -> Condition:
    """At most a third of the rows with the same determinant hold this value; there are three such rows or more."""
    value, group = column(a), quoted(a["determinant"])
    same = f"count({value}) OVER (PARTITION BY {group}, {value})"
    return Condition(
        f"({_left_out(a)}) IS FALSE AND {same} * 3 <= count({value}) OVER (PARTITION BY {group})",
    )


def _left_out(a: Arguments) -> str:
    return f"{column(a)} IS NULL OR {quoted(a['determinant'])} IS NULL"


KIND = Kind(
    name="expect_column_values_to_follow_from_column",
    arguments={**MAPPED, "determinant": labelled(COLUMN, "Column that it follows from")},
    sentence=lambda a: f"Rows with the same {tick(a['determinant'])} agree on {tick(a['column'])}{mostly(a)}",
    advice="Compare the row with others that have the same value there: one of its two cells is wrong.",
    failing=_odd_one_out,
    examines=lambda a: [a["column"], a["determinant"]],
    judge=lambda data, a: by_rows(data, a, _odd_one_out(a), _left_out(a)),
    left_out=_left_out,
)
