"""Rows by key: which rows fail, what they hold, and the rows that some keys name.

A row's key is its key columns; without any (or when one of them is masked) it is {"row_sha256", "occurrence"}:
the sha256 of all its values, unmasked, as a JSON list of texts, and which of its equals it is, counted from 1.
"""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from checks.engine.interface import Refused
from checks.engine.table import Table
from checks.errors import SuiteInvalid
from checks.kind import Condition
from checks.phrase import ticks
from checks.specs import MASK as MASK
from checks.specs import Key, Row, Rows
from checks.sql import marks, quoted

HASH, OCCURRENCE = "row_sha256", "occurrence"
LONGEST_VALUE = 500
MOST_ROWS = 1_000


def plain(value: Any) -> Any:
    """A value as JSON can hold it; dates and times in ISO 8601, what has no JSON type as text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return value.replace("\0", "␀")  # PostgreSQL, which keeps what is found, keeps no NUL
    if isinstance(value, float):
        return value if abs(value) != float("inf") and value == value else str(value)
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, timedelta):
        return str(value)
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def _number(value: Decimal) -> int | float | str:
    """A decimal as a number when that loses nothing, else as text; not finite ones as floats are shown."""
    if not value.is_finite():
        return str(float(value))
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(str(float(value))) == value else str(value)


def shown(column: str, value: Any, masked: tuple[str, ...]) -> Any:
    """A value as people may see it: masked, or cut when it is very long."""
    if column in masked:
        return MASK
    value = plain(value)
    return f"{value[:LONGEST_VALUE]}…" if isinstance(value, str) and len(value) > LONGEST_VALUE else value


def check_names(table: Table, columns: tuple[str, ...]) -> None:
    """Raises SuiteInvalid for key or other columns that the table does not have."""
    if missing := [name for name in columns if name not in table.types]:
        raise SuiteInvalid(
            f"{table.name} has no {ticks(missing)}, which should name its rows or be shown. "
            "Correct the columns of the dataset, or the data."
        )


EVERY_ROW = Condition("TRUE")
_LOSE_ORDER = (" OVER (", " IN (SELECT ")


def failing_rows(
    table: Table,
    condition: Condition,
    examined: list[str],
    keys: tuple[str, ...],
    limit: int,
    *,
    looked_among: Condition = EVERY_ROW,
    found_among: Condition = EVERY_ROW,
) -> list[tuple[Any, Row]]:
    """The first `limit` rows for which the condition holds: their number and the columns of keys and question.

    `looked_among`: the condition is tried on these rows only, as if there were no others; `found_among`: it is
    tried on all, and these are taken.
    """
    names = list(dict.fromkeys([*keys, *examined]))
    selected = ", ".join(quoted(name) for name in [table.number, *names])
    fails = quoted(table.number + "_fails")
    inner = f"SELECT {selected}, ({condition.sql}) AS {fails} FROM numbered WHERE {looked_among.sql}"
    # What reads in order anyway stops when it has enough, unless it is told to sort; joins and windows keep no order.
    sorts = not table.keeps_order or any(each in condition.sql for each in _LOSE_ORDER)
    order = f" ORDER BY {quoted(table.number)}" if sorts else ""
    rows = table.ask(
        f"SELECT {selected} FROM ({inner}) AS tried WHERE {fails} AND ({found_among.sql}){order} LIMIT {int(limit)}",
        [*condition.values, *looked_among.values, *found_among.values],
    )
    return [(row[0], dict(zip(names, row[1:], strict=True))) for row in rows]


def keys_of(table: Table, rows: list[tuple[Any, Row]], keys: tuple[str, ...]) -> list[Key]:
    """The keys of some rows, in their order."""
    if keys:
        return [{name: plain(row[name]) for name in keys} for _, row in rows]
    named = _hashed(table, [number for number, _ in rows]) if rows else {}
    return [named[number] for number, _ in rows]


def _hashed(table: Table, numbers: list[Any]) -> dict[Any, Key]:
    """Hash and occurrence of the rows of these numbers, and of all their equals."""
    condition, values = table.alike(numbers)
    rows = table.ask(
        f"SELECT n, h, row_number() OVER (PARTITION BY h ORDER BY n) FROM ("
        f"SELECT {quoted(table.number)} AS n, {table.row_hash} AS h FROM numbered WHERE {condition}) AS hashed",
        values,
    )
    return {n: {HASH: h, OCCURRENCE: occurrence} for n, h, occurrence in rows}


def row_keys(keys: tuple[str, ...], masked: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that may name rows: none when one of them is masked, because keys are shown."""
    return () if set(keys) & set(masked) else keys


