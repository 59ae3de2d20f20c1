"""DuckDB as Great Expectations sees it: PostgreSQL's dialect of SQLAlchemy, with DuckDB's differences.

Named postgresql, because Great Expectations chooses SQL, types and patterns by that name. Its differences:
results are kept before the connection goes back (it reads them afterwards); `~` is a search in PostgreSQL and
a full match in DuckDB; dividing by CAST(… AS NUMERIC) would keep three digits only; every name is quoted.
"""

from types import SimpleNamespace
from typing import Any

import duckdb
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.base import PGCompiler, PGDialect, PGIdentifierPreparer
from sqlalchemy.pool import StaticPool

TYPES = [
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
    "VARCHAR",
    "ENUM",
    "UUID",
    "BOOLEAN",
    "DATE",
    "TIME",
    "TIMESTAMP",
    "INTERVAL",
    "BLOB",
]


class Type(sa.types.UserDefinedType[Any]):
    """A type of DuckDB under its own name, as which Great Expectations compares and shows it."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **kw: Any) -> str:
        return self.name


class Cursor:
    """Runs a statement and keeps its rows, so that they outlive the connection's way back to the pool."""

    arraysize = 1
    rowcount = -1

    def __init__(self, connection: "Connection") -> None:
        self.connection = connection
        self.description: Any = None
        self.rows: list[tuple[Any, ...]] = []

    def execute(self, statement: str, parameters: Any = ()) -> None:
        try:
            done = self.connection.database.execute(statement, list(parameters))
            self.description, self.rows = done.description, done.fetchall()
        except duckdb.Error as error:
            self.connection.faults.append(error)
            raise

    def fetchone(self) -> tuple[Any, ...] | None:
        return self.rows.pop(0) if self.rows else None

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        taken, self.rows = self.rows[:size], self.rows[size:]
        return taken

    def fetchall(self) -> list[tuple[Any, ...]]:
        taken, self.rows = self.rows, []
        return taken

    def close(self) -> None:
        self.rows = []


class Connection:
    """One DuckDB connection as the database interface of Python; `faults` remembers what DuckDB refused."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self.database = database
        self.faults: list[duckdb.Error] = []

    def cursor(self) -> Cursor:
        return Cursor(self)

    def commit(self) -> None:
        """Nothing is ever written."""

    rollback = close = commit


class Compiler(PGCompiler):
    def visit_custom_op_binary(self, element: Any, operator: Any, **kw: Any) -> str:
        if operator.opstring not in ("~", "!~"):
            return super().visit_custom_op_binary(element, operator, **kw)  # type: ignore[no-any-return, no-untyped-call]
        negation = "NOT " if operator.opstring == "!~" else ""
        left, right = self.process(element.left, **kw), self.process(element.right, **kw)
        return f"({negation}regexp_matches({left}, {right}))"

    def visit_truediv_binary(self, binary: Any, operator: Any, **kw: Any) -> str:
        return f"{self.process(binary.left, **kw)} / {self.process(binary.right, **kw)}"


class Preparer(PGIdentifierPreparer):
    def _requires_quotes(self, value: str) -> bool:
        return True


class Dialect(PGDialect):
    default_paramstyle = "qmark"
    supports_statement_cache = False
    max_identifier_length = 65_535
    statement_compiler = Compiler
    preparer = Preparer

    def initialize(self, connection: Any) -> None:
        """PostgreSQL would be asked for its version and settings here; DuckDB has none of them."""
        self.server_version_info = (15, 0)
        self.default_schema_name = "main"
        self._backslash_escapes = False

    def get_columns(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        rows = connection.exec_driver_sql(f'DESCRIBE "{table_name}"').fetchall()
        return [{"name": row[0], "type": Type(base_type(row[1])), "nullable": True} for row in rows]

    def get_pk_constraint(self, connection: Any, table_name: str, schema: Any = None, **kw: Any) -> Any:
        return {"constrained_columns": [], "name": None}

    def has_table(self, connection: Any, table_name: str, schema: Any = None, **kw: Any) -> bool:
        return True


def base_type(name: str) -> str:
    """DECIMAL(18,3) → DECIMAL; TIMESTAMP WITH TIME ZONE and TIMESTAMP_NS → TIMESTAMP; INTEGER[] stays."""
    if name.endswith("]"):
        return name
    base = name.partition("(")[0].strip()
    return next((each for each in ("TIMESTAMP", "TIME") if base.startswith(each)), base)


def engine(connection: Connection) -> sa.Engine:
    """A SQLAlchemy engine over one DuckDB connection that is already open."""
    sa.dialects.registry.register("weirdduck", __name__, "Dialect")
    return sa.create_engine("weirdduck://", module=_DBAPI, creator=lambda: connection, poolclass=StaticPool)


_ERRORS = {
    "Error": duckdb.Error,
    "InterfaceError": duckdb.Error,
    "DatabaseError": duckdb.DatabaseError,
    "OperationalError": duckdb.OperationalError,
    "IntegrityError": duckdb.IntegrityError,
    "InternalError": duckdb.InternalError,
    "ProgrammingError": duckdb.ProgrammingError,
    "NotSupportedError": duckdb.NotSupportedError,
    "DataError": duckdb.DataError,
}
_DBAPI = SimpleNamespace(paramstyle="qmark", **_ERRORS)
