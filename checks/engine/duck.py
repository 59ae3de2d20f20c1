"""Files as a table of DuckDB that can reach nothing but those files."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import sqlalchemy as sa

from checks.engine.dialect import Connection, engine
from checks.engine.interface import MOST_COLUMNS, TABLE, WRITTEN_SECONDS, Refused, Table, unused
from checks.engine.load import load
from checks.engine.logical import duck_name
from checks.engine.middle import middle
from checks.engine.parts import fitted
from checks.errors import CheckError, OverBudget, SourceUnreadable
from checks.kind import Unable
from checks.source import Opened
from checks.sql import Number, marks, quoted

MEMORY = "512MB"
THREADS = 2
MOST_NUMBERS = 48_000_000
MANY = 24_000_000
_NUMBERED = {
    "integer": "CAST({} AS BIGINT)",
    "date": "CAST(epoch({}) AS BIGINT)",
    "datetime": "epoch_us({})",
    "boolean": "CAST({} AS BIGINT)",
}
_WIDE = ("HUGEINT", "UHUGEINT", "UBIGINT")
_CHUNK = 50  # vectors of 2,048 rows
_OF_THE_SCAN = ("file_row_number", "file_index")  # columns of this name hide those by which a scan numbers its rows
_ZONED = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
_ABOUT_VALUES = (duckdb.ConversionException, duckdb.OutOfRangeException)
_ABOUT_THE_QUESTION = (
    *_ABOUT_VALUES,
    duckdb.BinderException,
    duckdb.TypeMismatchException,
    duckdb.ParserException,
    duckdb.CatalogException,
)


@dataclass(frozen=True, kw_only=True)
class DuckTable(Table):
    """Views of DuckDB called `data` and `numbered`."""

    kind: str = "duckdb"
    connection: Connection
    source: Opened

    @property
    def faults(self) -> Sequence[Exception]:
        return self.connection.faults

    @property
    def relation(self) -> tuple[str | None, str]:
        return None, TABLE

    def logical(self, column: str) -> str:
        return duck_name(self.types[column])

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        cursor = self.connection.cursor()
        with self._errors():
            cursor.execute(statement, values)
        return cursor.fetchall()

    def attempt(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        cursor = self.connection.cursor()
        try:
            cursor.execute(statement, values)
        except duckdb.Error as error:
            raise self.reason(error) or Refused(str(error)) from None
        return cursor.fetchall()

    def written(self, statement: str, seconds: float = WRITTEN_SECONDS) -> list[tuple[Any, ...]]:
        known = len(self.faults)
        cursor = self.connection.cursor()
        alarm = threading.Timer(seconds, self.connection.database.interrupt)
        alarm.start()
        try:
            cursor.execute(statement)
        except duckdb.Error as error:
            del self.connection.faults[known:]
            raise _refused(error, seconds) from None
        finally:
            alarm.cancel()
        return cursor.fetchall()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            if isinstance(error, _ABOUT_VALUES):  # our own questions convert nothing but what the file holds
                raise SourceUnreadable(self.source.explain(str(error))) from None
            raise self.reason(error) or error from None

    def median(self, column: str) -> float | None:
        """Of many rows, without holding them: DuckDB's own median takes all values into memory."""
        return middle(self, column) if self.row_count > MANY else super().median(column)

    @property
    def keeps_order(self) -> bool:
        return True

    @property
    def most_numbers(self) -> int:
        return MOST_NUMBERS

    def number_of(self, columns: tuple[str, ...]) -> Number:
        exact = _NUMBERED.get(self.logical(columns[0])) if len(columns) == 1 else None
        if exact and self.types[columns[0]] not in _WIDE:
            return Number(exact.format(quoted(columns[0])), exact=True)
        return Number(f"CAST(hash({', '.join(map(quoted, columns))}) >> 1 AS BIGINT)", exact=False)

    def numbers(self, statement: str) -> Iterator[Any]:
        with self._errors():
            done = self.connection.database.execute(statement)
            while len(chunk := done.fetch_df_chunk(_CHUNK)):
                yield chunk.iloc[:, 0].to_numpy()

    def reason(self, error: Exception) -> CheckError | None:
        return _reason(error, self.source)

    def sa_engine(self) -> sa.Engine:
        return engine(self.connection)

    def pattern_fault(self, regex: str) -> str:
        try:
            self.connection.database.execute("SELECT regexp_matches('', ?)", [regex]).fetchall()
        except duckdb.InvalidInputException as error:
            return str(error).removeprefix("Invalid Input Error: ").partition("\n")[0]
        return ""

    @property
    def row_hash(self) -> str:
        texts = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in self.types)
        return f"sha256(CAST(to_json([{texts}]) AS VARCHAR))"

    def alike(self, numbers: Sequence[Any]) -> tuple[str, list[Any]]:
        columns = ", ".join(map(quoted, self.types))
        same = f"SELECT hash({columns}) FROM numbered WHERE {quoted(self.number)} IN ({marks(len(numbers))})"
        return f"hash({columns}) IN ({same})", list(numbers)

    def equals(self, column: str, value: Any) -> tuple[str, list[Any]]:
        name, given = quoted(column), f"TRY_CAST(CAST(? AS VARCHAR) AS {self.types[column]})"
        both = f"({name} IS NOT DISTINCT FROM {given} AND ({name} IS NULL) = (CAST(? AS VARCHAR) IS NULL))"
        return both, [value, value]