def fetch_rows(
    table: Table, wanted: list[Key], columns: list[str], keys: tuple[str, ...], masked: tuple[str, ...]
) -> Rows:
    """The rows that the keys name; a key that names several gives them all, up to 1,000 in all."""
    check_names(table, (*keys, *columns))
    found: list[tuple[Key, Row]] = []
    missing = []
    hashed = _by_hash(table, [key for key in wanted[:MOST_ROWS] if _is_hash(table, key)], columns)
    for key in wanted[:MOST_ROWS]:
        rows = hashed.get(_named(key), []) if _is_hash(table, key) else _matching(table, key, columns)
        found += [(key, row) for row in rows]
        if not rows:
            missing.append(key)
    found = found[:MOST_ROWS]
    return Rows(
        columns=tuple(columns),
        rows=tuple({name: shown(name, row[name], masked) for name in columns} for _, row in found),
        keys=tuple(key for key, _ in found),
        missing=tuple(missing),
    )


def numbers_of(table: Table, key: Key) -> list[Any]:
    """The numbers of the rows that a key names, at most 20."""
    if _is_hash(table, key):
        rows = _by_hash(table, [key], [table.number]).get(_named(key), [])
    else:
        rows = _matching(table, key, [table.number])
    return [row[table.number] for row in rows]


def _matching(table: Table, key: Key, columns: list[str]) -> list[Row]:
    if not key or any(name not in table.types for name in key):
        return []
    parts = [table.equals(name, value) for name, value in key.items()]
    condition, values = " AND ".join(sql for sql, _ in parts), [each for _, given in parts for each in given]
    selected = ", ".join(map(quoted, columns))
    statement = f"SELECT {selected} FROM numbered WHERE {condition} ORDER BY {quoted(table.number)} LIMIT 20"
    try:
        return [dict(zip(columns, row, strict=True)) for row in table.attempt(statement, values)]
    except Refused:  # a value that is none of its column's type is in no row
        return []


def _is_hash(table: Table, key: Key) -> bool:
    return set(key) == {HASH, OCCURRENCE} and HASH not in table.types


def _named(key: Key) -> tuple[str, int]:
    return str(key[HASH]), _whole(key[OCCURRENCE])


def _by_hash(table: Table, keys: list[Key], columns: list[str]) -> dict[tuple[str, int], list[Row]]:
    """The rows that these hashes and occurrences name, found by reading the table once."""
    if not keys:
        return {}
    hashes = sorted({_named(key)[0] for key in keys})
    read = "".join(f", {quoted(name)} AS c{at}" for at, name in enumerate(columns))
    kept = "".join(f", c{at}" for at in range(len(columns)))
    rows = table.ask(
        f"SELECT h, occurrence{kept} FROM (SELECT h, row_number() OVER (PARTITION BY h ORDER BY n) AS occurrence{kept}"
        f" FROM (SELECT {table.row_hash} AS h, {quoted(table.number)} AS n{read} FROM numbered) AS hashed"
        f" WHERE h IN ({marks(len(hashes))})) AS counted WHERE occurrence <= ?",
        [*hashes, max(_named(key)[1] for key in keys)],
    )
    return {(row[0], row[1]): [dict(zip(columns, row[2:], strict=True))] for row in rows}


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0
