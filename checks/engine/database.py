"""A table of an SQL database, asked through SQLAlchemy over the one connection and transaction that is open."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa

from checks.asking import Asking, ValueRefused, asking_of
from checks.engine.copied import Copied
from checks.engine.interface import MOST_COLUMNS, TABLE, WRITTEN_SECONDS, Refused, Table, unused
from checks.engine.logical import is_common, logical_name
from checks.errors import CheckError, OverBudget, SourceUnreadable
from checks.kind import Unable
from checks.source import Connected
from checks.sql import Number, marks, quoted

_PLAIN_NUMBERS = ("DOUBLE", "REAL", "FLOAT", "INTEGER", "BIGINT", "SMALLINT")
MOST_NUMBERS = 16_000_000  # held at once, at most eight bytes each
GATHERED = 320_000_000  # bytes
_FEWEST_PARTS, _MOST_PARTS = 4, 64  # read side by side by the processes of a server
_MOST_NAMES = 4_000  # of columns in one question, all parts together
_RANGED = ("integer", "text", "date", "boolean")  # types that are quick to compare


@dataclass(frozen=True, kw_only=True)
class DatabaseTable(Table):
    """`data` and `numbered` stand before each statement as its first WITH, which the server looks through."""

    asking: Asking
    reflected: dict[str, Any]
    row_number: str

    @property
    def faults(self) -> Sequence[Exception]:
        return self.asking.faults

    @property
    def relation(self) -> tuple[str | None, str]:
        source = self.asking.connected.source
        return source.schema, source.table

    def logical(self, column: str) -> str:
        return logical_name(self.reflected[column])

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.asking.ask(self.with_names(statement), values)

    def attempt(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return self.ask(statement, values)
        except (ValueRefused, self.asking.engine.dialect.loaded_dbapi.Error) as error:
            raise Refused(str(error)) from None

    def written(self, statement: str, seconds: float = WRITTEN_SECONDS) -> list[tuple[Any, ...]]:
        known, dialect = len(self.faults), self.asking.connected.dialect
        dialect.hurry(self.asking.ask, seconds)
        try:
            return self.ask(statement)
        except OverBudget:
            raise Unable(
                f"The query took longer than {seconds:g} seconds, or more room than the database gives it. "
                "Ask it about fewer rows, or more simply."
            ) from None
        except (CheckError, ValueRefused, self.asking.engine.dialect.loaded_dbapi.Error) as error:
            raise Refused(str(error)) from None
        finally:
            del self.asking.faults[known:]
            dialect.hurry(self.asking.ask, None)

    @property
    def keeps_order(self) -> bool:
        return self.row_number == "ctid"

    def median(self, column: str) -> float | None:
        """Taken as numbers and sorted here: a server with little memory for sorting would write them to its disk."""
        form = self.number_of_middle(column)
        if self.row_count > MOST_NUMBERS or form is None:
            return super().median(column)
        if ("middle", (column,)) not in self.memo:
            [numbers] = self.gathered([form])
            self.memo["middle", (column,)] = float(np.median(numbers)) if len(numbers) else None
        found: float | None = self.memo["middle", (column,)]
        return found

    def number_of_middle(self, column: str) -> Number | None:
        if not self.types[column].upper().startswith(_PLAIN_NUMBERS):
            return None
        return Number(f"CAST({quoted(column)} AS double precision)", exact=False, kind="float8")

    @property
    def gathers(self) -> int:
        """Every question reads whole rows; what comes in one piece is held three times on its way."""
        return GATHERED if len(self.places) > 1 else GATHERED // 10

    @property
    def places(self) -> list[str]:
        """Conditions on the table itself, for parts that the processes of a server read side by side."""
        if "places" not in self.memo:
            most = max(_FEWEST_PARTS, min(_MOST_PARTS, _MOST_NAMES // len(self.types)))
            connected = self.asking.connected
            self.memo["places"] = connected.dialect.places(self.asking.ask, connected.source, most)
        found: list[str] = self.memo["places"]
        return found

    @property
    def most_numbers(self) -> int:
        return MOST_NUMBERS

    def number_of(self, columns: tuple[str, ...]) -> Number:
        types = {name: self.types[name].upper() for name in columns}
        return self.asking.connected.dialect.number_of({name: self.logical(name) for name in columns}, types)

    def numbers(self, statement: str) -> Iterator[Any]:
        yield from self._copied([Number("CAST(n AS bigint)", exact=False)], f"({statement}) AS counted")

    def gathered(self, forms: Sequence[Number]) -> list[Any]:
        return self._copied(forms, TABLE)

    def _copied(self, forms: Sequence[Number], relation: str) -> list[Any]:
        """Parts of the table are read side by side, and come as some rows of many numbers each."""
        dialect = self.asking.connected.dialect
        asked = f"SELECT {', '.join(map(dialect.packed, forms))} FROM {relation}"
        into = Copied([form.kind for form in forms], self.row_count)
        self.asking.copy(" UNION ALL ".join(f"({self.with_names(asked, place)})" for place in self.places), into)
        return into.columns()

    def with_names(self, statement: str, place: str = "TRUE") -> str:
        """A SELECT that knows `data` and `numbered`; other statements as they are."""
        bare = statement.lstrip()
        opening = bare[:5].upper()
        if opening not in ("SELEC", "WITH ", "WITH\n"):
            return statement
        schema, name = self.relation
        columns = ", ".join(f"{self._read(each)} AS {quoted(each)}" for each in self.types)
        origin = f"{quoted(str(schema))}.{quoted(name)}"
        rows = f"FROM {origin} WHERE {place}"
        named = (
            f"WITH {TABLE} AS NOT MATERIALIZED (SELECT {columns} {rows}), numbered AS NOT MATERIALIZED"
            f" (SELECT {columns}, {self.row_number} AS {quoted(self.number)} {rows})"
        )
        return f"{named}, {bare[5:]}" if opening.startswith("WITH") else f"{named} {bare}"

    def _read(self, column: str) -> str:
        """Types that few functions know (enumerations, UUIDs, JSON, lists, types of extensions) are read as text."""
        return quoted(column) if is_common(self.reflected[column]) else f"CAST({quoted(column)} AS text)"

    def reason(self, error: Exception) -> CheckError | None:
        return self.asking.reason(error)

    def sa_engine(self) -> sa.Engine:
        return self.asking.engine

    def pattern_fault(self, regex: str) -> str:
        return self.asking.connected.dialect.pattern_fault(self.asking.ask, regex)

    def is_unique(self, columns: Sequence[str]) -> bool:
        connected = self.asking.connected
        return connected.dialect.is_unique(self.asking.ask, connected.source, columns)

    @property
    def row_hash(self) -> str:
        return self.asking.connected.dialect.row_hash(list(self.types))

    def alike(self, numbers: Sequence[Any]) -> tuple[str, list[Any]]:
        """Each column by itself holds one of the values that the rows hold: quicker than hashing every row."""
        which = f"{quoted(self.number)} IN ({marks(len(numbers))})"
        names = [quoted(name) for name in self.types if self.logical(name) in _RANGED]
        parts = [f"({name} IS NULL OR {name} IN (SELECT {name} FROM numbered WHERE {which}))" for name in names]
        return " AND ".join(parts) or "TRUE", list(numbers) * len(parts)

    def equals(self, column: str, value: Any) -> tuple[str, list[Any]]:
        name = quoted(column)
        if value is None:
            return f"{name} IS NULL", []
        if not is_common(self.reflected[column]):
            return f"{name} = ?", [str(value)]
        return f"{name} = CAST(CAST(? AS text) AS {self.types[column]})", [str(value)]


@contextmanager
def database_table(name: str, connected: Connected) -> Iterator[DatabaseTable]:
    """The table of a database that was called; `name` is what people call it. Raises SourceUnreadable."""
    asking = asking_of(connected)
    try:
        yield _described(name, asking)
    finally:
        asking.engine.dispose()


def _described(name: str, asking: Asking) -> DatabaseTable:
    source, dialect = asking.connected.source, asking.connected.dialect
    reflected = _reflected(asking)
    if not reflected:
        raise SourceUnreadable(f"{name} has no columns. Check whether it is the right table.")
    if len(reflected) > MOST_COLUMNS:
        raise SourceUnreadable(
            f"The table has {len(reflected):,} columns; at most {MOST_COLUMNS:,} are read. "
            "Put repeated columns into rows."
        )
    types = {column: kind.compile(asking.engine.dialect) for column, kind in reflected.items()}
    return DatabaseTable(
        name=name,
        kind=dialect.name,
        types=types,
        number=unused("row_number", types),
        fingerprint=dialect.state(asking.ask, source),
        asking=asking,
        reflected=reflected,
        row_number=dialect.row_number(asking.ask, source, list(types)),
    )


def _reflected(asking: Asking) -> dict[str, Any]:
    source = asking.connected.source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", sa.exc.SAWarning)  # a type that SQLAlchemy does not know is nested to us
            columns = sa.inspect(asking.engine).get_columns(source.table, schema=source.schema)
    except sa.exc.NoSuchTableError:
        raise SourceUnreadable(
            f"There is no table {source.schema}.{source.table}. "
            "Check the names of schema and table, or ask for the right to see it."
        ) from None
    except sa.exc.DBAPIError as error:
        raise asking.reason(error.orig or error) or error from None
    return {each["name"]: each["type"] for each in columns}
