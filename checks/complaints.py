"""What is wrong with a file that an engine could not read, in words for whoever delivers the file."""

import csv
import json
import os
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

_READ_AT_MOST = 64 * 1024**2
_UNKNOWN = "its lines do not fit together"
_JSONL_REMEDY = "Mend it, or export the file again with one JSON object a line, in UTF-8."
_CSV_REMEDY = "Mend it, or export the file again as CSV in UTF-8 with quotes around texts."


def csv_complaint(path: str, fault: str) -> str:
    return f"{path} cannot be read as CSV: {fault or _UNKNOWN}. {_CSV_REMEDY}"


def csv_fault(descriptor: int, separator: str) -> str:
    """Which line of a CSV is at fault and why, "" for none; looks through the first 64 MiB once more, strictly."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), "rb") as raw:
        return _first_fault(TextIOWrapper(raw, encoding="utf-8-sig", newline=""), separator)


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
    except csv.Error as error:
        if "end of data" in str(error) or "limit" in str(error):
            return f"line {start} has a quote that is never closed"
        return f"line {start} has a quote in the middle of a field"
    return ""


def _limited(text: TextIOWrapper) -> Iterator[str]:
    left = _READ_AT_MOST
    for line in text:
        left -= len(line)
        if left < 0:
            return
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
    left = _READ_AT_MOST
    for number, line in enumerate(raw, 1):
        left -= len(line)
        if left < 0:
            return ""
        if line.strip() and (fault := _fault_of(line)):
            return f"line {number} {fault}"
    return ""


def _fault_of(line: bytes) -> str:
    try:
        found = json.loads(line)
    except UnicodeDecodeError:
        return "holds bytes that are no UTF-8 text"
    except (ValueError, RecursionError):
        return "is no JSON"
    return "" if isinstance(found, dict) else "is no object in { }"
