"""What is wrong with a file that an engine could not read, in words for whoever delivers the file."""

import csv
import json
import os
import re
from collections.abc import Iterator
from io import TextIOWrapper
from typing import Any, BinaryIO

_READ_AT_MOST = 64 * 1024**2
_LONGEST_LINE = 2_000_000  # characters; DuckDB reads no longer ones
_LONGEST_OBJECT = 16 * 1024**2  # bytes; the same
_HALF = re.compile("[\ud800-\udfff]")
_UNKNOWN = "its lines do not fit together"
_JSONL_REMEDY = "Mend it, or export the file again with one JSON object a line, in UTF-8."
_CSV_REMEDY = "Mend it, or export the file again as CSV in UTF-8 with quotes around texts."


def csv_complaint(path: str, fault: str) -> str:
    return f"{path} cannot be read as CSV: {fault or _UNKNOWN}. {_CSV_REMEDY}"


def csv_fault(descriptor: int, separator: str) -> str:
    """Which line of a CSV is at fault and why, "" for none; looks through the first 64 MiB once more, strictly."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), "rb") as raw:
        found = _first_fault(TextIOWrapper(raw, encoding="utf-8-sig", newline=""), separator)
    return found or _mixed_ends(os.pread(descriptor, _READ_AT_MOST // 64, 0))


def _mixed_ends(start: bytes) -> str:
    both = start.count(b"\r\n")
    kinds = [both, start.count(b"\r") - both, start.count(b"\n") - both]
    return "its lines end in different ways (CR, LF or both)" if sum(map(bool, kinds)) > 1 else ""


def _first_fault(text: TextIOWrapper, separator: str) -> str:
    reader = csv.reader(_limited(text), delimiter=separator, strict=True)
    width, start = 0, 1
    try:
        for record in reader:
            width = width or len(record)
            if record and len(record) != width:
                return f"line {start} has {len(record)} fields, and the header has {width}"
            start = reader.line_num + 1
    except UnicodeDecodeError:
        return f"it holds bytes that are no UTF-8 text, at or after line {start}"
    except _TooLong:
        return f"line {start} has more than {_LONGEST_LINE:,} characters, which is too long for a line"
    except csv.Error as error:
        if "limit" in str(error):
            return f"line {start} has a value that is far too long, perhaps for want of a closing quote"
        if "end of data" in str(error):
            return f"line {start} has a quote that is never closed"
        return f"line {start} has a quote in the middle of a field"
    return ""


class _TooLong(ValueError):
    """A line that nobody could read."""


def _limited(text: TextIOWrapper) -> Iterator[str]:
    left = _READ_AT_MOST
    while left > 0 and (line := text.readline(_LONGEST_LINE + 1)):
        if len(line) > _LONGEST_LINE:
            raise _TooLong
        left -= len(line)
        yield line


def parquet_complaint(path: str) -> str:
    return f"{path} cannot be read as Parquet: part of it is damaged or missing. Copy or export it again."


def jsonl_complaint(path: str, fault: str) -> str:
    return f"{path} cannot be read as JSON lines: {fault or _UNKNOWN}. {_JSONL_REMEDY}"


def jsonl_fault(descriptor: int) -> str:
    """Which line is at fault and why, "" for none; looks through the first 64 MiB once more."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), "rb") as raw:
        return _first_bad_line(raw)


def _first_bad_line(raw: BinaryIO) -> str:
    left, number = _READ_AT_MOST, 0
    while left > 0 and (line := raw.readline(_LONGEST_OBJECT + 1)):
        left, number = left - len(line), number + 1
        if len(line) > _LONGEST_OBJECT:
            return f"line {number} is longer than {_LONGEST_OBJECT // 1024**2} MiB"
        if line.strip() and (fault := _fault_of(line)):
            return f"line {number} {fault}"
    return ""


def _fault_of(line: bytes) -> str:
    try:
        found = json.loads(line, object_pairs_hook=_named)
    except UnicodeDecodeError:
        return "holds bytes that are no UTF-8 text"
    except _Odd as odd:
        return str(odd)
    except (ValueError, RecursionError):
        return "is no JSON"
    if isinstance(found, dict):
        return "holds half of a character (a lone surrogate)" if _HALF.search(_unescaped(found)) else ""
    return "is no object in { }"


class _Odd(ValueError):
    """What JSON allows and a table does not."""


def _named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name.lower() for name, _ in pairs]
    if "" in names:
        raise _Odd("has a field without a name")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise _Odd(f"names the field {twice[:60]} twice")
    return dict(pairs)


def _unescaped(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False)
