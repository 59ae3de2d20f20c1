"""The rows of a table page by page, as somebody looks through them: in their own order, and only those that match."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checks.engine.interface import Refused
from checks.engine.rows import MOST_ROWS, check_names, keys_of, row_keys, shown
from checks.engine.table import Table
from checks.errors import SuiteInvalid
from checks.phrase import tick
from checks.specs import Rows
from checks.sql import quoted

RULES = ("contains", "equals", "is empty")


@dataclass(frozen=True)
class Page:
    """`limit` rows after the first `offset`; `only`: [{"column", "is", "value"}], `is` one of RULES, all must hold.

    contains: anywhere in the value as text, whatever its case. equals: as a key's value. is empty: NULL or no text.
    """

    limit: int = 20
    offset: int = 0
    only: Sequence[dict[str, Any]] = ()


def rows_of(table: Table, page: Page, key_columns: tuple[str, ...], masked: tuple[str, ...]) -> Rows:
    """Raises SuiteInvalid for a column that is not there, or whose values are hidden and so cannot be asked for."""
    check_names(table, key_columns)
    names, keys = list(table.types), row_keys(key_columns, masked)
    conditions = [_condition(table, each, masked) for each in page.only]
    turns = bool(conditions or page.offset) and not table.keeps_order  # the first rows come without sorting
    number, source = ("NULL", "data") if keys and not turns else (quoted(table.number), "numbered")
    selected = ", ".join([number, *map(quoted, names)])
    where = " AND ".join(sql for sql, _ in conditions) or "TRUE"
    order = f" ORDER BY {quoted(table.number)}" if turns else ""
    statement = f"SELECT {selected} FROM {source} WHERE {where}{order} LIMIT {_most(page)} OFFSET {max(0, page.offset)}"
    found = _found(table, statement, [value for _, values in conditions for value in values])
    rows = [(each[0], dict(zip(names, each[1:], strict=True))) for each in found]
    return Rows(
        columns=tuple(names),
        rows=tuple({name: shown(name, row[name], masked) for name in names} for _, row in rows),
        keys=tuple(keys_of(table, rows, keys)),
        note=table.note,
    )


def _found(table: Table, statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    if not values:
        return table.ask(statement)
    try:
        return table.attempt(statement, values)
    except Refused:  # a value that is none of its column's type is in no row
        return []


def _most(page: Page) -> int:
    return max(0, min(page.limit, MOST_ROWS))


def _condition(table: Table, given: dict[str, Any], masked: tuple[str, ...]) -> tuple[str, list[Any]]:
    column, rule, value = str(given.get("column")), given.get("is"), str(given.get("value") or "")
    check_names(table, (column,))
    if column in masked:
        raise SuiteInvalid(
            f"What {tick(column)} holds is hidden, so rows cannot be found by it. Choose another column."
        )
    text = f"CAST({quoted(column)} AS {_text(table)})"
    if rule == "is empty":
        return f"({quoted(column)} IS NULL OR {text} = '')", []
    if rule == "equals":
        return table.equals(column, value)
    if rule == "contains":
        return f"position(lower(CAST(? AS {_text(table)})) IN lower({text})) > 0", [value]
    raise SuiteInvalid(f"Rows are found by what a column {', '.join(RULES[:-1])}, or where it {RULES[-1]}.")


def _text(table: Table) -> str:
    return "string" if table.kind == "spark" else "text"
