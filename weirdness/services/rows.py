"""Rows as people paste them, read as row keys. Pure."""

import csv
import io
from typing import Any

from weirdness.services.errors import Refused

MOST = 50


def read(text: str, key_columns: list[str]) -> list[dict[str, str]]:
    """One row a line: the key's values in order, or `column=value` pairs; comma, semicolon or tab between them.

    Returns a list of {key column: value as text}. Raises Refused(rows=…) naming the line that can't be read.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Refused(
            rows=f"These are {len(lines)} rows; name up to {MOST} and say in the sentence that there are more."
        )
    if not lines or not key_columns:
        return []
    return [_read_line(line, number, key_columns) for number, line in enumerate(lines, start=1)]


def _read_line(line: str, number: int, key_columns: list[str]) -> dict[str, str]:
    mark = next((mark for mark in "\t;" if mark in line), ",")
    cells = [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=mark))]
    if all("=" in cell for cell in cells):
        named = {name.strip(): value.strip() for name, value in (cell.split("=", 1) for cell in cells)}
        if set(named) == set(key_columns):
            return {name: named[name] for name in key_columns}
    elif len(cells) == len(key_columns):
        return dict(zip(key_columns, cells, strict=True))
    raise Refused(
        rows=f"Line {number} ({line[:60]}) does not name a row. Write {', '.join(key_columns)} in this order, "
        "with commas between them, one row a line; or leave it empty and describe the rows in the sentence."
    )


def words(row: dict[str, Any], order: list[str]) -> str:
    """A row in a line, the columns of `order` first: `plate P9, well A1, signal -4.5`."""
    names = sorted(row, key=lambda name: order.index(name) if name in order else len(order))
    return ", ".join(f"{name} {'is empty' if row[name] in (None, '') else row[name]}" for name in names)
