"""Numbers far beyond all others, and a few below zero where none should be."""

from collections.abc import Iterator

import numpy as np

from checks.phrase import plain, tick
from checks.profile import ColumnProfile
from checks.proposal import Column, Facts, Proposal, Rule, expectation

_FAR = 10
_FEW_NEGATIVE, _APART = 0.01, 10
_ENOUGH, _FEW_VALUES = 100, 20


def _propose(facts: Facts) -> Iterator[Proposal]:
    for name in facts.columns:
        column = facts.profile.columns[name]
        if column.type not in ("integer", "number") or facts.rows < _ENOUGH or not column.quantiles:
            continue
        low, high = _ends(column, facts.columns[name])
        if low is None and high is None:
            continue
        ends = {key: value for key, value in (("min_value", low), ("max_value", high)) if value is not None}
        yield Proposal(
            expectation("column_values_to_be_between", column=name, **ends), _reason(name, column, low, high), 0.65
        )


def _ends(column: ColumnProfile, sample: Column) -> tuple[float | None, float | None]:
    """Ten times the width of nearly all values beyond them: heavy tails stay inside, slipped points do not."""
    first, last = column.quantiles["0.01"], column.quantiles["0.99"]
    width = last - first
    wrongly_negative = column.negative > 0 and first >= 0 and _are_apart(sample)
    low = 0.0 if wrongly_negative else None
    if column.distinct <= _FEW_VALUES or not width:
        return low, None
    if low is None and _number(column.least) is not None and column.least < first - _FAR * width:
        low = _rounded(first - _FAR * width)
    high = (
        _rounded(last + _FAR * width)
        if _number(column.most) is not None and column.most > last + _FAR * width
        else None
    )
    return low, high


def _are_apart(sample: Column) -> bool:
    """Numbers that cross zero thin out towards it; where as many lie near zero as elsewhere, zero is their end."""
    values = np.array([float(text) for text in sample.texts])
    below = values < 0
    if not below.any():
        return False
    reach = -np.median(np.repeat(values[below], sample.counts[below]))
    return bool(sample.counts[(values >= 0) & (values <= reach)].sum() >= _APART * sample.counts[below].sum())


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _rounded(value: float) -> float:
    return float(f"{value:.2g}")


def _reason(name: str, column: ColumnProfile, low: float | None, high: float | None) -> str:
    span = f"{plain(column.quantiles['0.01'])} to {plain(column.quantiles['0.99'])}"
    wild = plain(column.most if high is not None else column.least)
    tail = "below zero" if low == 0 and high is None else "far beyond"
    return f"98 % of {tick(name)} lie from {span}; a few lie {tail}, such as {wild}."


RULE = Rule("ranges", _propose, order=6, most=_FEW_NEGATIVE)
