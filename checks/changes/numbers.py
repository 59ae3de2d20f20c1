"""Numbers that seldom repeat: their quantiles."""

from collections.abc import Sequence
from statistics import median

from checks.changes.categories import shares_of
from checks.changes.change import Change, sureness
from checks.changes.series import break_at_end
from checks.phrase import plain, tick
from checks.profile import Profile

_SHARES = ("0.05", "0.25", "0.5", "0.75", "0.95")
_FLOOR, _UNKNOWN = 0.15, 0.15
_SPREADS = 3
_NEARLY_UNIQUE = 0.95
Quantiles = tuple[float, ...]


def other_spread(profiles: Sequence[Profile]) -> list[Change]:
    now = profiles[-1]
    found = []
    for name in now.columns:
        series = _series(profiles, name)
        power, stretch = break_at_end(series, _strength, _distance) if len(series) > 1 else (0.0, [])
        if power >= 1:
            middle, usual = series[-1][2], _centre(stretch)[2]
            sentence = f"The values of {tick(name)} are spread otherwise"
            sentence += f": their median is {_said(middle)}, and was {_said(usual)}" if middle != usual else ""
            found.append(Change("distribution", (name,), now.label, sentence, sureness(power), power))
    return found


def _series(profiles: Sequence[Profile], name: str) -> list[Quantiles]:
    """Nothing for numbers that name rows, whose values go on for ever, and for values that repeat."""
    column, rows = profiles[-1].columns[name], profiles[-1].row_count
    if column.type not in ("integer", "number") or shares_of(column, rows):
        return []
    if column.type == "integer" and column.distinct > _NEARLY_UNIQUE * rows:
        return []
    return [
        tuple(each.columns[name].quantiles[share] for share in _SHARES)
        for each in profiles
        if name in each.columns and len(each.columns[name].quantiles) > len(_SHARES)
    ]


def _strength(stretch: Sequence[Quantiles], new: Quantiles, step: float | None) -> float:
    centre = _centre(stretch)
    usual = median(_distance(each, centre) for each in stretch) if len(stretch) > 2 else 0.0
    unknown = _UNKNOWN / len(stretch) if step is None else 0.0
    return _distance(new, centre) / (_FLOOR + unknown + _SPREADS * max(usual, step or 0.0))


def _centre(stretch: Sequence[Quantiles]) -> Quantiles:
    return tuple(median(values) for values in zip(*stretch, strict=True))


def _distance(one: Quantiles, centre: Quantiles) -> float:
    """Mean shift of the quantiles, in units of the spread of the middle of the values."""
    scale = max(centre[3] - centre[1], (centre[4] - centre[0]) / 3) or max(abs(centre[2]) / 10, 1e-9)
    return sum(abs(a - b) for a, b in zip(one, centre, strict=True)) / len(one) / scale


def _said(value: float) -> str:
    return plain(float(f"{value:.4g}"))
