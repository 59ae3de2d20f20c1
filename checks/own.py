"""How kinds that are judged by us count: rows by a condition, values by a predicate. Pure; the data answer SQL.

The SQL is such that DuckDB and PostgreSQL read it alike.
"""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from collections.abc import Callable, Iterator
from typing import Any

from checks.kind import Arguments, Condition, Data, Outcome
from checks.sql import column, marks, quoted

EVERYTHING = Condition("TRUE")
MOST_AT_ONCE = 200_000
MOST_BAD_VALUES = 1_000


def holds_mostly(looked_at: int, failing: int, mostly: Any) -> bool:
    """Great Expectations' own rule: the share of rows that pass, of those looked at, is at least `mostly`."""
    return not looked_at or (looked_at - failing) / looked_at >= (1 if mostly is None else mostly)


def counted(a: Arguments, rows: int, looked_at: int, failing: int) -> tuple[bool, dict[str, Any]]:
    """Success, and a result as Great Expectations writes it for kinds that look at each row."""
    result = {"element_count": rows, "missing_count": rows - looked_at, "unexpected_count": failing}
    return holds_mostly(looked_at, failing, a["mostly"]), result


def rows_among(data: Data, relation: str = "numbered") -> str:
    """The rows that count, as something to select from; its values are those of `data.among`."""
    return f"(SELECT * FROM {relation} WHERE {data.among.sql}) AS kept"


def by_rows(data: Data, a: Arguments, failing: Condition, left_out: str = "FALSE") -> Outcome:
    """Judge each row by a condition that is true where it fails; it may hold window functions over the rows."""
    judged = (
        f"SELECT CASE WHEN {left_out} THEN 1 ELSE 0 END AS left_out_, CASE WHEN {failing.sql} THEN 1 ELSE 0 END"
        f" AS fails_ FROM {rows_among(data, 'data')}"
    )
    [(rows, skipped, bad)] = data.ask(
        f"SELECT count(*), coalesce(sum(left_out_), 0), coalesce(sum(fails_), 0) FROM ({judged}) AS judged",
        (*failing.values, *data.among.values),
    )
    success, result = counted(a, rows, rows - int(skipped), int(bad))
    return Outcome(success, result, _numbered(data, failing))


def _numbered(data: Data, failing: Condition) -> Condition:
    """The failing rows by their number, so that the condition sees only the rows that count."""
    number = quoted(data.number)
    return Condition(
        f"{number} IN (SELECT number_ FROM (SELECT {number} AS number_, ({failing.sql}) AS fails_"
        f" FROM {rows_among(data)}) AS judged WHERE fails_)",
        (*failing.values, *data.among.values),
    )


def by_values(data: Data, a: Arguments, passes: Callable[[Any], bool]) -> Outcome:
    """Judge each different value of `column` once; rows without a value are left out."""
    bad_values: list[Any] = []
    bad = looked_at = 0
    for value, rows in different_values(data, a["column"]):
        looked_at += rows
        if not passes(value):
            bad += rows
            if len(bad_values) < MOST_BAD_VALUES:
                bad_values.append(value)
    success, result = counted(a, row_count(data), looked_at, bad)
    return Outcome(success, result, _holding(data, a, bad_values))


def _holding(data: Data, a: Arguments, values: list[Any]) -> Condition | None:
    if not values:
        return None
    found = f"({data.among.sql}) AND {column(a)} IN ({marks(len(values))})"
    return Condition(found, (*data.among.values, *values))


def row_count(data: Data) -> int:
    return int(data.ask(f"SELECT count(*) FROM {rows_among(data, 'data')}", data.among.values)[0][0])


def different_values(data: Data, name: str) -> Iterator[tuple[Any, int]]:
    """Each value of a column with its rows, in order, some at a time so that memory stays small."""
    after: tuple[Any, ...] = ()
    while True:
        beyond = f" AND {quoted(name)} > ?" if after else ""
        found = data.ask(
            f"SELECT {quoted(name)}, count(*) FROM {rows_among(data, 'data')} WHERE {quoted(name)} IS NOT NULL{beyond}"
            f" GROUP BY {quoted(name)} ORDER BY {quoted(name)} LIMIT {MOST_AT_ONCE}",
            (*data.among.values, *after),
        )
        yield from found
        if len(found) < MOST_AT_ONCE:
            return
        after = (found[-1][0],)
