"""What whole numbers of several columns hold together as one number, side by side, where their ranges allow it."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from dataclasses import dataclass

from checks.engine.table import Table
from checks.sql import Number, quoted

_SHORT, _LONG = 2**31, 2**62


@dataclass(frozen=True)
class Beside:
    """A number that is exact and lies in 0 … `span` - 1, NULL where one of the columns is."""

    number: Number
    span: int


def beside(table: Table, columns: tuple[str, ...]) -> Beside | None:
    """None: the columns of a file are not all whole numbers, or lie too far apart."""
    if table.kind != "duckdb" or any(table.logical(name) != "integer" for name in columns):
        return None
    if not all(table.number_of((name,)).exact for name in columns):
        return None
    if ("beside", columns) not in table.memo:
        table.memo["beside", columns] = _beside(table, columns)
    found: Beside | None = table.memo["beside", columns]
    return found


def _beside(table: Table, columns: tuple[str, ...]) -> Beside | None:
    asked = ", ".join(f"min({quoted(name)}), max({quoted(name)})" for name in columns)
    bounds = table.ask(f"SELECT {asked} FROM data")[0]
    if None in bounds:
        return None
    parts, span = [], 1
    for name, low, high in zip(columns, bounds[::2], bounds[1::2], strict=True):
        if not -_LONG < low <= high < _LONG:
            return None
        parts.append(f"(CAST({quoted(name)} AS BIGINT) - ({low})) * {span}")
        span *= high - low + 1
        if span >= _LONG:
            return None
    kind = "INTEGER" if span <= _SHORT else "BIGINT"  # half as long is twice as quickly read
    return Beside(Number(f"CAST({' + '.join(parts)} AS {kind})", exact=True), span)
