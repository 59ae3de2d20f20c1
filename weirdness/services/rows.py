"""Rows as people paste or pick them, read as row keys. Pure.

A line names one row: the key's values in order (`P1,A1`), or `column=value` pairs (`plate=P1,well=A1`). Pairs beyond
the key mark the cells that are odd and say what they hold: `plate=P1,well=A1,signal=-4.5`; so does a part of the key
that is named again. A row of a dataset whose
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


def understood(text: str, key_columns: list[str]) -> list[Named]:
    """As `named`, of what can be read so far: a form that is still being filled in is not refused."""
    try:
        return named(text, key_columns)
    except Refused:
        return []


def _read_line(line: str, number: int, key_columns: list[str]) -> Named | None:
    cells = _cells(line)
    pairs = _pairs(cells)
    said = _by_name(pairs)
    if set(HASHED) <= set(said) and said["occurrence"].isdecimal():
        key = {"row_sha256": said["row_sha256"], "occurrence": int(said["occurrence"])}
        return Named(key, _beside(pairs, HASHED))
    if not key_columns:
        return None
    if set(key_columns) <= set(said):
        return Named({name: said[name] for name in key_columns}, _beside(pairs, key_columns))
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
        if wanted.items() <= _by_name(pairs).items() and (found := _beside(pairs, list(wanted))):
            return found
    return {}


def _cells(line: str) -> list[str]:
    mark = next((mark for mark in DELIMITERS if mark in line), ",")
    return [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=mark, skipinitialspace=True))]


def _pairs(cells: list[str]) -> list[tuple[str, str]]:
    """The cells as column and value, when all of them are; else nothing."""
    if not all("=" in cell for cell in cells):
        return []
    return [(name.strip(), value.strip()) for name, value in (cell.split("=", 1) for cell in cells)]


def _by_name(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """What was said first of each column."""
    return dict(reversed(pairs))


def _beside(pairs: list[tuple[str, str]], key: list[str]) -> dict[str, str]:
    """What the pairs say beyond the key: a part of the key that is named again is a marked cell, too."""
    rest, left = {}, list(key)
    for name, value in pairs:
        if name in left:
            left.remove(name)
        else:
            rest[name] = value
    return rest


def line(key: dict[str, Any], marks: dict[str, Any], key_columns: list[str]) -> str:
    """A row as a line that `named` reads as this key and these marks."""
    order = key_columns if set(key_columns) == set(key) else HASHED
    values = [_text(key[name]) for name in order]
    if marks or order is HASHED or any("=" in value for value in values):
        values = [f"{name}={_text(value)}" for name, value in [*((name, key[name]) for name in order), *marks.items()]]
    mark = next((mark for mark in DELIMITERS if any(mark in value for value in values)), ",")
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="").writerow(values)
    return out.getvalue()


def added(text: str, new: list[Named], key_columns: list[str]) -> str:
    """The lines with these rows among them, each row once: who marks more cells of a row adds to its line."""
    lines = [each for each in text.splitlines() if each.strip()]
    for row in new:
        wanted = {name: _text(value) for name, value in row.key.items()}
        same = [at for at, each in enumerate(lines) if wanted.items() <= _means(each, key_columns).items()]
        if same:
            lines[same[0]] = line(row.key, marks(lines[same[0]], row.key) | row.marks, key_columns)
        else:
            lines.append(line(row.key, row.marks, key_columns))
    return "\n".join(lines)


def _means(typed: str, key_columns: list[str]) -> dict[str, str]:
    """What a line says, by name, however it was written; nothing when it names no row."""
    cells = _cells(typed)
    said = _by_name(_pairs(cells))
    return said if said or len(cells) != len(key_columns) else dict(zip(key_columns, cells, strict=True))


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).splitlines())


def words(row: dict[str, Any], order: list[str]) -> str:
    """A row in a line, the columns of `order` first: `plate P9, well A1, signal -4.5`."""
    names = sorted(row, key=lambda name: order.index(name) if name in order else len(order))
    return ", ".join(f"{name} {'is empty' if row[name] in (None, '') else row[name]}" for name in names)
