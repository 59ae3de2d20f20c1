"""The middle of very many numbers, exactly, without holding them: the bin that holds it is divided again and again."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

import math

from checks.engine.interface import Refused, Table
from checks.sql import quoted

_BINS = 4_096
_HELD = 2_000_000


def middle(table: Table, column: str) -> float | None:
    """The median of a column of numbers; Refused where one of them is infinite."""
    name = quoted(column)
    count, low, high = table.ask(f"SELECT count({name}), min({name}), max({name}) FROM data")[0]
    if not count:
        return None
    if not (math.isfinite(low) and math.isfinite(high)):
        raise Refused("The column holds an infinite number.")
    first, second, held = (count - 1) // 2, count // 2, count
    while held > _HELD and low < high:
        one, other, before = _narrowed(table, name, low, high, first, second)
        if one != other:
            return float((one[2] + other[1]) / 2)
        held, low, high = one[0], one[1], one[2]
        first, second = first - before, second - before
    if low == high:
        return float(low)
    values = table.ask(f"SELECT {name} FROM data WHERE {name} BETWEEN ? AND ? ORDER BY {name}", [low, high])
    return float((values[first][0] + values[second][0]) / 2)


_Bin = tuple[int, float, float]  # rows, least, most


def _narrowed(table: Table, name: str, low: float, high: float, first: int, second: int) -> tuple[_Bin, _Bin, int]:
    """The bins that hold the two ranks, and the rows before the first of them."""
    place = f"least({_BINS - 1}, floor(({name} - ?) / (? - ?) * {_BINS}))"
    bins = table.ask(
        f"SELECT count(*), min({name}), max({name}) FROM data WHERE {name} BETWEEN ? AND ?"
        f" GROUP BY {place} ORDER BY min({name})",
        [low, high, low, high, low],
    )
    before = 0
    for at, each in enumerate(bins):
        if first < before + each[0]:
            return each, each if second < before + each[0] else bins[at + 1], before
        before += each[0]
    raise AssertionError("The ranks lie among the rows.")
