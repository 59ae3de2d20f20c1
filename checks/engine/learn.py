"""Learn from flags on an open source: marked rows in; cells like them, detectors and rows to ask about next out."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from checks.engine.rows import check_names, keys_of, numbers_of, plain, row_keys, shown
from checks.engine.table import Table, open_table
from checks.errors import SuiteInvalid
from checks.learn.answer import Learned, learned
from checks.learn.columns import Column, Floats, encode
from checks.phrase import ticks
from checks.specs import Found, Key, Row, Source
from checks.sql import marks, quoted

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 100, 200_000
MOST_MARKED = 200
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Marks:
    """Marked rows of a table: `numbers[i]` is the row whose `columns[i]` are wrong; `missing` keys name no row."""

    numbers: list[Any]
    columns: list[list[str]]
    missing: list[Key]


def learn(
    source: Source, key_columns: tuple[str, ...], masked: tuple[str, ...], marked: list[Row], most: int = 200
) -> Found:
    """What can be learned from rows whose wrong cells are marked; all other cells of these rows count as right.

    `marked`: [{"key", "columns"}]. The answer: {"more": [{"key", "column", "value", "because", "sure", "like"}], at
    most `most`, those like the marked ones first; "more_in_all"; "detectors": [{"sentence", "column", "expectation"
    (GX JSON or None), "catches_marked", "finds", "of"}]; "ask_next": [key]; "marked": [wrong cells, rows];
    "missing": [key]; "note"}. Cells of masked columns are neither read nor told.
    """
    with open_table(source) as table:
        check_names(table, key_columns)
        given = _marks(table, marked)
        names, notes = _columns(table, masked, given)
        numbers, columns = _read(table, names, given.numbers)
        places = {number: at for at, number in enumerate(numbers)}
        rows = np.array([places[number] for number in given.numbers], dtype=np.int64)
        wrong = np.array([[float(name in each) for name in names] for each in given.columns]).reshape(-1, len(names))
        found = learned(columns, [table.logical(name) for name in names], rows, wrong, most)
        if len(numbers) < table.row_count:
            notes.append(f"Looked at {len(numbers):,} of {table.row_count:,} rows, chosen evenly.")
        return Found(_told(table, found, numbers, names, row_keys(key_columns, masked)) | _given(given, wrong, notes))


def _marks(table: Table, marked: list[Row]) -> Marks:
    """Raises SuiteInvalid for marks that say nothing."""
    numbers: dict[Any, list[str]] = {}
    missing: list[Key] = []
    for each in marked[:MOST_MARKED]:
        key, columns = each.get("key"), each.get("columns") or []
        if not isinstance(key, dict) or not isinstance(columns, list):
            raise SuiteInvalid('A marked row needs its key and its wrong columns: {"key": {…}, "columns": ["city"]}.')
        check_names(table, tuple(columns))
        found = numbers_of(table, key)
        missing += [] if found else [key]
        for number in found:
            numbers.setdefault(number, []).extend(columns)
    if not numbers:
        raise SuiteInvalid("None of the marked rows is in the data any more. Mark rows that are there now.")
    return Marks(list(numbers), list(numbers.values()), missing)


def _columns(table: Table, masked: tuple[str, ...], given: Marks) -> tuple[list[str], list[str]]:
    """The columns that are looked at, those with marks first among the many; and notes on what is left out."""
    notes, seen = [], {name for each in given.columns for name in each}
    if hidden := sorted(seen & set(masked)):
        notes.append(f"Nothing was learned about {ticks(hidden)}: what is masked is not read.")
    usable = [name for name in table.types if name not in masked and table.logical(name) not in ("binary", "nested")]
    if not usable:
        raise SuiteInvalid("Every column is masked or of a kind that cannot be read here, so nothing can be learned.")
    kept = sorted(usable, key=lambda name: name not in seen)[:MOST_COLUMNS]
    if len(usable) > MOST_COLUMNS:
        notes.append(f"Looked at {MOST_COLUMNS} of {len(usable)} columns.")
    return [name for name in usable if name in set(kept)], notes


def _read(table: Table, names: list[str], marked: Sequence[Any]) -> tuple[list[Any], list[Column]]:
    """Row numbers and the columns as texts: all rows, or an even choice of many with the marked ones among them."""
    most = min(MOST_ROWS, MOST_CELLS // len(names))
    number = quoted(table.number)
    selected = ", ".join([number, *(f"CAST({quoted(name)} AS VARCHAR)" for name in names)])
    values: list[Any] = []
    chosen = ""
    if table.row_count > most:
        values = list(marked)
        chosen = (
            f" ORDER BY CASE WHEN {number} IN ({marks(len(marked))}) THEN 0 ELSE 1 END,"
            f" md5(CAST({number} AS VARCHAR)) LIMIT {most}"
        )
    rows = sorted(table.ask(f"SELECT {selected} FROM numbered{chosen}", values), key=lambda row: row[0])
    cells = zip(*(row[1:] for row in rows), strict=True)
    columns = [encode(name, [_cut(text) for text in texts]) for name, texts in zip(names, cells, strict=True)]
    return [row[0] for row in rows], columns


def _cut(text: str | None) -> str | None:
    return text[:LONGEST_TEXT] if text else text


def _told(table: Table, found: Learned, numbers: list[Any], names: list[str], keys: tuple[str, ...]) -> dict[str, Any]:
    wanted = list(dict.fromkeys([*(each.row for each in found.suspects), *found.ask_next]))
    rows = _rows(table, [numbers[at] for at in wanted], list(dict.fromkeys([*keys, *names])))
    key_of = dict(zip(wanted, keys_of(table, rows, keys), strict=True))
    values = {at: row for at, (_, row) in zip(wanted, rows, strict=True)}
    return {
        "more": [
            {
                "key": key_of[each.row],
                "column": names[each.column],
                "value": shown(names[each.column], values[each.row][names[each.column]], ()),
                "because": each.because,
                "sure": round(each.chance, 3),
                "like": each.like,
            }
            for each in found.suspects
        ],
        "more_in_all": found.suspected,
        "detectors": [
            {
                "sentence": each.sentence,
                "column": each.column,
                "expectation": each.expectation,
                "catches_marked": each.caught,
                "finds": int(each.finds.sum()),
                "of": len(numbers),
            }
            for each in found.detectors
        ],
        "ask_next": [key_of[at] for at in found.ask_next],
    }


def _rows(table: Table, numbers: list[Any], names: list[str]) -> list[tuple[Any, Row]]:
    """The rows of some numbers, in their order."""
    if not numbers:
        return []
    selected = ", ".join(quoted(name) for name in [table.number, *names])
    found = table.ask(
        f"SELECT {selected} FROM numbered WHERE {quoted(table.number)} IN ({marks(len(numbers))})", numbers
    )
    rows = {row[0]: dict(zip(names, row[1:], strict=True)) for row in found}
    return [(number, rows[number]) for number in numbers]


def _given(given: Marks, wrong: Floats, notes: list[str]) -> dict[str, Any]:
    return {
        "marked": [int(wrong.sum()), len(given.numbers)],
        "missing": [{name: plain(value) for name, value in key.items()} for key in given.missing],
        "note": " ".join(notes),
    }
