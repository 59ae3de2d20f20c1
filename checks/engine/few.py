"""Columns of few different values: these are found once, each with its rows, and all else is asked of them."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from checks.engine.doubt import by_doubt
from checks.engine.measures import Count, Distinct, Filled, Measure, Median, Repeats, Value, values_of
from checks.engine.table import Table
from checks.kind import Condition
from checks.sql import marks, quoted

FEW = 100_000
MOST_FAILING = 50
_PROBE = 20_000
_WORTH = 4  # conditions on a number; a text is worth it for one
_PLAIN = 2  # comparisons with a text
_AT_ONCE = 10  # more in one SELECT take DuckDB longer to plan than it gains
_ROWS = quoted("rows of it")
_COSTS = re.compile(r"\w\(|LIKE|~", re.IGNORECASE)  # a function or a pattern, rather than a comparison
_Group = tuple[str, ...]


def with_few_values(table: Table, wanted: Sequence[Measure]) -> set[_Group]:
    """Columns of which so much is asked that it is better tried on their different values, and that have few."""
    tried: dict[str, list[Measure]] = defaultdict(list)
    for each in wanted:
        if len(each.columns) == 1 and isinstance(each, Count | Median):
            tried[each.columns[0]].append(each)
    asked = [
        column
        for column, measures in tried.items()
        if _is_worth_it(table, column, measures) and not _is_cheap_by_row(table, column, wanted)
    ]
    if not asked or table.row_count <= _PROBE:
        return set()
    names = list(map(quoted, asked))
    counts = ", ".join(f"count(DISTINCT {name})" for name in names)
    row = table.ask(f"SELECT {counts} FROM (SELECT {', '.join(names)} FROM data LIMIT {_PROBE}) AS probe")[0]
    return {(column,) for column, count in zip(asked, row, strict=True) if _expected(FEW) >= count}


def suits(measure: Measure) -> bool:
    """Whether it follows from the different values; floating numbers are added up row by row."""
    return not (isinstance(measure, Value) and measure.weighs)


def ask_few(table: Table, column: str, measures: list[Measure]) -> dict[Measure, Any]:
    """All measures of such a column; which of its values fail narrows the look for rows, if these are few."""
    name, parts, values, asked = quoted(column), list[str](), list[Any](), list[Measure]()
    for only, together in by_doubt(table, measures):
        for start in range(0, len(together), _AT_ONCE):
            some = [(each, _selected(table, each, name)) for each in together[start : start + _AT_ONCE]]
            selected = ", ".join(sql for _, each in some for sql in each)
            parts.append(f"(SELECT {selected} FROM few WHERE {only.sql}) AS part_{len(parts)}")
            values += [value for each, sql in some for value in values_of(each) * len(sql)] + [*only.values]
        asked += together
    grouped = f"SELECT {name}, count(*) AS {_ROWS} FROM data GROUP BY {name}"
    row = table.attempt(f"WITH few AS MATERIALIZED ({grouped}) SELECT * FROM {', '.join(parts)}", values)[0]
    return _told(table, asked, iter(row))


def _told(table: Table, measures: list[Measure], row: Iterator[Any]) -> dict[Measure, Any]:
    found: dict[Measure, Any] = {}
    for each in measures:
        found[each] = next(row)
        if isinstance(each, Count) and _is_noted(table, each):
            table.memo["narrowed", each.condition] = _narrowed(each.columns[0], next(row), next(row) or [])
    return found


def _selected(table: Table, measure: Measure, name: str) -> list[str]:
    """What is asked for a measure: itself; and in how many values a condition fails, with the first of them."""
    if not isinstance(measure, Count):
        return [_weighted(measure, name)]
    fails = f"FILTER (WHERE {measure.condition.sql})"
    noted = [f"count(*) {fails}", f"min({name}, {MOST_FAILING}) {fails}"] if _is_noted(table, measure) else []
    return [f"CAST(coalesce(sum({_ROWS}) {fails}, 0) AS BIGINT)", *noted]


def _is_noted(table: Table, count: Count) -> bool:
    return count.failing and table.kind == "duckdb"


def _narrowed(column: str, different: int, failing: list[Any]) -> Condition | None:
    """The condition that a row holds one of the failing values; None: there are others, or a missing one fails."""
    if len(failing) != different:
        return None
    return Condition(f"{quoted(column)} IN ({marks(len(failing))})" if failing else "FALSE", tuple(failing))


def _is_worth_it(table: Table, column: str, measures: list[Measure]) -> bool:
    logical = table.logical(column)
    if logical == "text":
        return any(isinstance(each, Count) for each in measures)
    if table.kind != "duckdb" or logical not in ("integer", "number"):
        return False
    return len(measures) >= _WORTH or any(isinstance(each, Median) for each in measures)


def _is_cheap_by_row(table: Table, column: str, wanted: Sequence[Measure]) -> bool:
    """A database would read whole rows once more to group them: not for one or two comparisons."""
    about = [each for each in wanted if each.columns == (column,)]
    tried = [each for each in about if isinstance(each, Count)]
    plain = len(tried) <= _PLAIN and not any(_COSTS.search(each.condition.sql) for each in tried)
    return table.gathers > 0 and plain and all(isinstance(each, Count | Filled) for each in about)


def _expected(values: int) -> float:
    """How many different ones a probe holds of so many values that are equally frequent."""
    return values * (1 - math.exp(-_PROBE / values))


def _weighted(measure: Measure, name: str) -> str:
    """A measure over the different values of a column, each of which stands for some rows."""
    if isinstance(measure, Distinct):
        return f"count({name})"
    if isinstance(measure, Value):
        return measure.sql
    if isinstance(measure, Median):
        return _median(measure, name)
    condition = {Filled: f"{name} IS NOT NULL", Repeats: f"{name} IS NOT NULL AND {_ROWS} > 1"}.get(type(measure))
    return f"CAST(coalesce(sum({_ROWS}) FILTER (WHERE {condition}), 0) AS BIGINT)"


def _median(measure: Median, name: str) -> str:
    """The middle of the one or two values that hold the middle ranks."""
    ranked = (
        f"SELECT {name}, {_ROWS}, sum({_ROWS}) OVER (ORDER BY {name}) AS upto, sum({_ROWS}) OVER () AS filled"
        f" FROM few WHERE {name} IS NOT NULL"
    )
    return (
        f"(SELECT {measure.sql} FROM ({ranked}) AS ranked"
        f" WHERE upto >= (filled + 1) // 2 AND upto - {_ROWS} <= filled // 2)"
    )
