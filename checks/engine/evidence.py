"""The rows that an expectation finds, as people may see them; waived ones left out."""

from dataclasses import dataclass
from typing import Any

from checks.engine.first import look_for, noted_rows
from checks.engine.repeats import can_sort, repeating, suspects
from checks.engine.rows import EVERY_ROW, failing_rows, keys_of, row_keys, shown
from checks.engine.table import Table
from checks.engine.waive import Known, key_text, value_hash
from checks.kind import Condition, Kind
from checks.specs import Key, Plan, Row

_WAIVED = 200


@dataclass(frozen=True)
class Evidence:
    """`keys[i]`, `examples[i]` and `hashes[i]` (of what it holds) are of one row."""

    keys: tuple[Key, ...] = ()
    examples: tuple[Row, ...] = ()
    hashes: tuple[str, ...] = ()


def most_shown(plan: Plan) -> int:
    """How many failing rows of an expectation are looked at, to show some that are not waived."""
    return plan.samples + min(len(plan.waivers), _WAIVED) if plan.samples > 0 else 0


def evidence(table: Table, plan: Plan, kind: Kind, condition: Condition, examined: list[str], known: Known) -> Evidence:
    """The first failing rows, as many as the plan wants to see."""
    condition = table.memo.get(("narrowed", condition)) or condition
    asked = (condition, tuple(examined), known)
    if asked not in table.memo:
        table.memo[asked] = _found(table, plan, kind, condition, examined, known)
    found: Evidence = table.memo[asked]
    return found


def _found(table: Table, plan: Plan, kind: Kind, condition: Condition, examined: list[str], known: Known) -> Evidence:
    names = row_keys(plan.key_columns, plan.masked_columns)
    rows = _rows(table, kind, condition, examined, names, plan.samples + len(known))
    keyed = [(key, row) for key, (_, row) in zip(keys_of(table, rows, names), rows, strict=True)]
    hashes = [value_hash(row, examined) for _, row in keyed]
    new = [
        (key, row, held) for (key, row), held in zip(keyed, hashes, strict=True) if (key_text(key), held) not in known
    ][: plan.samples]
    return Evidence(
        keys=tuple(key for key, _, _ in new),
        examples=tuple(_example(plan, key, row, examined) for key, row, _ in new),
        hashes=tuple(held for _, _, held in new),
    )


def _rows(
    table: Table, kind: Kind, condition: Condition, examined: list[str], keys: tuple[str, ...], limit: int
) -> list[tuple[Any, Row]]:
    """The first rows that fail: as they were noted when they were counted, else by looking for them."""
    if kind.repeats and table.kind == "duckdb" and can_sort(table) and (same := repeating(table, tuple(examined))):
        look_for(table, condition, same, limit)
    noted = noted_rows(table, condition, [*keys, *examined], limit)
    if noted is not None:
        return noted
    return failing_rows(table, condition, examined, keys, limit, looked_among=_narrowed(table, kind, examined, limit))


def _narrowed(table: Table, kind: Kind, examined: list[str], most: int) -> Condition:
    """For repeated values: the rows that hold some of them, so that not every row is compared with every other."""
    if not kind.repeats or not can_sort(table):
        return EVERY_ROW
    return Condition(*_frozen(suspects(table, tuple(examined), most)))


def _frozen(condition: tuple[str, list[Any]]) -> tuple[str, tuple[Any, ...]]:
    return condition[0], tuple(condition[1])


def _example(plan: Plan, key: Key, row: Row, examined: list[str]) -> Row:
    return {**key, **{name: shown(name, row[name], plan.masked_columns) for name in examined}}
