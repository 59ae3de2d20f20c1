"""Waivers: rows that an expectation may find, because they are known, as long as they hold what they held."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from checks.engine.rows import failing_rows, keys_of, plain, row_keys
from checks.engine.table import Table
from checks.kind import Condition
from checks.specs import Plan, Row, Waiver
from checks.words import identity

Known = frozenset[tuple[str, str]]  # of (row key as JSON, value hash)
_AT_ONCE = 500


def value_hash(row: Row, columns: Sequence[str]) -> str:
    """sha256 of what a row holds in the columns that an expectation is about, in their order."""
    held = json.dumps([plain(row[name]) for name in columns], ensure_ascii=False, default=str)
    return sha256(held.encode("utf-8", "surrogatepass")).hexdigest()


def key_text(key: Row) -> str:
    return json.dumps(key, sort_keys=True, ensure_ascii=False, default=str)


def waivers_of(plan: Plan, expectation: Any) -> list[Waiver]:
    """The waivers that were made for this expectation."""
    if not plan.waivers or not isinstance(expectation, dict):
        return []
    mine = identity(expectation)
    return [each for each in plan.waivers if each.identity == mine]


def known(waivers: Sequence[Waiver]) -> Known:
    return frozenset((key_text(each.key), each.value_hash) for each in waivers)


def count_waived(table: Table, plan: Plan, condition: Condition, examined: list[str], waivers: Sequence[Waiver]) -> int:
    """How many rows fail now that are known: their key and what they hold are those of a waiver."""
    wanted, names = known(waivers), row_keys(plan.key_columns, plan.masked_columns)
    if not names:
        rows = failing_rows(table, condition, examined, names, _AT_ONCE)
        return sum(_is_known(key, row, examined, wanted) for key, row in _keyed(table, rows, names))
    found = 0
    for start in range(0, len(waivers), _AT_ONCE):
        among = _among(table, waivers[start : start + _AT_ONCE])
        rows = failing_rows(table, condition, examined, names, 10 * _AT_ONCE, found_among=among)
        found += sum(_is_known(key, row, examined, wanted) for key, row in _keyed(table, rows, names))
    return found


def _keyed(table: Table, rows: list[tuple[Any, Row]], names: tuple[str, ...]) -> list[tuple[Row, Row]]:
    return [(key, row) for key, (_, row) in zip(keys_of(table, rows, names), rows, strict=True)]


def _is_known(key: Row, row: Row, examined: list[str], wanted: Known) -> bool:
    return (key_text(key), value_hash(row, examined)) in wanted


def _among(table: Table, waivers: Sequence[Waiver]) -> Condition:
    """The condition that a row has one of the keys."""
    parts, values = [], []
    for waiver in waivers:
        columns = [table.equals(name, value) for name, value in waiver.key.items() if name in table.types]
        parts.append("(" + (" AND ".join(sql for sql, _ in columns) or "FALSE") + ")")
        values += [value for _, given in columns for value in given]
    return Condition(" OR ".join(parts) or "FALSE", tuple(values))
