"""Rows that are equal in one column are equal in another: a functional dependency that may have exceptions."""
# ruff: noqa: S608  (names are quoted by quoted())

from checks.arguments import COLUMN, labelled
from checks.kind import Arguments, Condition, Kind
from checks.mapped import MAPPED
from checks.own import by_rows
from checks.phrase import mostly, tick
from checks.sql import column, quoted


def _failing(a: Arguments) -> Condition:
    """At most a third of the rows that agree there hold this value, where two thirds or more hold another one.

    Rows that agree are three or more; a missing value is a value like any other.
    """
    given, name = quoted(a["determinant"]), column(a)
    pairs = f"SELECT {given}, count(*) AS n_ FROM data GROUP BY {given}, {name}"
    clear = f"SELECT {given} FROM ({pairs}) AS pairs GROUP BY {given} HAVING sum(n_) > 2 AND max(n_) * 3 >= sum(n_) * 2"
    few = f"count(*) OVER (PARTITION BY {given}, {name}) * 3 <= count(*) OVER (PARTITION BY {given})"
    return Condition(f"(coalesce({given} IN ({clear}), FALSE) AND {few})")


def _left_out(a: Arguments) -> str:
    return f"{quoted(a['determinant'])} IS NULL"


KIND = Kind(
    name="expect_column_values_to_follow_from_column",
    arguments={**MAPPED, "determinant": labelled(COLUMN, "Column that it follows from")},
    sentence=lambda a: f"Rows with the same {tick(a['determinant'])} agree on {tick(a['column'])}{mostly(a)}",
    advice="Compare the row with others that have the same value there: one of its two cells is wrong.",
    failing=_failing,
    examines=lambda a: [a["column"], a["determinant"]],
    judge=lambda data, a: by_rows(data, a, _failing(a), _left_out(a)),
    left_out=_left_out,
)
