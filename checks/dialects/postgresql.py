"""PostgreSQL 15 and newer, through psycopg2.

What counts as missing in a database is NULL alone. NaN is a value, equal to itself and larger than every other
number, because that is how the database's own queries, and Great Expectations on it, see it (for files see
checks/sources/file.py). Moments with a time zone are read as UTC.
"""

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any

import psycopg2
import sqlalchemy as sa
from psycopg2 import errors as refusals

from checks import rights, statements
from checks.dialect import Ask, Dialect
from checks.encryption import encryption_of
from checks.errors import CheckError
from checks.refused import connection_refused, statement_refused
from checks.specs import DatabaseSource
from checks.sql import Number, quoted

CONNECT_SECONDS = 10
STATEMENT_SECONDS = 900
LOCK_SECONDS = 5
IDLE_SECONDS = 300
_BEGIN = (
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
)
_SETTINGS = {
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "lock_timeout": f"{LOCK_SECONDS}s",
    "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
    "search_path": "",
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "standard_conforming_strings": "on",
    "synchronize_seqscans": "off",
    "client_connection_check_interval": "5s",
}
_OPTIONAL = {"temp_file_limit": "4GB"}  # only a superuser, or who was granted it, may set this
_HAS_KEY = """
    SELECT EXISTS (
        SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ? AND (c.relkind = 'p' OR NOT c.relhassubclass)
        AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
        AND NOT EXISTS (
            SELECT FROM unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) AS k (number)
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
            WHERE a.attname::text <> ALL (?) OR NOT a.attnotnull
        )
    )
"""
_MARK, _RETURN = "RELEASE SAVEPOINT asked; SAVEPOINT asked", "ROLLBACK TO SAVEPOINT asked"
_INTERPRETED = "SET LOCAL jit = off"  # to compile the many parts of a plan can take longer than to run them
_SHORT = ("INTEGER", "SMALLINT")  # at most 32 bits
_BLOCKS = 8_192  # read as one part: 64 MB, some hundred thousand rows
_CALLS_ITSELF = "weirdness checks"
_VIEWS = {"r": "table", "p": "table", "v": "view", "m": "view", "f": "table"}


