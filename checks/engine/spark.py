"""A table of Spark, asked in Spark's SQL; Great Expectations reads it with its own engine for Spark."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from checks.engine.interface import MOST_COLUMNS, TABLE, Refused, Table, unused
from checks.errors import CheckError, SourceUnreadable
from checks.source import Clustered
from checks.sql import Number, marks, quoted

LOGICAL = {
    **dict.fromkeys(("tinyint", "smallint", "int", "bigint"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    **dict.fromkeys(("string", "char", "varchar"), "text"),
    "boolean": "boolean",
    "date": "date",
    **dict.fromkeys(("timestamp", "timestamp_ntz"), "datetime"),
    "interval": "duration",
    "binary": "binary",
}
_RENAMED = {"regexp_matches": "regexp_like"}
_TOKENS = re.compile(r""" "(?:[^"]|"")*" | '(?:[^']|'')*' | \b\w+\b(?=\() """, re.VERBOSE)
_QUESTION = ("AnalysisException", "ParseException", "NumberFormatException", "ArithmeticException", "DateTimeException")


@dataclass(frozen=True, kw_only=True)
class SparkTable(Table):
    """Temporary views of the session called `data` and `numbered`."""

    kind: str = "spark"
    opened: Clustered
    frame: Any
    refused: list[Exception] = field(default_factory=list)

    @property
    def faults(self) -> Sequence[Exception]:
        return self.refused

    @property
    def relation(self) -> tuple[str | None, str]:
        return None, TABLE

    def logical(self, column: str) -> str:
        return LOGICAL.get(re.split(r"[( ]", self.types[column])[0], "nested")

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        from pyspark.errors import PySparkException

        spoken = _TOKENS.sub(lambda token: _RENAMED.get(token.group(), token.group()), statement)
        try:
            return [tuple(row) for row in self.opened.session.sql(spoken, args=list(values)).collect()]
        except PySparkException as error:
            self.refused.append(error)
            raise self.reason(error) or Refused(str(error)) from None

    attempt = ask

    @property
    def most_numbers(self) -> int:
        return 0  # the cluster groups them itself

    def number_of(self, columns: tuple[str, ...]) -> Number:
        return Number(f"xxhash64({', '.join(map(quoted, columns))})", exact=False)

    def numbers(self, statement: str) -> Iterator[Any]:
        raise NotImplementedError("Numbers stay in the cluster.")

    def reason(self, error: Exception) -> CheckError | None:
        if type(error).__name__ in _QUESTION:
            return None
        return SourceUnreadable(f"Spark could not read {self.name}. Try again, or ask whoever keeps the cluster.")

    def sa_engine(self) -> sa.Engine:
        raise NotImplementedError("Spark is not asked through SQLAlchemy.")

    def pattern_fault(self, regex: str) -> str:
        try:
            self.ask("SELECT regexp_like('', ?)", [regex])
        except (Refused, SourceUnreadable):
            return "Spark reads patterns as Java does"
        return ""

    @property
    def row_hash(self) -> str:
        texts = ", ".join(f"CAST({quoted(name)} AS string)" for name in self.types)
        return f"sha2(to_json(array({texts})), 256)"

    def alike(self, numbers: Sequence[Any]) -> tuple[str, list[Any]]:
        columns = ", ".join(map(quoted, self.types))
        same = f"SELECT xxhash64({columns}) FROM numbered WHERE {quoted(self.number)} IN ({marks(len(numbers))})"
        return f"xxhash64({columns}) IN ({same})", list(numbers)

    def equals(self, column: str, value: Any) -> tuple[str, list[Any]]:
        if value is None:
            return f"{quoted(column)} IS NULL", []
        return f"{quoted(column)} = try_cast(? AS {self.types[column]})", [str(value)]


@contextmanager
def spark_table(name: str, opened: Clustered) -> Iterator[SparkTable]:
    """The table of a source; `name` is what people call it. Raises SourceUnreadable."""
    from pyspark.sql import functions

    frame = opened.session.table(opened.source.table)
    types = dict(frame.dtypes)
    if len(types) > MOST_COLUMNS:
        raise SourceUnreadable(f"{name} has {len(types):,} columns; at most {MOST_COLUMNS:,} are read.")
    number = unused("row_number", types)
    frame.createOrReplaceTempView(TABLE)
    frame.withColumn(number, functions.monotonically_increasing_id()).createOrReplaceTempView("numbered")
    # No state is fixed: Spark has none for tables of every format, so the data are never taken to be unchanged.
    yield SparkTable(name=name, types=types, number=number, fingerprint="", opened=opened, frame=frame)