def _refused(error: duckdb.Error, seconds: float) -> Refused | Unable:
    if isinstance(error, duckdb.InterruptException):
        return Unable(f"The query took longer than {seconds:g} seconds. Ask it about fewer rows, or more simply.")
    if isinstance(error, duckdb.OutOfMemoryException):
        return Unable(f"The query needs more than the {MEMORY} of memory that a check may use. Ask it more simply.")
    return Refused(str(error))


def _reason(error: Exception, source: Opened) -> CheckError | None:
    if isinstance(error, duckdb.OutOfMemoryException):
        return OverBudget(
            f"The data need more than the {MEMORY} of memory that a check may use. "
            "Check fewer columns at once, or divide the file."
        )
    if isinstance(error, _ABOUT_THE_QUESTION) and "parquet" not in str(error).lower():
        return None
    return SourceUnreadable(source.explain(str(error)))


_ready: list[duckdb.DuckDBPyConnection] = []


def make_ready(scratch: str) -> None:
    """Open the database that the next duck_table() uses, which takes longer than reading a small file."""
    _ready.append(duckdb.connect(config=_settings(scratch)))


@contextmanager
def duck_table(name: str, opened: Opened) -> Iterator[DuckTable]:
    """DuckDB over files that are held open; `name` is what people call the source."""
    with tempfile.TemporaryDirectory(prefix="checks-") as scratch:
        database = _ready.pop() if _ready else duckdb.connect(config=_settings(scratch))
        try:
            yield _prepare(name, opened, Connection(database), scratch)
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


def _prepare(name: str, opened: Opened, connection: Connection, scratch: str) -> DuckTable:
    """Make the views, then lock the door: from here on only this file can be read, and nothing be set."""
    database, number, paths = connection.database, opened.number, list(opened.parts)
    try:
        scan, note = fitted(database, opened)
        types = _scanned(database, opened.quick_scan or scan)
        if opened.loaded or any(name.lower() in _OF_THE_SCAN for name in types):
            loaded = load(database, opened, scan, types, scratch)
            scan, number, paths = loaded.scan, loaded.number, [*paths, *filter(None, [loaded.path])]
            types = _scanned(database, scan)
        called = unused("row_number", types)
        _views(database, scan, number, types, called)
        database.execute("SET allowed_paths = ?", [paths])
        database.execute("SET enable_external_access = false")
        database.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        raise _reason(error, opened) or SourceUnreadable(opened.explain(str(error))) from None
    if not types:
        raise SourceUnreadable(f"{name} has no columns. Check whether its export was finished.")
    return DuckTable(
        name=name,
        types=types,
        number=called,
        fingerprint=opened.fingerprint,
        note=note,
        guessed=opened.guessed,
        connection=connection,
        source=opened,
    )


def _scanned(database: duckdb.DuckDBPyConnection, scan: str) -> dict[str, str]:
    """Columns with DuckDB's types."""
    described = database.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
    if len(described) > MOST_COLUMNS:
        raise SourceUnreadable(
            f"The file has {len(described):,} columns; at most {MOST_COLUMNS:,} are read. "
            "Put repeated columns into rows, or divide the file."
        )
    return {row[0]: row[1] for row in described}


def _views(database: duckdb.DuckDBPyConnection, scan: str, row: str, types: dict[str, str], number: str) -> None:
    """What counts as missing is settled here: one rule for every question (see checks/files/formats.py)."""
    columns = ", ".join(_viewed(name, kind) for name, kind in types.items())
    if not columns:
        return
    database.execute(f"CREATE TEMP VIEW {TABLE} AS SELECT {columns} FROM {scan}")
    database.execute(f"CREATE TEMP VIEW numbered AS SELECT {columns}, {row} AS {quoted(number)} FROM {scan}")


def _viewed(name: str, kind: str) -> str:
    """NaN as NULL; moments with a zone in UTC."""
    column = quoted(name)
    if kind in ("FLOAT", "DOUBLE"):
        return f"CASE WHEN isnan({column}) THEN NULL ELSE {column} END AS {column}"
    return f"timezone('UTC', {column}) AS {column}" if kind in _ZONED else column
