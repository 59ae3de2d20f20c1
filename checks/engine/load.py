"""Read a text file once: a large one quickly, with types guessed from its first rows as long as all rows fit them.

What was read is kept as a table, or quicker and in less memory as a Parquet file in the folder of the run, where no
memory limit makes DuckDB press it out and in again. Only types that Parquet keeps bit by bit go there.
"""
# ruff: noqa: S608  (scans are ours, names are quoted by quoted())

import errno
import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from checks.engine.interface import unused
from checks.errors import OverBudget
from checks.source import Opened
from checks.sql import quoted

_TABLE = "loaded"
_FILE = "loaded.parquet"
_DO_NOT_FIT = (duckdb.ConversionException, duckdb.InvalidInputException)
_NO_ROOM = tuple(os.strerror(number) for number in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT))
# A cast takes more than the guess did: 1.5 would be rounded to a whole number, a moment cut to its day, 1 be true.
# {} is the text of a value; where the condition holds, it is no value of the type that was guessed.
_NOT = {
    "DATE": "strlen({0}) > 10",
    "TIMESTAMP": "CASE WHEN strlen({0}) = 19 AND {0}[17] = ':' THEN FALSE ELSE {0} NOT SIMILAR TO "
    r"'\d{{4}}-\d\d?-\d\d?([ T]\d\d?:\d\d?:\d\d?(\.\d*)?)?' END",
    "BOOLEAN": "lower({0}) NOT IN ('true', 'false')",
}
# Whole numbers are tried together: one long text is looked through in a third of the time of many short ones.
_WHOLE = "BIGINT"
_NOT_WHOLE = "contains({0}, '.') OR contains({0}, 'e') OR contains({0}, 'E')"
_AS_READ = ("VARCHAR", "DOUBLE")
_TOGETHER = "whole numbers"
_VECTOR = 2_048  # rows that DuckDB takes in hand at once
# Of a piece of the file that is put together in memory:
_MOST_ROWS = 30 * _VECTOR
_MOST_CELLS = 1_000_000
_MOST_BYTES = 16 * 1024**2
_MOST_DIFFERENT = 3_000  # values that are written once each; looking for more of them takes longer than it saves


@dataclass(frozen=True)
class Loaded:
    """`scan`: what to select from; `number`: SQL of a row's number there; `path`: of the file it lies in, or ""."""

    scan: str
    number: str
    path: str = ""


def load(
    database: duckdb.DuckDBPyConnection, opened: Opened, scan: str, guessed: dict[str, str], folder: str
) -> Loaded:
    """The rows, read once. The type of a column is that of all its values, however it was found.

    `guessed`: the types of the quick scan's columns, if there is one.
    """
    if opened.quick_scan and (quick := _quickly(database, opened, guessed, str(Path(folder, _FILE)))):
        return quick
    database.execute(f"CREATE OR REPLACE TEMP TABLE {_TABLE} AS SELECT * FROM {scan}")
    return Loaded(_TABLE, "rowid")


def _quickly(database: duckdb.DuckDBPyConnection, opened: Opened, guessed: dict[str, str], path: str) -> Loaded | None:
    """None unless the guess held: every row fits it, and no column was empty in the rows that were guessed from.

    What is guessed from some rows is the narrowest type that holds these, so if it holds all, it is theirs too.
    """
    if any(kind not in (*_NOT, *_AS_READ, _WHOLE) for kind in guessed.values()) or _hides_numbers(guessed):
        return None
    loaded = Loaded(f"read_parquet({_literal(path)}, hive_partitioning = false)", "file_row_number", path)
    try:
        _keep(database, _checked(opened.quick_scan, guessed), path, _piece(opened, len(guessed)))
    except (*_DO_NOT_FIT, duckdb.OutOfMemoryException):  # of very long texts not even a piece may fit into memory
        return None
    texts = [name for name, kind in guessed.items() if kind == "VARCHAR"]
    return loaded if all(_seen(database, loaded, text, opened.guessed_from) for text in texts) else None


def _hides_numbers(guessed: dict[str, str]) -> bool:
    """Whether a column is called like those by which a Parquet file numbers its rows."""
    return any(name.lower() in ("file_row_number", "file_index") for name in guessed)


def _checked(quick_scan: str, guessed: dict[str, str]) -> str:
    """The SELECT of all columns in their types, which fails at the first value that is not of its type."""
    texts = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name, kind in guessed.items() if kind not in _AS_READ)
    scan = f"{quick_scan[:-1]}, types = {{{texts}}})" if texts else quick_scan
    whole = [quoted(name) for name, kind in guessed.items() if kind == _WHOLE]
    together = quoted(unused(_TOGETHER, guessed))
    columns = {name: _column(name, kind) for name, kind in guessed.items()}
    if whole:
        first = next(name for name, kind in guessed.items() if kind == _WHOLE)
        columns[first] = _unless(_NOT_WHOLE.format(together), first, _WHOLE)
        scan = f"(SELECT *, concat({', '.join(whole)}) AS {together} FROM {scan})"
    return f"SELECT {', '.join(columns.values())} FROM {scan}"


def _column(name: str, kind: str) -> str:
    column = quoted(name)
    if kind == _WHOLE:
        return f"CAST({column} AS {kind}) AS {column}"
    return _unless(_NOT[kind].format(column), name, kind) if kind in _NOT else column


def _unless(wrong: str, name: str, kind: str) -> str:
    column = quoted(name)
    return f"CASE WHEN {wrong} THEN error('no {kind}') ELSE CAST({column} AS {kind}) END AS {column}"


def _piece(opened: Opened, columns: int) -> int:
    """How many rows are put together in memory."""
    rows = min(_MOST_ROWS, _MOST_CELLS // columns, _MOST_BYTES // (opened.row_bytes or 1))
    return max(_VECTOR, rows // _VECTOR * _VECTOR)


def _keep(database: duckdb.DuckDBPyConnection, selected: str, path: str, rows: int) -> None:
    form = "FORMAT parquet, COMPRESSION uncompressed, PARQUET_VERSION v2"
    sizes = f"ROW_GROUP_SIZE {rows}, DICTIONARY_SIZE_LIMIT {_MOST_DIFFERENT}"
    try:
        database.execute(f"COPY ({selected}) TO {_literal(path)} ({form}, {sizes})")
    except duckdb.IOException as error:
        if any(reason in str(error) for reason in _NO_ROOM):
            raise OverBudget(
                "The data need more room on the server's disk than there is. Check fewer rows at once, or ask an "
                "administrator for more room."
            ) from None
        raise


def _seen(database: duckdb.DuckDBPyConnection, loaded: Loaded, text: str, rows: int) -> bool:
    """Whether a column that was taken for text held something in the rows that were guessed from, or nowhere."""
    filled = f"SELECT {loaded.number} FROM {loaded.scan} WHERE {quoted(text)} IS NOT NULL LIMIT 1"
    first = database.execute(filled).fetchone()
    return first is None or first[0] < rows


def _literal(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