class PostgreSQL(Dialect):
    name = "postgresql"
    driver = "psycopg2"
    renamed = {"regexp_matches": "regexp_like"}

    def connect(self, source: DatabaseSource, addresses: Sequence[str]) -> Any:
        """Only what is named here reaches the driver: no free keys, no password file, no service file."""
        try:
            with encryption_of(source) as encryption:
                connection = psycopg2.connect(
                    host=",".join([source.host] * len(addresses)),
                    hostaddr=",".join(addresses),
                    port=source.port,
                    dbname=source.database,
                    user=source.user,
                    password=source.password,
                    passfile="/dev/null",
                    gssencmode="disable",
                    connect_timeout=CONNECT_SECONDS,
                    client_encoding="utf8",
                    application_name=_CALLS_ITSELF,
                    **encryption,
                )
        except psycopg2.Error as error:
            raise connection_refused(source, error) from None
        connection.autocommit = True  # so that the transaction below is ours alone to end
        try:
            _begin(connection)
        except psycopg2.Error as error:
            connection.close()
            raise statement_refused(source, error) or connection_refused(source, error) from None
        return connection

    def guard(self, engine: sa.Engine) -> None:
        sa.event.listen(engine, "before_cursor_execute", _mark)
        sa.event.listen(engine, "handle_error", _return_to_mark)

    def hurry(self, ask: Ask, seconds: float | None) -> None:
        most = STATEMENT_SECONDS if seconds is None else seconds
        ask("SELECT pg_catalog.set_config('statement_timeout', ?, true)", [f"{int(most * 1000)}ms"])

    def reason(self, source: DatabaseSource, error: BaseException) -> CheckError | None:
        return statement_refused(source, error)

    def number_of(self, columns: dict[str, str], types: dict[str, str]) -> Number:
        """Two whole numbers of 32 bits are one of 64; otherwise several columns are hashed."""
        names = [quoted(name) for name in columns]
        short, logical = all(types[name] in _SHORT for name in columns), next(iter(columns.values()))
        if len(names) == 1 and short:
            return Number(f"CAST({names[0]} AS integer)", exact=True, kind="int4")
        if len(names) == 2 and short:
            first, second = names
            return Number(f"((CAST({first} AS bigint) << 32) | (CAST({second} AS bigint) & {2**32 - 1}))", exact=True)
        if len(names) == 1 and logical == "integer":
            return Number(f"CAST({names[0]} AS bigint)", exact=True)
        if len(names) == 1 and logical == "text":
            return Number(f"hashtextextended(CAST({names[0]} AS text), 0)", exact=False)
        filled = " AND ".join(f"{name} IS NOT NULL" for name in names)
        return Number(f"CASE WHEN {filled} THEN hash_record_extended(ROW({', '.join(names)}), 0) END", exact=False)

    def packed(self, form: Number) -> str:
        return f"string_agg({form.kind}send({form.sql}), ''::bytea)"

    def places(self, ask: Ask, source: DatabaseSource, most: int) -> list[str]:
        """Blocks of a table; a view, a table in parts, and one that is not kept in blocks are read as one."""
        found = ask(
            "SELECT pg_relation_size(c.oid) / current_setting('block_size')::bigint"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am a ON a.oid = c.relam"
            " WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'm') AND a.amname = 'heap'",
            [source.schema, source.table],
        )
        blocks = found[0][0] if found else 0
        step = max(_BLOCKS, -(-blocks // most))
        bounds = ["", *(f"'({start},0)'::tid" for start in range(step, blocks, step)), ""]
        return [_between(low, high) for low, high in pairwise(bounds)]

    def copy(self, connection: Any, statement: str, into: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"{_MARK}; {_INTERPRETED}")
            try:
                cursor.copy_expert(f"COPY ({statement}) TO STDOUT (FORMAT binary)", into)
            finally:
                if not connection.closed:
                    cursor.execute(_RETURN)  # also the end of the setting

    def is_about_a_value(self, error: BaseException) -> bool:
        return isinstance(error, psycopg2.DataError) and not isinstance(error, refusals.InvalidRegularExpression)

    def state(self, ask: Ask, source: DatabaseSource) -> str:
        """Which transactions are visible: the same ones show the same data. Rows from elsewhere have no telling."""
        [(kind, foreign, *seen)] = ask(
            "SELECT c.relkind::text, EXISTS (SELECT FROM pg_partition_tree(c.oid) p JOIN pg_class l ON l.oid = p.relid"
            " WHERE l.relkind = 'f'), c.oid::text, pg_current_snapshot()::text, pg_postmaster_start_time()::text"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?",
            [source.schema, source.table],
        )
        if kind not in "rpm" or foreign:
            return ""
        where = [source.host, str(source.port), source.database, source.user]
        return sha256("\0".join([*where, *seen]).encode()).hexdigest()

    def row_number(self, ask: Ask, source: DatabaseSource, columns: Sequence[str]) -> str:
        """The place where a row is kept; a view has none, and numbers its rows in the order of what they hold."""
        kind = self._kind(ask, source)
        if kind in "rm":
            return "ctid"
        return (
            "tableoid::text || ctid::text" if kind == "p" else f"row_number() OVER (ORDER BY {self.row_hash(columns)})"
        )

    def _kind(self, ask: Ask, source: DatabaseSource) -> str:
        [(kind,)] = ask(
            "SELECT c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = ? AND c.relname = ?",
            [source.schema, source.table],
        )
        return str(kind)

    def is_unique(self, ask: Ask, source: DatabaseSource, columns: Sequence[str]) -> bool:
        [(found,)] = ask(_HAS_KEY, [source.schema, source.table, list(columns)])
        return bool(found)

    def row_hash(self, columns: Sequence[str]) -> str:
        texts = ", ".join(f"{quoted(name)}::text" for name in columns)
        return f"encode(sha256(convert_to(to_json(ARRAY[{texts}])::text, 'UTF8')), 'hex')"

    def pattern_fault(self, ask: Ask, regex: str) -> str:
        try:
            ask("SELECT regexp_like('', ?)", [regex])
        except refusals.InvalidRegularExpression as error:
            return str(error.diag.message_primary)
        except ValueError:
            return "it holds a NUL character"
        return ""

    def writes(self, ask: Ask, schema: str) -> dict[str, Any] | None:
        return rights.writes(ask, schema)

    def statements(self, ask: Ask, after: list[Any] | None) -> dict[str, Any]:
        return statements.counted(ask, after)

    def schemas(self, ask: Ask) -> list[dict[str, Any]]:
        rows = ask(
            "SELECT nspname::text, obj_description(oid, 'pg_namespace') FROM pg_namespace"
            " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND has_schema_privilege(oid, 'USAGE')"
            " ORDER BY nspname"
        )
        return [{"name": name, "kind": "schema", "comment": comment or ""} for name, comment in rows]

    def tables(self, ask: Ask, schema: str) -> list[dict[str, Any]]:
        rows = ask(
            "SELECT c.relname::text, c.relkind::text, c.reltuples::bigint, pg_total_relation_size(c.oid),"
            " obj_description(c.oid, 'pg_class') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition"
            " AND has_table_privilege(c.oid, 'SELECT') ORDER BY c.relname LIMIT 10000",
            [schema],
        )
        return [
            {
                "name": name,
                "kind": _VIEWS[kind],
                "rows": rows if rows >= 0 and kind in "rpm" else None,
                "size": size if kind in "rm" else None,
                "comment": comment or "",
            }
            for name, kind, rows, size, comment in rows
        ]


def _begin(connection: Any) -> None:
    with connection.cursor() as cursor:
        for statement in _BEGIN:
            cursor.execute(statement)
        for name, value in _SETTINGS.items():
            cursor.execute("SELECT pg_catalog.set_config(%s, %s, true)", [name, value])
        for name, value in _OPTIONAL.items():
            cursor.execute("SAVEPOINT asked")
            try:
                cursor.execute("SELECT pg_catalog.set_config(%s, %s, true)", [name, value])
            except refusals.InsufficientPrivilege:
                cursor.execute("ROLLBACK TO SAVEPOINT asked")
        cursor.execute("SAVEPOINT asked")


def _mark(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
    with connection.connection.dbapi_connection.cursor() as own:
        own.execute(_MARK)


def _return_to_mark(context: Any) -> None:
    connection = context.connection.connection.dbapi_connection
    if isinstance(context.original_exception, psycopg2.Error) and not connection.closed:
        with connection.cursor() as own:
            own.execute(_RETURN)


def _between(low: str, high: str) -> str:
    """A condition on the place of a row, which may be open to one side or both."""
    parts = [f"ctid {sign} {bound}" for sign, bound in ((">=", low), ("<", high)) if bound]
    return " AND ".join(parts) or "TRUE"


KIND = PostgreSQL()
