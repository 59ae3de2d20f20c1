"""Our own names for the types of columns: from DuckDB's names, and from what SQLAlchemy makes of a database's."""

from typing import Any

import sqlalchemy as sa

from checks.engine.dialect import base_type

_DUCK = {
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
_NAMES: tuple[tuple[Any, str], ...] = (
    (sa.Boolean, "boolean"),
    (sa.Integer, "integer"),
    (sa.Numeric, "number"),
    (sa.DateTime, "datetime"),
    (sa.Date, "date"),
    (sa.Time, "time"),
    (sa.Interval, "duration"),
    (sa.dialects.postgresql.INTERVAL, "duration"),
    (sa.Uuid, "text"),
    (sa.String, "text"),
    (sa.LargeBinary, "binary"),
)


def logical_name(kind: Any) -> str:
    """A logical type; "nested" for what is none of the others."""
    if isinstance(kind, sa.dialects.postgresql.DOMAIN):
        return logical_name(kind.data_type)
    return next((name for known, name in _NAMES if isinstance(kind, known)), "nested")


def is_common(kind: Any) -> bool:
    """Whether SQLAlchemy's type is one that every function and comparison of a database takes."""
    if isinstance(kind, sa.dialects.postgresql.DOMAIN):
        return is_common(kind.data_type)
    return not isinstance(kind, sa.Enum | sa.Uuid) and any(isinstance(kind, known) for known, _ in _NAMES)


def duck_name(kind: str) -> str:
    return _DUCK.get(base_type(kind), "nested")
