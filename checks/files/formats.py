"""How each format is read: what DuckDB is told, and what is looked at before it is told anything.

What counts as missing, the same for all formats: NULL, and NaN in a column of floating numbers (as in pandas;
SQL alone would call NaN a value, the largest of all). In CSV, further: an empty field, quoted or not. The texts
NA, null, None and - are texts, because Namibia's code is NA: name them in an expectation if they stand for
nothing. In JSON lines a field that a line does not have is missing too. Moments with a time zone are read as UTC.

CSV is read strictly: UTF-8, one header line, quotes doubled inside quotes, each line with as many fields as the
header. The separator (comma, semicolon, tab, bar) is the one that the header holds most of. JSON lines: UTF-8, one
object a line. In both the type of a column is that of all its values, not of a sample. Compressed files are
refused: their size says nothing of what is inside.
"""

import csv
import os
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from checks.complaints import csv_complaint, csv_fault, jsonl_complaint, jsonl_fault, parquet_complaint
from checks.errors import SourceUnreadable
from checks.files.differences import columns_note
from checks.files.fingerprint import folder_fingerprint
from checks.files.magic import check_text
from checks.files.parts import Part
from checks.source import Opened

_SEPARATORS = ",;\t|"
_MAGIC = b"PAR1"
_HEAD = 65_536
_FIRST = 4_096
_SAMPLE = 100_000  # rows; looking at all of them once before reading them takes as long as reading them
_LARGE = 32 * 1024**2
_LOOKED_THROUGH = 100
_NUMBERED_PARTS = "(file_index::BIGINT << 40) + file_row_number"
_ADDRESS = re.compile(r"/proc/self/fd/\d+")

Parts = tuple[Part, ...]


def opened(parts: Parts, format_name: str) -> Opened:
    """The parts as one table; raises SourceUnreadable for what can be seen to be wrong at once."""
    reader = _READERS.get(format_name)
    if reader is None:
        raise SourceUnreadable(
            f"{parts[0].path} is registered as {format_name or 'nothing'}, which cannot be read. "
            f"Choose one of {', '.join(_READERS)}."
        )
    return reader(parts)


def _opened(parts: Parts, function: str, options: str, quick: str = "", **more: Any) -> Opened:
    addresses = ", ".join(f"'{part.address}'" for part in parts)
    common = f"{options}, hive_partitioning = false, filename = false)"
    by_name = ", union_by_name = true" if len(parts) > 1 else ""
    return Opened(
        parts={part.address: part.path for part in parts},
        scan=f"{function}([{addresses}]{by_name}{common}",
        plain_scan=f"{function}([{addresses}]{common}",
        fingerprint=_fingerprint(parts),
        quick_scan=f"{function}([{addresses}]{quick}, hive_partitioning = false, filename = false)" if quick else "",
        guessed_from=_SAMPLE if quick else 0,
        **more,
    )


def _fingerprint(parts: Parts) -> str:
    if len(parts) == 1:
        return parts[0].fingerprint
    return folder_fingerprint([(part.path, part.fingerprint) for part in parts])


def _told(parts: Parts, message: str) -> Parts:
    """The parts of which the engine may have spoken, the one that it named first."""
    named = set(_ADDRESS.findall(message))
    return tuple(sorted(parts, key=lambda part: part.address not in named))[:_LOOKED_THROUGH]


def _explained(parts: Parts, fault: Callable[[Part], str], complaint: Callable[[str, str], str], message: str) -> str:
    """What is wrong with the first part in which something is."""
    suspects = _told(parts, message)
    for part in suspects:
        if found := fault(part):
            return complaint(part.path, found)
    return complaint(suspects[0].path, "")


def _parquet(parts: Parts) -> Opened:
    for part in parts:
        _check_parquet(part)
    return _opened(
        parts,
        "read_parquet",
        "",
        loaded=False,
        number="file_row_number" if len(parts) == 1 else _NUMBERED_PARTS,
        explain=lambda message: parquet_complaint(_told(parts, message)[0].path),
    )


