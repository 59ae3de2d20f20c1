"""Rows as the flag form reads them: one a line, the key's values in order or column=value pairs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Union

Row = Union[str, Mapping[str, Any], Sequence[Any]]
SPECIAL = set('\t;,"')


def written(rows: str | Iterable[Row]) -> str:
    """`rows`: text as typed; or for each row a mapping (`{"plate": "P1", "well": "A1"}`) or the values of its key."""
    return rows if isinstance(rows, str) else "\n".join(_line(row) for row in rows)


def _line(row: Row) -> str:
    if isinstance(row, str):
        return row
    cells = (
        [f"{name}={value}" for name, value in row.items()] if isinstance(row, Mapping) else [str(each) for each in row]
    )
    if any("\n" in cell or "\r" in cell for cell in cells):
        raise ValueError(
            "A row is named on one line, and a value of this one has a line break. Say it in the sentence."
        )
    if not any(SPECIAL & set(cell) for cell in cells):
        return ",".join(cells)
    line = io.StringIO()
    csv.writer(line, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="").writerow(cells)
    return line.getvalue()
