"""Columns that come and go, types, and the number of rows."""

import math
from collections.abc import Sequence
from statistics import median

from checks.changes.change import Change, sureness
from checks.changes.series import break_at_end, deviation
from checks.phrase import plain, tick, ticks
from checks.profile import ColumnProfile, Profile

_MUCH = math.log(1.5)
_SPREADS = 6


def schema(profiles: Sequence[Profile]) -> list[Change]:
    before, now = profiles[-2].columns, profiles[-1]
    new = [name for name in now.columns if name not in before]
    gone = [name for name in before if name not in now.columns]
    return [_schema(now, names, verb) for names, verb in ((new, "new"), (gone, "gone")) if names]


def _schema(now: Profile, names: list[str], verb: str) -> Change:
    noun = "The column" if len(names) == 1 else "The columns"
    sentence = f"{noun} {ticks(names)} {'is' if len(names) == 1 else 'are'} {verb}"
    return Change("schema", tuple(names), now.label, sentence, 1.0, math.inf, verb)


def types(profiles: Sequence[Profile]) -> list[Change]:
    before, now = profiles[-2].columns, profiles[-1]
    return [
        Change(
            "type",
            (name,),
            now.label,
            f"{tick(name)} holds {each.type} values, and {before[name].type} values before",
            1.0,
            math.inf,
            name,
        )
        for name, each in now.columns.items()
        if name in before and _another(before[name], each, now.row_count)
    ]


def _another(before: ColumnProfile, now: ColumnProfile, rows: int) -> bool:
    """Whole numbers written with a point are the same numbers; a column that is all empty has no type."""
    if before.type == now.type or now.nulls == rows or before.distinct == 0:
        return False
    numbers = {"integer", "number"}
    return not ({before.type, now.type} <= numbers and not before.fractional and not now.fractional)


def volume(profiles: Sequence[Profile]) -> list[Change]:
    power, stretch = break_at_end([each.row_count for each in profiles], _volume, _growth)
    if power < 1:
        return []
    now, usual = profiles[-1], median(stretch)
    word = "more" if now.row_count > usual else "fewer"
    sentence = f"There are {word} rows: {plain(now.row_count)}, where {plain(round(usual))} were usual"
    return [Change("volume", (), now.label, sentence, sureness(power), power)]


def _volume(stretch: Sequence[int], rows: int, step: float | None) -> float:
    logs = [math.log1p(each) for each in stretch]
    return abs(math.log1p(rows) - median(logs)) / max(_MUCH, _SPREADS * deviation(logs), 3 * (step or 0))


def _growth(one: int, other: int) -> float:
    return abs(math.log1p(one) - math.log1p(other))
