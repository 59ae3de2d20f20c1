"""The first rows that fail, noted by their numbers while they are counted: nobody has to look for them again.

To keep the least numbers costs about 12 ns for each row that fails, so in a large file those conditions that fail
often are noted in its first rows, and only the others in all.
"""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from collections.abc import Sequence
from typing import Any

from checks.engine.measures import Count
from checks.engine.table import Table
from checks.kind import Condition
from checks.specs import Row
from checks.sql import quoted

_LARGE = 1_000_000
_PROBE = 20_000


def first_rows(table: Table, count: Count, most: int) -> str:
    """SQL of the numbers of the first rows that fail, a list or NULL; the condition's values belong to it."""
    return f"min({quoted(table.number)}, {int(most)}) FILTER (WHERE {count.condition.sql})"


def note(table: Table, counts: list[Count], found: Sequence[list[Any] | None], most: int) -> None:
    for each, numbers in zip(counts, found, strict=True):
        table.memo["first", each.condition] = (most, numbers or [])


def not_yet_noted(table: Table, counts: list[Count], most: int) -> list[Count]:
    """Whose first rows are to be noted while all rows are read; what the first rows of a file tell is noted here."""
    if table.kind != "duckdb" or not most or not counts:
        return []
    if table.row_count <= _LARGE:
        return counts
    selected = ", ".join(first_rows(table, each, most) for each in counts)
    values = [value for each in counts for value in each.condition.values]
    found = table.attempt(f"SELECT {selected} FROM (SELECT * FROM numbered LIMIT {_PROBE}) AS probe", values)[0]
    often = {each: numbers for each, numbers in zip(counts, found, strict=True) if len(numbers or []) == most}
    note(table, list(often), list(often.values()), most)
    return [each for each in counts if each not in often]


def noted_rows(table: Table, condition: Condition, names: Sequence[str], limit: int) -> list[tuple[Any, Row]] | None:
    """The first `limit` rows that fail, with these columns, as they were noted; None: they were not."""
    most, numbers = table.memo.get(("first", condition), (0, []))
    if not most or (limit > most and len(numbers) == most):
        return None
    if not (wanted := numbers[:limit]):
        return []
    _fetch(table, names, wanted)
    return [(number, {name: table.memo["row", name][number] for name in names}) for number in wanted]


def look_for(table: Table, condition: Condition, same: Condition, most: int) -> None:
    """Note the first rows that fail, which `same` finds more cheaply; without sorting, and in order even of a join."""
    first = f"SELECT min({quoted(table.number)}, {int(most)}) FROM numbered WHERE {same.sql}"
    table.memo["first", condition] = (most, table.ask(first, same.values)[0][0] or [])


def _fetch(table: Table, names: Sequence[str], wanted: list[Any]) -> None:
    """What these columns hold in every row that was noted so far, at once for all expectations."""
    missing = [
        name for name in dict.fromkeys(names) if not table.memo.get(("row", name), {}).keys() >= frozenset(wanted)
    ]
    if not missing:
        return
    numbers = sorted({number for _, found in _noted(table) for number in found})
    selected = ", ".join(map(quoted, [table.number, *missing]))
    rows = table.ask(
        f"SELECT {selected} FROM numbered WHERE {quoted(table.number)} IN (SELECT unnest(?)) LIMIT {len(numbers)}",
        [numbers],
    )
    for at, name in enumerate(missing, start=1):
        table.memo["row", name] = {row[0]: row[at] for row in rows}


def _noted(table: Table) -> list[tuple[int, list[Any]]]:
    return [value for key, value in table.memo.items() if isinstance(key, tuple) and key[0] == "first"]
