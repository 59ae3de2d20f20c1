"""How many different values there are, and how many rows repeat one: by sorting numbers, not by grouping rows.

A whole number (in files also a date or a moment) is its own number, so the answer is exact. Anything else is hashed:
different hashes prove that the values differ, and rows with equal hashes are compared by value. Only the number of
different texts can be missed, by the chance of one in 180,000 that two of ten million share a hash (n² / 2^64).
"""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from checks.engine.beside import beside
from checks.engine.table import Table
from checks.kind import Condition
from checks.sql import Number, quoted

_DENSE = 8  # a bitmap is taken for whole numbers whose span is at most so many times their count
_MOST_SEEN = 100_000_000  # bytes, one for each number that may occur
_RECHECKED = 50_000
_MOST_PIECES = 8
Numbers = npt.NDArray[Any]  # whole numbers of 32 or 64 bits


@dataclass(frozen=True)
class Counted:
    """How many numbers differ, how many occur more than once (each as often as it occurs), and which these are."""

    different: int
    repeating: int
    twice: Numbers


def distinct(table: Table, columns: tuple[str, ...]) -> int:
    """Different combinations of filled-in values."""
    if (dense := _dense(table, columns)) is not None:
        return dense[1]
    if not can_sort(table):
        different = f"SELECT DISTINCT {_names(columns)} FROM data WHERE {_filled(columns)}"
        return int(table.ask(f"SELECT count(*) FROM ({different}) AS different")[0][0])
    return _counted(table, columns).different


def repeated_rows(table: Table, columns: tuple[str, ...]) -> int:
    """Rows whose combination of filled-in values occurs more than once."""
    if table.is_unique(columns):
        return 0
    if (dense := _dense(table, columns)) is not None and dense[0] == dense[1]:
        return 0
    if not can_sort(table):
        return _grouped(table, columns)
    form, counted = _form(table, columns), _counted(table, columns)
    twice = counted.twice
    if form.exact or not len(twice):
        return counted.repeating
    if len(twice) > _RECHECKED:
        return _grouped(table, columns)
    return _grouped(table, columns, f" AND {form.sql} IN (SELECT unnest(?))", [twice.tolist()])


def can_sort(table: Table, pieces: int = _MOST_PIECES) -> bool:
    """Whether repeated rows are found by sorting numbers, in at most so many pieces."""
    return _pieces(table) <= pieces


def count_sorted(pieces: Iterator[Numbers]) -> Counted:
    """Of numbers in pieces, each of which holds all its equals; their order is lost."""
    different, repeating, twice = 0, 0, [np.empty(0, dtype=np.int64)]
    for numbers in pieces:
        numbers.sort()
        again = numbers[1:][numbers[1:] == numbers[:-1]]
        different += len(numbers) - len(again)
        repeating += len(again)
        twice.append(_once(again))
    found = np.concatenate(twice)
    return Counted(different, repeating + len(found), found)


def count_dense(chunks: Iterator[Numbers], span: int) -> Counted:
    """Of numbers in 0 … span - 1, in any pieces: each is looked up among those seen before."""
    seen, rows, twice = np.zeros(span, dtype=np.bool_), 0, [np.empty(0, dtype=np.int64)]
    for chunk in chunks:
        numbers = np.sort(chunk)
        rows += len(numbers)
        twice.append(_once(numbers[1:][numbers[1:] == numbers[:-1]]))
        twice.append(_once(numbers[seen[numbers]]))
        seen[numbers] = True
    found, different = _once(np.sort(np.concatenate(twice))), int(np.count_nonzero(seen))
    return Counted(different, rows - different + len(found), found)


def repeating(table: Table, columns: tuple[str, ...]) -> Condition | None:
    """The condition that a row repeats a combination; None: it is not known so shortly."""
    form = _form(table, columns)
    if not form.exact or len(twice := _counted(table, columns).twice) > _RECHECKED:
        return None
    return Condition(f"{form.sql} IN (SELECT unnest(?))", (twice.tolist(),))


def suspects(table: Table, columns: tuple[str, ...], most: int) -> tuple[str, list[Any]]:
    """A condition that holds for rows that may repeat a combination, and for few others; some of them if many."""
    form = _form(table, columns)
    return f"{form.sql} IN (SELECT unnest(?))", [_counted(table, columns).twice[:most].tolist()]


def _once(ordered: Numbers) -> Numbers:
    """Each of the sorted numbers once; numpy's own `unique` would hash them."""
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


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


def _pieces(table: Table) -> int:
    """In how many pieces the rows have to be sorted, so that the numbers of one fit into memory."""
    if not table.most_numbers:
        return _MOST_PIECES + 1
    return -(-table.row_count // table.most_numbers) or 1


def _numbers(table: Table, columns: tuple[str, ...], form: Number) -> Iterator[Numbers]:
    """The numbers of all rows; of many rows in pieces, each of which holds all its equals."""
    pieces = _pieces(table)
    for piece in range(pieces):
        part = f" AND abs({form.sql} % {pieces}) = {piece}" if pieces > 1 else ""
        chunks = list(table.numbers(f"SELECT {form.sql} AS n FROM data WHERE {_filled(columns)}{part}"))
        numbers: Numbers = np.concatenate(chunks) if chunks else np.empty(0, dtype=np.int64)
        del chunks
        yield numbers


def _form(table: Table, columns: tuple[str, ...]) -> Number:
    together = beside(table, columns)
    return together.number if together else table.number_of(columns)


def _counted(table: Table, columns: tuple[str, ...]) -> Counted:
    """What the numbers tell, read once however many ask."""
    if ("counted", columns) not in table.memo:
        table.memo["counted", columns] = _count(table, columns)
    counted: Counted = table.memo["counted", columns]
    return counted


def _count(table: Table, columns: tuple[str, ...]) -> Counted:
    form, together = _form(table, columns), beside(table, columns)
    if together and together.span <= min(_DENSE * table.row_count, _MOST_SEEN):
        chunks = table.numbers(f"SELECT {form.sql} AS n FROM data WHERE {_filled(columns)}")
        return count_dense(chunks, together.span)
    return count_sorted(_numbers(table, columns, form))
