"""A source as a table of DuckDB that can reach nothing but its own file."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import duckdb

from checks.engine.dialect import Connection, base_type
from checks.errors import CheckError, OverBudget, SourceUnreadable
from checks.source import Opened
from checks.sources import SOURCES
from checks.specs import ColumnType, Source
from checks.sql import quoted

TABLE = "data"
MEMORY = "512MB"
THREADS = 2
MOST_COLUMNS = 2_000
LOGICAL = {
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"), "integer"),
    **dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"), "integer"),
    **dict.fromkeys(("FLOAT", "DOUBLE", "DECIMAL"), "number"),
    **dict.fromkeys(("VARCHAR", "ENUM", "UUID"), "text"),
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TIME": "time",
    "INTERVAL": "duration",
    "BLOB": "binary",
}
_ZONED = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
_ABOUT_VALUES = (duckdb.ConversionException, duckdb.OutOfRangeException)
_ABOUT_THE_QUESTION = (
    *_ABOUT_VALUES,
    duckdb.BinderException,
    duckdb.TypeMismatchException,
    duckdb.ParserException,
    duckdb.CatalogException,
)


@dataclass(frozen=True)
class Table:
    """An open source: `data` holds its columns, `numbered` the same and the row's number in `number`."""

    name: str
    connection: Connection
    source: Opened
    types: dict[str, str]
    number: str
    _cache: dict[str, int] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[ColumnType, ...]:
        """Column names with logical types."""
        return tuple((name, self.logical(name)) for name in self.types)

    def logical(self, column: str) -> str:
        return LOGICAL.get(base_type(self.types[column]), "nested")

    @property
    def row_count(self) -> int:
        if "rows" not in self._cache:
            self._cache["rows"] = self.ask(f"SELECT count(*) FROM {TABLE}")[0][0]
        return self._cache["rows"]

    def ask(self, statement: str, values: Any = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement; raises SourceUnreadable or OverBudget when that is why it failed."""
        cursor = self.connection.cursor()
        try:
            cursor.execute(statement, values)
        except duckdb.Error as error:
            if isinstance(error, _ABOUT_VALUES):  # our own questions convert nothing but what the file holds
                raise SourceUnreadable(self.source.explain(str(error))) from None
            raise self.reason(error) or error from None
        return cursor.fetchall()

    def reason(self, error: duckdb.Error) -> CheckError | None:
        """What an error of DuckDB says about the source or the budget; None: it is about the question."""
        return _reason(error, self.source)


def _reason(error: duckdb.Error, source: Opened) -> CheckError | None:
    if isinstance(error, duckdb.OutOfMemoryException):
        return OverBudget(
            f"The data need more than the {MEMORY} of memory that a check may use. "
            "Check fewer columns at once, or divide the file."
        )
    if isinstance(error, _ABOUT_THE_QUESTION) and "parquet" not in str(error).lower():
        return None
    return SourceUnreadable(source.explain(str(error)))


@contextmanager
def open_table(source: Source) -> Iterator[Table]:
    """Open a source for questions; raises SourceUnreadable."""
    kind = SOURCES.get(source.kind)
    if kind is None:
        raise SourceUnreadable(f"There is no source of the kind {source.kind}. Choose {', '.join(SOURCES)}.")
    with kind.open(source) as opened, tempfile.TemporaryDirectory(prefix="checks-") as scratch:
        database = duckdb.connect(config=_settings(scratch))
        try:
            yield _prepare(source, opened, Connection(database))
        finally:
            database.close()


def _settings(scratch: str) -> dict[str, Any]:
    return {
        "threads": THREADS,
        "memory_limit": MEMORY,
        "temp_directory": scratch,
        "max_temp_directory_size": "4GB",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }


def _prepare(source: Source, opened: Opened, connection: Connection) -> Table:
    """Make the views, then lock the door: from here on only this file can be read, and nothing be set."""
    database = connection.database
    try:
        described = _scanned(database, opened)
        types = {row[0]: row[1] for row in described if row[0] != opened.numbered}
        number = _unused("row_number", types)
        _views(database, opened, types, number)
        database.execute(f"SET allowed_paths = ['{opened.address}']")
        database.execute("SET enable_external_access = false")
        database.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        raise _reason(error, opened) or SourceUnreadable(opened.explain(str(error))) from None
    if not types:
        raise SourceUnreadable(f"{source.name} has no columns. Check whether its export was finished.")
    return Table(source.name, connection, opened, types, number)


def _scanned(database: duckdb.DuckDBPyConnection, opened: Opened) -> list[Any]:
    described = database.execute(f"DESCRIBE SELECT * FROM {opened.scan}").fetchall()
    if len(described) > MOST_COLUMNS:
        raise SourceUnreadable(
            f"The file has {len(described):,} columns; at most {MOST_COLUMNS:,} are read. "
            "Put repeated columns into rows, or divide the file."
        )
    if opened.loaded:
        database.execute(f"CREATE TEMP TABLE loaded AS SELECT * FROM {opened.scan}")
    return described


def _views(database: duckdb.DuckDBPyConnection, opened: Opened, types: dict[str, str], number: str) -> None:
    """What counts as missing is settled here: one rule for every question (see checks/sources/file.py)."""
    columns = ", ".join(_viewed(name, kind) for name, kind in types.items())
    if not columns:
        return
    origin = "loaded" if opened.loaded else opened.scan
    row = "rowid" if opened.loaded else opened.numbered
    database.execute(f"CREATE TEMP VIEW {TABLE} AS SELECT {columns} FROM {origin}")
    database.execute(f"CREATE TEMP VIEW numbered AS SELECT {columns}, {row} AS {quoted(number)} FROM {origin}")


def _viewed(name: str, kind: str) -> str:
    """NaN as NULL; moments with a zone in UTC."""
    column = quoted(name)
    if kind in ("FLOAT", "DOUBLE"):
        return f"CASE WHEN isnan({column}) THEN NULL ELSE {column} END AS {column}"
    return f"timezone('UTC', {column}) AS {column}" if kind in _ZONED else column


def _unused(name: str, taken: dict[str, str]) -> str:
    used = {each.lower() for each in taken}
    while name in used:
        name += "_"
    return name
