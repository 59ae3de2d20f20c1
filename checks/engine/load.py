"""Read a text file once into a table: quickly with types guessed from its first rows, as long as all rows fit them."""
# ruff: noqa: S608  (scans are ours, names are quoted by quoted())

import duckdb

from checks.source import Opened
from checks.sql import quoted

LOADED = "loaded"
_DO_NOT_FIT = (duckdb.ConversionException, duckdb.InvalidInputException)
# A cast takes more than the guess did: 1.5 would be rounded to a whole number, a moment cut to its day, 1 be true.
# {} is the text of a value; where the condition holds, it is no value of the type that was guessed.
_NOT = {
    "BIGINT": "contains({0}, '.') OR contains({0}, 'e') OR contains({0}, 'E')",
    "DATE": "strlen({0}) > 10",
    "TIMESTAMP": "CASE WHEN strlen({0}) = 19 AND {0}[17] = ':' THEN FALSE ELSE {0} NOT SIMILAR TO "
    r"'\d{{4}}-\d\d?-\d\d?([ T]\d\d?:\d\d?:\d\d?(\.\d*)?)?' END",
    "BOOLEAN": "lower({0}) NOT IN ('true', 'false')",
}
_AS_READ = ("VARCHAR", "DOUBLE")


def load(database: duckdb.DuckDBPyConnection, opened: Opened, scan: str) -> None:
    """Make the table `loaded`. The type of a column is that of all its values, however it was found."""
    if not (opened.quick_scan and _quickly(database, opened)):
        _read(database, f"SELECT * FROM {scan}")


def _quickly(database: duckdb.DuckDBPyConnection, opened: Opened) -> bool:
    """Whether the guess held: every row fits it, and no column was empty in the rows that were guessed from.

    What is guessed from some rows is the narrowest type that holds these, so if it holds all, it is theirs too.
    """
    guessed = {row[0]: row[1] for row in database.execute(f"DESCRIBE SELECT * FROM {opened.quick_scan}").fetchall()}
    if any(kind not in _NOT and kind not in _AS_READ for kind in guessed.values()):
        return False
    texts = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name, kind in guessed.items() if kind in _NOT)
    scan = f"{opened.quick_scan[:-1]}, types = {{{texts}}})" if texts else opened.quick_scan
    columns = ", ".join(_column(name, kind) for name, kind in guessed.items())
    try:
        _read(database, f"SELECT {columns} FROM {scan}")
    except _DO_NOT_FIT:
        return False
    return _seen(database, [name for name, kind in guessed.items() if kind == "VARCHAR"], opened.guessed_from)


def _column(name: str, kind: str) -> str:
    column = quoted(name)
    if kind not in _NOT:
        return column
    wrong = _NOT[kind].format(column)
    return f"CASE WHEN {wrong} THEN error('no {kind}') ELSE CAST({column} AS {kind}) END AS {column}"


def _seen(database: duckdb.DuckDBPyConnection, texts: list[str], rows: int) -> bool:
    """Whether each column that was taken for text held something in the rows that were guessed from, or nowhere."""
    if not texts:
        return True
    counts = ", ".join(f"count({quoted(name)})" for name in texts)
    first = database.execute(f"SELECT {counts} FROM (SELECT * FROM {LOADED} LIMIT {rows})").fetchall()[0]
    if all(first):
        return True
    held = database.execute(f"SELECT {counts} FROM {LOADED}").fetchall()[0]
    return all(some or not later for some, later in zip(first, held, strict=True))


def _literal(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _read(database: duckdb.DuckDBPyConnection, selected: str) -> None:
    database.execute(f"CREATE OR REPLACE TEMP TABLE {LOADED} AS {selected}")
