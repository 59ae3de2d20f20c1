"""Which measures of a whole follow from those of its parts, and how: counts and sums are added, bounds are compared."""

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from checks.engine.measures import Count, Filled, Measure, Value
from checks.engine.table import Table
from checks.sql import quoted

_DAY, _MOMENT = "day", "moment"
_BOUNDED = ("integer", "number", "date", "datetime")


class Indivisible(Exception):
    """This must be asked of all rows at once."""


def merged(table: Table, measure: Measure, values: Sequence[Any]) -> Any:
    """The measure of all rows from those of the parts; raises Indivisible, also when it merely might be inexact."""
    if isinstance(measure, Count | Filled):
        return sum(values)
    merge = _merge(table, measure)
    some = [value for value in values if value is not None]
    return merge(some) if some else None


def check(table: Table, measure: Measure) -> None:
    """Raises Indivisible for a measure that parts do not tell."""
    if not isinstance(measure, Count | Filled):
        _merge(table, measure)


def _merge(table: Table, measure: Measure) -> Callable[[list[Any]], Any]:
    if not isinstance(measure, Value):
        raise Indivisible
    name, logical = quoted(measure.columns[0]), table.logical(measure.columns[0])
    merges: dict[str, Callable[[list[Any]], Any]] = {}
    if logical in _BOUNDED:
        merges |= {f"min({name})": min, f"max({name})": max}
    if logical == "integer":  # the sum of other numbers hangs on their order
        merges[f"sum({name})"] = sum
    if measure.sql not in merges:
        raise Indivisible
    return merges[measure.sql]


def as_json(value: Any) -> Any:
    """A measured value so that JSON keeps it exactly; raises Indivisible for one of which that is not sure."""
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    if value is None or isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise Indivisible


def from_json(kept: Any) -> Any:
    if isinstance(kept, dict):
        return datetime.fromisoformat(kept[_MOMENT]) if _MOMENT in kept else date.fromisoformat(kept[_DAY])
    return kept
