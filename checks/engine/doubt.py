"""Several patterns on one column: those that the strictest implies need to be tried only where it does not match."""

from collections import defaultdict
from collections.abc import Iterable

from checks.engine.measures import Count, Measure
from checks.engine.table import Table
from checks.inclusion import strictest
from checks.kind import Condition
from checks.sql import quoted

EVERY = Condition("TRUE")
_WORTH = 50_000  # rows; with fewer, trying is quicker than thinking
_FAILS = "NOT regexp_matches({}, ?)"


def by_doubt(table: Table, measures: Iterable[Measure]) -> list[tuple[Condition, list[Measure]]]:
    """The measures in groups, each with a condition: what it asks holds for no other rows (or values)."""
    rest = list(measures)
    if table.kind != "duckdb" or table.row_count < _WORTH:
        return [(EVERY, rest)]
    patterns: dict[str, list[Count]] = defaultdict(list)
    for each in rest:
        if isinstance(each, Count) and each.condition.sql == _FAILS.format(quoted(each.columns[0])):
            patterns[each.columns[0]].append(each)
    groups = [group for counts in patterns.values() for group in _families(table, counts)]
    grouped = {each for _, counts in groups for each in counts}
    others = [each for each in rest if each not in grouped]
    return [(EVERY, others), *groups] if others else groups


def _families(table: Table, left: list[Count]) -> Iterable[tuple[Condition, list[Measure]]]:
    """Patterns of which one implies the others, until none does."""
    while len(left) > 1 and (found := _strictest(table, tuple(each.condition.values[0] for each in left))):
        strict, implied = found
        together = [each for each in left if each.condition.values[0] in implied]
        yield next(each.condition for each in together if each.condition.values[0] == strict), list(together)
        left = [each for each in left if each not in together]


def _strictest(table: Table, regexes: tuple[str, ...]) -> tuple[str, list[str]] | None:
    if ("strictest", regexes) not in table.memo:
        table.memo["strictest", regexes] = strictest(regexes)
    found: tuple[str, list[str]] | None = table.memo["strictest", regexes]
    return found
