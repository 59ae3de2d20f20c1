"""Columns of numbers out of PostgreSQL's binary COPY, as it comes and without holding it.

https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": eleven bytes of signature, flags and the
length of an extension, then per row the number of fields (-1 ends the copy) and each field's length (-1: NULL) and
bytes. Here each field is a run of numbers, the highest byte first.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

_HEAD = len(b"PGCOPY\n\xff\r\n\0") + 4 + 4
_KINDS = {"int4": (">i4", np.int32), "int8": (">i8", np.int64), "float8": (">f8", np.float64)}
Column = Any  # a numpy array of one dimension


class Copied:
    """What a copy is written to: `columns[i]` of int4, int8 or float8 has room for `most` numbers."""

    def __init__(self, kinds: Sequence[str], most: int) -> None:
        self._read = [_KINDS[kind][0] for kind in kinds]
        self._columns: list[Column] = [np.empty(most, dtype=_KINDS[kind][1]) for kind in kinds]
        self._filled = [0] * len(kinds)
        self._rest, self._skip = b"", _HEAD

    def write(self, data: bytes) -> int:
        """A row may come in several pieces; what is not whole yet waits for the next."""
        held = self._rest + data if self._rest else data
        at = self._skip
        while len(held) >= at + 2 and (end := self._row(held, at)):
            at = end
        self._rest, self._skip = (held, at) if len(held) < at else (held[at:], 0)
        return len(data)

    def columns(self) -> list[Column]:
        """The numbers so far, in the order in which they came."""
        return [column[:filled] for column, filled in zip(self._columns, self._filled, strict=True)]

    def _row(self, held: bytes, at: int) -> int:
        """Takes the row at `at`; where it ends, 0 when it is not whole (or is the end of the copy)."""
        if _whole(held, at, 2) < 0:
            return 0
        at += 2
        fields = []
        for _ in self._columns:
            if len(held) < at + 4:
                return 0
            length, at = max(0, _whole(held, at, 4)), at + 4
            fields.append((at, length))
            at += length
        if len(held) < at:
            return 0
        for number, (start, length) in enumerate(fields):
            self._take(number, held, start, length)
        return at

    def _take(self, number: int, held: bytes, start: int, length: int) -> None:
        kind, column, filled = self._read[number], self._columns[number], self._filled[number]
        count = length // column.itemsize
        column[filled : filled + count] = np.frombuffer(held, dtype=kind, count=count, offset=start)
        self._filled[number] += count


def _whole(held: bytes, at: int, size: int) -> int:
    return int.from_bytes(held[at : at + size], "big", signed=True)