def _check_parquet(part: Part) -> None:
    if os.pread(part.descriptor, 4, 0) != _MAGIC:
        raise SourceUnreadable(f"{part.path} is not a Parquet file. Correct its format, or export it again.")
    if part.size < 12 or os.pread(part.descriptor, 4, part.size - 4) != _MAGIC:
        raise SourceUnreadable(
            f"{part.path} is cut off: the end of the Parquet file is missing. Copy or export it again."
        )


def _check_text(parts: Parts, wanted: str) -> None:
    for part in parts:
        check_text(part.path, os.pread(part.descriptor, _FIRST, 0), wanted)


def _csv(parts: Parts) -> Opened:
    _check_text(parts, "CSV")
    separator = _common_separator(parts)
    options = (
        f", delim = '{separator}', quote = '\"', escape = '\"', header = true, "
        f"strict_mode = {not any(map(_ends_otherwise, parts))}, "
        "compression = 'none', encoding = 'utf-8', comment = '', skip = 0, sample_size = -1, "
        "null_padding = false, ignore_errors = false"
    )
    quick = options.replace("sample_size = -1", f"sample_size = {_SAMPLE}")
    return _opened(
        parts,
        "read_csv",
        options,
        quick if len(parts) == 1 and parts[0].size > _LARGE else "",
        loaded=True,
        number="",
        explain=partial(_explained, parts, lambda part: csv_fault(part.descriptor, separator), csv_complaint),
        note=columns_note({part.path: _header(part, separator) for part in parts}),
        guessed=f"Columns are separated by {_SPOKEN[separator]}; the first line holds their names.",
        row_bytes=_row_bytes(parts[0]),
    )


_SPOKEN = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}


def _head(part: Part) -> str:
    return os.pread(part.descriptor, _HEAD, 0).partition(b"\n")[0].decode("utf-8-sig", "replace")


def _row_bytes(part: Part) -> int:
    head = os.pread(part.descriptor, _HEAD, 0)
    return len(head) // (head.count(b"\n") or 1)


def _header(part: Part, separator: str) -> list[str]:
    try:
        return next(csv.reader([_head(part).partition("\r")[0]], delimiter=separator), [])
    except csv.Error:  # the reader of the whole will say where
        return []


def _ends_otherwise(part: Part) -> bool:
    """Lines end in CR LF and the last one in LF alone, as some exports write it: DuckDB refuses that when strict."""
    head, tail = os.pread(part.descriptor, _HEAD, 0), os.pread(part.descriptor, 2, max(0, part.size - 2))
    return b"\r\n" in head and tail.endswith(b"\n") and tail != b"\r\n"


def _separator(part: Part) -> str:
    bare = "".join(_head(part).split('"')[::2])
    return max(_SEPARATORS, key=bare.count)


def _common_separator(parts: Parts) -> str:
    first = _separator(parts[0])
    for part in parts[1:]:
        if len(_header(part, first)) == 1 and (other := _separator(part)) != first:
            raise SourceUnreadable(
                f"{part.path} has its columns separated by {_SPOKEN[other]}, and {parts[0].path} by {_SPOKEN[first]}. "
                "Export the parts of a dataset alike."
            )
    return first


def _jsonl(parts: Parts) -> Opened:
    _check_text(parts, "JSON lines")
    options = (
        ", format = 'newline_delimited', records = true, compression = 'none', sample_size = -1, "
        "ignore_errors = false, convert_strings_to_integers = false, map_inference_threshold = -1"
    )
    return _opened(
        parts,
        "read_json",
        options,
        loaded=True,
        number="",
        explain=partial(_explained, parts, lambda part: jsonl_fault(part.descriptor), jsonl_complaint),
        guessed="Each line is one JSON object.",
    )


_READERS: dict[str, Callable[[Parts], Opened]] = {"csv": _csv, "parquet": _parquet, "jsonl": _jsonl}
ENDINGS = {".csv": "csv", ".tsv": "csv", ".parquet": "parquet", ".pq": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}
