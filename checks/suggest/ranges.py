"""Numbers far beyond a gap from all others, and a few below zero where none should be."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from checks.phrase import plain, tick, ticks
from checks.profile import ColumnProfile
from checks.proposal import Column, Facts, Proposal, Rule, expectation

_FAR, _APART = 10, 10
_FEW_NEGATIVE = 0.01
_ENOUGH, _FEW_VALUES = 100, 20
Values = NDArray[np.float64]


def _propose(facts: Facts) -> Iterator[Proposal]:
    numbers = [each for each in facts.columns.values() if each.type in ("integer", "number") and each.profile.quantiles]
    if facts.rows < _ENOUGH:
        return
    yield from _negative([each for each in numbers if _is_wrongly_negative(each)])
    for column in numbers:
        if column.profile.distinct > _FEW_VALUES:
            yield from _far(column)


def _negative(columns: list[Column]) -> Iterator[Proposal]:
    """Columns of one kind go below zero in the same rows: the one that does so most speaks for all."""
    if not columns:
        return
    worst = max(columns, key=lambda each: each.profile.negative)
    others = [each.name for each in columns if each is not worst]
    also = f" So do {ticks(others)}." if len(others) > 1 else f" So does {tick(others[0])}." if others else ""
    yield Proposal(
        expectation("column_values_to_be_between", column=worst.name, min_value=0),
        f"Nearly all {tick(worst.name)} are zero or more; a few lie below, down to {plain(worst.profile.least)}.{also}",
        0.7,
    )


def _is_wrongly_negative(column: Column) -> bool:
    """Numbers that cross zero thin out towards it; where many lie near zero and few below, zero is their end."""
    profile, values = column.profile, _values(column)
    if not profile.negative or profile.quantiles["0.01"] < 0 or not (values < 0).any():
        return False
    below = values < 0
    reach = -np.median(np.repeat(values[below], column.counts[below]))
    return bool(column.counts[(values >= 0) & (values <= reach)].sum() >= _APART * column.counts[below].sum())


def _far(column: Column) -> Iterator[Proposal]:
    """A tail that thins out is no fault: only what lies beyond a gap of ten times the width of nearly all values."""
    values, profile = np.unique(_values(column)), column.profile
    high = _beyond(values, profile.quantiles["0.99"], _FAR * _width(profile))
    low = _beyond(-values, -profile.quantiles["0.01"], _FAR * _width(profile))
    ends = {"min_value": None if low is None else -low, "max_value": high}
    given = {name: value for name, value in ends.items() if value is not None}
    if given:
        span = f"{plain(profile.quantiles['0.01'])} to {plain(profile.quantiles['0.99'])}"
        wild = profile.most if high is not None else profile.least
        yield Proposal(
            expectation("column_values_to_be_between", column=column.name, **given),
            f"98 % of {tick(column.name)} lie from {span}; a few lie far beyond, such as {plain(wild)}.",
            0.65,
        )


def _width(profile: ColumnProfile) -> float:
    return profile.quantiles["0.99"] - profile.quantiles["0.01"]


def _beyond(values: Values, end: float, far: float) -> float | None:
    """The middle of the widest gap above `end`, rounded; None when no gap is as wide as `far`."""
    tail = np.concatenate([[end], np.sort(values[values > end])])
    gaps = np.diff(tail)
    if not far or not len(gaps) or gaps.max() < far:
        return None
    at = int(gaps.argmax())
    return float(f"{tail[at] + gaps[at] / 2:.2g}")


def _values(column: Column) -> Values:
    return np.array([float(text) for text in column.texts])


RULE = Rule("ranges", _propose, order=6, most=_FEW_NEGATIVE)
