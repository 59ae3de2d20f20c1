"""How many different values there are, and how many rows repeat one: by sorting numbers, not by grouping rows.

A whole number (in files also a date or a moment) is its own number, so the answer is exact. Anything else is hashed:
different hashes prove that the values differ, and rows with equal hashes are compared by value. Only the number of
different texts can be missed, by the chance of one in 180,000 that two of ten million share a hash (n² / 2^64).
"""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from typing import Any

import numpy as np
import numpy.typing as npt

from checks.engine.table import Table
from checks.sql import Number, quoted

_DENSE = 8  # a bitmap is taken for whole numbers whose span is at most so many times their count
_RECHECKED = 50_000
Numbers = npt.NDArray[np.int64]


def distinct(table: Table, columns: tuple[str, ...]) -> int:
    """Different combinations of filled-in values."""
    if table.row_count > table.most_numbers:
        different = f"SELECT DISTINCT {_names(columns)} FROM data WHERE {_filled(columns)}"
        return int(table.ask(f"SELECT count(*) FROM ({different}) AS different")[0][0])
    if (dense := _dense(table, columns)) is not None:
        return dense[1]
    numbers = _sorted(table, columns, table.number_of(columns))
    return len(numbers) - int((numbers[1:] == numbers[:-1]).sum())


def repeated_rows(table: Table, columns: tuple[str, ...]) -> int:
    """Rows whose combination of filled-in values occurs more than once."""
    if table.is_unique(columns):
        return 0
    if table.row_count > table.most_numbers:
        return _grouped(table, columns)
    if (dense := _dense(table, columns)) is not None and dense[0] == dense[1]:
        return 0
    form = table.number_of(columns)
    twice = _twice(table, columns, form)
    if not len(twice):
        return 0
    if form.exact or len(twice) > _RECHECKED:
        return _grouped(table, columns)
    return _grouped(table, columns, f" AND {form.sql} IN (SELECT unnest(?))", [twice.tolist()])


def suspects(table: Table, columns: tuple[str, ...], most: int) -> tuple[str, list[Any]]:
    """A condition that holds for rows that may repeat a combination, and for few others; some of them if many."""
    form = table.number_of(columns)
    return f"{form.sql} IN (SELECT unnest(?))", [_twice(table, columns, form)[:most].tolist()]


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, columns))


def _filled(columns: tuple[str, ...]) -> str:
    return " AND ".join(f"{quoted(name)} IS NOT NULL" for name in columns)


def _grouped(table: Table, columns: tuple[str, ...], condition: str = "", values: list[Any] | None = None) -> int:
    counted = (
        f"SELECT count(*) AS n FROM data WHERE {_filled(columns)}{condition}"
        f" GROUP BY {_names(columns)} HAVING count(*) > 1"
    )
    return int(table.ask(f"SELECT coalesce(sum(n), 0) FROM ({counted}) AS repeated", values or [])[0][0])


def _dense(table: Table, columns: tuple[str, ...]) -> tuple[int, int] | None:
    """Filled and different values of whole numbers that lie close together, by a bitmap; None: they do not."""
    if table.kind != "duckdb" or len(columns) > 1 or table.logical(columns[0]) != "integer":
        return None
    name = quoted(columns[0])
    filled, low, high = table.ask(f"SELECT count({name}), min({name}), max({name}) FROM data")[0]
    if not filled or high - low >= _DENSE * filled or high >= 2**63:
        return None
    bits = f"bit_count(bitstring_agg({name}, {int(low)}, {int(high)}))"
    return filled, int(table.ask(f"SELECT {bits} FROM data")[0][0])


def _sorted(table: Table, columns: tuple[str, ...], form: Number) -> Numbers:
    numbers = np.empty(table.row_count, dtype=np.int64)
    filled = 0
    for chunk in table.numbers(f"SELECT {form.sql} AS n FROM data WHERE {_filled(columns)}"):
        numbers[filled : filled + len(chunk)] = chunk
        filled += len(chunk)
    numbers = numbers[:filled]
    numbers.sort()
    return numbers


def _twice(table: Table, columns: tuple[str, ...], form: Number) -> Numbers:
    """The numbers that occur more than once."""
    if ("twice", columns) not in table.memo:
        numbers = _sorted(table, columns, form)
        table.memo["twice", columns] = np.unique(numbers[1:][numbers[1:] == numbers[:-1]])
    found: Numbers = table.memo["twice", columns]
    return found
