"""Measures of a table in as few and as cheap questions as its engine allows.

DuckDB is asked once per set of columns, because it then reads only these, answers what it can from the statistics
of the file, and takes expressions over few columns much faster than one SELECT over all. A database reads whole rows
whatever is asked, so it gets one SELECT that its processes can share, and apart from it what must sort. On both, a
text column with few different values is first reduced to those, each with its number of rows, and its conditions are
tried on them.
"""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

import math
from collections.abc import Callable, Iterable
from typing import Any

from checks.engine.ahead import read_ahead
from checks.engine.duck import MANY
from checks.engine.interface import Refused
from checks.engine.measures import Count, Distinct, Filled, Measure, Median, Repeats, Value
from checks.engine.repeats import distinct, repeated_rows
from checks.engine.table import Table
from checks.sql import quoted

FEW = 100_000
_PROBE = 20_000
_AT_ONCE = 200
_Group = tuple[str, ...]
_APART: dict[type, Callable[[Table, Any], Any]] = {
    Distinct: lambda table, measure: distinct(table, measure.columns),
    Repeats: lambda table, measure: repeated_rows(table, measure.columns),
    Median: lambda table, measure: _median(table, measure),
}


def compute(
    table: Table, measures: Iterable[Measure], tell: Callable[[int, int], None] = lambda done, of: None
) -> dict[Measure, Any]:
    """The value of each measure; one that the engine below refuses is a Refused in its place.

    `tell` hears how many measures are done, of how many.
    """
    wanted = list(dict.fromkeys(measures))
    few = _with_few_values(table, wanted)
    groups: dict[_Group, list[Measure]] = {}
    found: dict[Measure, Any] = {}
    for each in wanted:
        if not _is_apart(table, each) or each.columns in few:
            groups.setdefault(_group(table, each, few), []).append(each)
    for columns, together in groups.items():
        for start in range(0, len(together), _AT_ONCE):
            found |= _scan(table, together[start : start + _AT_ONCE], columns[0] if columns in few else "")
            tell(len(found), len(wanted))
    read_ahead(table, [each for each in wanted if each not in found])
    for each in wanted:
        if each not in found:
            found[each] = _APART[type(each)](table, each)
            tell(len(found), len(wanted))
    return found


def _group(table: Table, measure: Measure, few: set[_Group]) -> _Group:
    """What is asked in one SELECT."""
    if measure.columns in few or table.kind == "duckdb":
        return tuple(sorted(measure.columns))
    return ()


def _is_apart(table: Table, measure: Measure) -> bool:
    """On files of few rows the middle is an aggregate like others, best asked with them."""
    if isinstance(measure, Median):
        return table.kind != "duckdb" or table.row_count > MANY
    return type(measure) in _APART


def _median(table: Table, measure: Median) -> Any:
    try:
        return table.median(measure.columns[0])
    except Refused:
        return table.ask(f"SELECT {measure.sql} FROM data")[0][0]


def _with_few_values(table: Table, wanted: list[Measure]) -> set[_Group]:
    """Text columns whose conditions are better tried on their different values."""
    tried = {each.columns: None for each in wanted if isinstance(each, Count) and len(each.columns) == 1}
    asked = [columns for columns in tried if table.logical(columns[0]) == "text"]
    if not asked or table.row_count <= _PROBE:
        return set()
    names = [quoted(columns[0]) for columns in asked]
    counts = ", ".join(f"count(DISTINCT {name})" for name in names)
    row = table.ask(f"SELECT {counts} FROM (SELECT {', '.join(names)} FROM data LIMIT {_PROBE}) AS probe")[0]
    return {columns for columns, count in zip(asked, row, strict=True) if _expected(FEW) >= count}


def _expected(values: int) -> float:
    """How many different ones a probe holds of so many values that are equally frequent."""
    return values * (1 - math.exp(-_PROBE / values))


def _scan(table: Table, scanned: list[Measure], few: str) -> dict[Measure, Any]:
    if not scanned:
        return {}
    try:
        return dict(zip(scanned, _ask(table, scanned, few), strict=True))
    except Refused as refused:
        if len(scanned) == 1:
            return {scanned[0]: refused}
    return {each: value for one in scanned for each, value in _scan(table, [one], few).items()}


def _ask(table: Table, scanned: list[Measure], few: str) -> tuple[Any, ...]:
    rows = quoted("rows of it")
    selected = ", ".join(_weighted(each, rows) if few else _plain(each) for each in scanned)
    values = [value for each in scanned for value in _values(each)]
    if not few:
        return table.attempt(f"SELECT {selected} FROM data", values)[0]
    name = quoted(few)
    grouped = f"SELECT {name}, count(*) AS {rows} FROM data GROUP BY {name}"
    return table.attempt(f"WITH few AS MATERIALIZED ({grouped}) SELECT {selected} FROM few", values)[0]


def _plain(measure: Measure) -> str:
    if isinstance(measure, Count):
        return f"count(*) FILTER (WHERE {measure.condition.sql})"
    return f"count({quoted(measure.columns[0])})" if isinstance(measure, Filled) else _sql(measure)


def _weighted(measure: Measure, rows: str) -> str:
    """The same over the different values of a column, each of which stands for some rows."""
    name = quoted(measure.columns[0])
    if isinstance(measure, Distinct):
        return f"count({name})"
    if isinstance(measure, Value):
        return measure.sql
    condition = {Filled: f"{name} IS NOT NULL", Repeats: f"{name} IS NOT NULL AND {rows} > 1"}.get(type(measure))
    return f"CAST(coalesce(sum({rows}) FILTER (WHERE {condition or _sql(measure)}), 0) AS BIGINT)"


def _sql(measure: Measure) -> str:
    assert isinstance(measure, Count | Value | Median)
    return measure.condition.sql if isinstance(measure, Count) else measure.sql


def _values(measure: Measure) -> tuple[Any, ...]:
    if isinstance(measure, Count):
        return measure.condition.values
    return measure.values if isinstance(measure, Value) else ()
