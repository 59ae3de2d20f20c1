"""Measures of a table in as few and as cheap questions as its engine allows.

DuckDB is asked once per set of columns, because it then reads only these, answers what it can from the statistics
of the file, and takes expressions over few columns much faster than one SELECT over all. A database reads whole rows
whatever is asked, so it gets one SELECT that its processes can share, and apart from it what must sort. On both, a
text column with few different values is first reduced to those, each with its number of rows, and its conditions are
tried on them.
"""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from checks.engine.ahead import read_ahead
from checks.engine.doubt import EVERY, by_doubt
from checks.engine.duck import MANY
from checks.engine.few import ask_few, suits, with_few_values
from checks.engine.first import first_rows, not_yet_noted, note
from checks.engine.interface import Refused
from checks.engine.measures import Count, Distinct, Filled, Measure, Median, Repeats, Value, values_of
from checks.engine.repeats import distinct, repeated_rows
from checks.engine.table import Table
from checks.kind import Condition
from checks.sql import quoted

_AT_ONCE, _AT_ONCE_IF_SMALL = 200, 20  # planning takes more than twice as long for twice as many
_SMALL = 1_000_000
_Group = tuple[str, ...]
_Ask = Callable[[list[Measure]], dict[Measure, Any]]
_APART: dict[type, Callable[[Table, Any], Any]] = {
    Distinct: lambda table, measure: distinct(table, measure.columns),
    Repeats: lambda table, measure: repeated_rows(table, measure.columns),
    Median: lambda table, measure: _median(table, measure),
}


def compute(
    table: Table,
    measures: Iterable[Measure],
    tell: Callable[[int, int], None] = lambda done, of: None,
    most: int = 0,
) -> dict[Measure, Any]:
    """The value of each measure; one that the engine below refuses is a Refused in its place.

    `tell` hears how many measures are done, of how many. `most`: so many of the first rows that fail are noted, where
    that costs nothing (see checks/engine/first.py).
    """
    wanted = list(dict.fromkeys(measures))
    few = with_few_values(table, wanted)
    groups: dict[tuple[bool, *_Group], list[Measure]] = {}
    found: dict[Measure, Any] = {}
    for each in wanted:
        among_few = each.columns in few and suits(each)
        if among_few or not _is_apart(table, each):
            groups.setdefault((among_few, *_group(table, each, few)), []).append(each)
    for (among_few, *columns), together in groups.items():
        ask = partial(ask_few, table, columns[0]) if among_few else partial(_rows, table, most)
        for start in range(0, len(together), _AT_ONCE):
            found |= _scan(together[start : start + _AT_ONCE], ask)
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


def _scan(scanned: list[Measure], ask: _Ask) -> dict[Measure, Any]:
    try:
        return ask(scanned)
    except Refused as refused:
        if len(scanned) == 1:
            return {scanned[0]: refused}
    return {each: value for one in scanned for each, value in _scan([one], ask).items()}


def _rows(table: Table, most: int, scanned: list[Measure]) -> dict[Measure, Any]:
    found: dict[Measure, Any] = {}
    for only, together in by_doubt(table, scanned):
        size = _AT_ONCE_IF_SMALL if only == EVERY and table.row_count <= _SMALL else _AT_ONCE
        for start in range(0, len(together), size):
            found |= _asked(table, most, together[start : start + size], only)
    return found


def _asked(table: Table, most: int, scanned: list[Measure], only: Condition) -> dict[Measure, Any]:
    noted = not_yet_noted(table, [each for each in scanned if isinstance(each, Count) and each.failing], most)
    selected = [*map(_plain, scanned), *(first_rows(table, each, most) for each in noted)]
    values = [value for each in (*scanned, *noted) for value in values_of(each)]
    where = f" WHERE {only.sql}" if only != EVERY else ""  # a filter that is always true hides what a file knows
    relation = "numbered" if noted else "data"
    row = table.attempt(f"SELECT {', '.join(selected)} FROM {relation}{where}", [*values, *only.values])[0]
    note(table, noted, row[len(scanned) :], most)
    return dict(zip(scanned, row, strict=False))


def _plain(measure: Measure) -> str:
    if isinstance(measure, Count):
        return f"count(*) FILTER (WHERE {measure.condition.sql})"
    if isinstance(measure, Filled):
        return f"count({quoted(measure.columns[0])})"
    assert isinstance(measure, Value | Median)
    return measure.sql
