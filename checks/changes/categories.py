"""Columns whose values repeat: values that are new, and shares that shifted."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from checks.changes.change import Change, sureness
from checks.changes.nulls import per_cent
from checks.changes.series import break_at_end
from checks.phrase import listed, plain, tick
from checks.profile import ColumnProfile, Profile

_NEW_SHARE = 0.005
_RARE = 2
_MUCH_NEW = 0.05
_REPEATS, _NUMBERS_REPEAT = 0.5, 0.9
_FLOOR, _UNKNOWN = 0.1, 0.15
_SPREADS = 3


class Shares(dict[Any, float]):
    """Value → share of the filled rows, for the most frequent values. `below`: no other value has a larger share."""

    below = 0.0

    def share(self, value: Any, other: float) -> float:
        """The share of a value; of one that is not listed, what is nearest to `other` that it may be."""
        return self.get(value, min(other, self.below))


def shares_of(column: ColumnProfile, rows: int) -> Shares:
    """Empty when the most frequent values are too few to tell."""
    filled = (column.sampled or rows) - (0 if column.sampled else column.nulls)
    shares = Shares({_value(value): n / filled for value, n in column.top} if filled > 0 else {})
    shares.below = 0.0 if column.top_is_all else min(shares.values(), default=0.0)
    repeats = _NUMBERS_REPEAT if column.type in ("integer", "number") else _REPEATS
    return shares if sum(shares.values()) >= repeats else Shares()


def _value(value: Any) -> Any:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _series(profiles: Sequence[Profile], name: str) -> list[Shares]:
    found = [shares_of(each.columns[name], each.row_count) for each in profiles if name in each.columns]
    return found if found[-1] and name not in profiles[-1].keys else []


def new_values(profiles: Sequence[Profile]) -> list[Change]:
    now = profiles[-1]
    found = []
    for name in now.columns:
        series = [each for each in _series(profiles, name) if each]
        if len(series) > 1 and not _restless(series) and (new := _new(series[:-1], series[-1])):
            share = sum(new.values())
            values = listed([plain(each) for each in new], "and")
            sentence = f"{tick(name)} has new values: {values}, in {per_cent(share)} of the filled rows"
            power = share / _NEW_SHARE
            found.append(Change("new values", (name,), now.label, sentence, sureness(power), power, name))
    return found


def _restless(series: Sequence[Shares]) -> bool:
    """A column such as the month, which has new values at least every second time, twice or more."""
    times = sum(
        1
        for at in range(1, len(series) - 1)
        if sum(v for k, v in series[at].items() if not any(k in each for each in series[:at])) > _MUCH_NEW
    )
    return times > 1 and times >= (len(series) - 2) / 2


def _new(history: Sequence[Shares], shares: Shares) -> dict[Any, float]:
    """Frequent now and never among the frequent before; where not all were listed, twice what it can have been."""
    known = {value for each in history for value in each}
    limit = max(_NEW_SHARE, _RARE * max(each.below for each in history))
    return {value: share for value, share in shares.items() if value not in known and share >= limit}


def other_shares(profiles: Sequence[Profile]) -> list[Change]:
    now = profiles[-1]
    found = []
    for name in now.columns:
        series = [each for each in _series(profiles, name) if each]
        power, stretch = break_at_end(series, _strength, _distance) if len(series) > 1 else (0.0, [])
        if power >= 1:
            sentence = _told(name, _centre(stretch), series[-1])
            found.append(Change("distribution", (name,), now.label, sentence, sureness(power), power))
    return found


def _told(name: str, centre: Shares, now: Shares) -> str:
    value = max({*centre, *now}, key=lambda v: abs(_in(now, v, centre) - _in(centre, v, now)))
    return (
        f"The shares of the values of {tick(name)} shifted: {plain(value)} is in {per_cent(now.get(value, 0))} "
        f"of the filled rows, and was in {per_cent(centre.get(value, 0))}"
    )


def _strength(stretch: Sequence[Shares], new: Shares, step: float | None) -> float:
    centre = _centre(stretch)
    usual = median(_distance(each, centre) for each in stretch) if len(stretch) > 2 else 0.0
    unknown = _UNKNOWN / len(stretch) if step is None else 0.0
    return _distance(new, centre) / (_FLOOR + unknown + _SPREADS * max(usual, step or 0.0))


def _centre(stretch: Sequence[Shares]) -> Shares:
    values = {value for each in stretch for value in each}
    centre = Shares({value: median(each.get(value, each.below / 2) for each in stretch) for value in values})
    centre.below = max(each.below for each in stretch)
    return centre


def _distance(one: Shares, other: Shares) -> float:
    """Total variation of what is listed, what is not listed in one of them being as near as it may be."""
    return sum(abs(_in(one, v, other) - _in(other, v, one)) for v in {*one, *other}) / 2


def _in(one: Shares, value: Any, other: Shares) -> float:
    return one.share(value, other.get(value, 0.0))
