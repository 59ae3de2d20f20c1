"""Rows as people paste or pick them, read as row keys. Pure.

A line names one row: the key's values in order (`P1,A1`), or `column=value` pairs (`plate=P1,well=A1`). Pairs beyond
the key mark the cells that are odd and say what they hold: `plate=P1,well=A1,signal=-4.5`. A row of a dataset whose
rows have no key of their own is named by what the data said of it: `row_sha256=…,occurrence=1`.
"""

import csv
import io
from dataclasses import dataclass
from typing import Any

from weirdness.services.errors import Refused

MOST = 50
HASHED = ["row_sha256", "occurrence"]
DELIMITERS = "\t;,"


@dataclass(frozen=True)
class Named:
    """One row: its key, and the cells that are marked in it with what they held."""

    key: dict[str, Any]
    marks: dict[str, str]


def read(text: str, key_columns: list[str]) -> list[dict[str, Any]]:
    """The keys alone; see `named`."""
    return [each.key for each in named(text, key_columns)]


def named(text: str, key_columns: list[str]) -> list[Named]:
    """One row a line; comma, semicolon or tab between what stands in it.

    Without key columns, what people typed is theirs to read: only hashes name rows. Raises Refused(rows=…) naming the
    line that can't be read.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Refused(
            rows=f"These are {len(lines)} rows; name up to {MOST} and say in the sentence that there are more."
        )
    found = [_read_line(line, number, key_columns) for number, line in enumerate(lines, start=1)]
    return [each for each in found if each is not None]


def _read_line(line: str, number: int, key_columns: list[str]) -> Named | None:
    cells = _cells(line)
    pairs = _pairs(cells)
    if set(HASHED) <= set(pairs) and pairs["occurrence"].isdecimal():
        key = {"row_sha256": pairs["row_sha256"], "occurrence": int(pairs["occurrence"])}
        return Named(key, _beside(pairs, HASHED))
    if not key_columns:
        return None
    if set(key_columns) <= set(pairs):
        return Named({name: pairs[name] for name in key_columns}, _beside(pairs, key_columns))
    if not pairs and len(cells) == len(key_columns):
        return Named(dict(zip(key_columns, cells, strict=True)), {})
    raise Refused(
        rows=f"Line {number} ({line[:60]}) does not name a row. Write {', '.join(key_columns)} in this order, "
        "with commas between them, one row a line; or leave it empty and describe the rows in the sentence."
    )


def marks(text: str, key: dict[str, Any]) -> dict[str, str]:
    """The cells marked in the row of this key, with what they held; whatever else stands in the text is passed over."""
    wanted = {name: _text(value) for name, value in key.items()}
    for pairs in (_pairs(_cells(line)) for line in text.splitlines() if line.strip()):
        if wanted.items() <= pairs.items() and (found := _beside(pairs, list(wanted))):
            return found
    return {}


def _cells(line: str) -> list[str]:
    mark = next((mark for mark in DELIMITERS if mark in line), ",")
    return [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=mark, skipinitialspace=True))]


def _pairs(cells: list[str]) -> dict[str, str]:
    """The cells as column and value, when all of them are; else nothing."""
    if not all("=" in cell for cell in cells):
        return {}
    return {name.strip(): value.strip() for name, value in (cell.split("=", 1) for cell in cells)}


def _beside(pairs: dict[str, str], key: list[str]) -> dict[str, str]:
    return {name: value for name, value in pairs.items() if name not in key}


def line(key: dict[str, Any], marks: dict[str, Any], key_columns: list[str]) -> str:
    """A row as a line that `named` reads as this key and these marks."""
    values = [_text(key[name]) for name in key_columns] if set(key_columns) == set(key) else []
    if marks or not values or any("=" in value for value in values):
        values = [f"{name}={_text(value)}" for name, value in (key | marks).items()]
    mark = next((mark for mark in DELIMITERS if any(mark in value for value in values)), ",")
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="").writerow(values)
    return out.getvalue()


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).splitlines())


def words(row: dict[str, Any], order: list[str]) -> str:
    """A row in a line, the columns of `order` first: `plate P9, well A1, signal -4.5`."""
    names = sorted(row, key=lambda name: order.index(name) if name in order else len(order))
    return ", ".join(f"{name} {'is empty' if row[name] in (None, '') else row[name]}" for name in names)
