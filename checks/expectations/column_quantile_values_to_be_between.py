"""Quantiles of a column lie in ranges."""

from typing import Any

from checks.arguments import COLUMN, Argument, finite
from checks.kind import Arguments, Data, Kind, Outcome
from checks.phrase import joined, percent, plain, span, tick
from checks.sql import column

_NEAR, _NEARLY_ZERO = 1e-4, 1e-8  # Great Expectations' own tolerance, relative to the end of the range


def _range(pair: Any) -> bool:
    ends = pair if isinstance(pair, list | tuple) and len(pair) == 2 else [""]
    return all(end is None or finite(end) for end in ends) and any(end is not None for end in ends)


def _quantile_ranges(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"quantiles", "value_ranges"}:
        return False
    shares, ranges = value["quantiles"], value["value_ranges"]
    if not isinstance(shares, list) or not isinstance(ranges, list) or len(shares) != len(ranges) or not shares:
        return False
    return all(finite(each) and 0 <= each <= 1 for each in shares) and all(map(_range, ranges))


def _judge(data: Data, a: Arguments) -> Outcome:
    shares, ranges = a["quantile_ranges"]["quantiles"], a["quantile_ranges"]["value_ranges"]
    values = _quantiles(data, a, shares)
    said = [f"{percent(share)} quantile {plain(value)}" for share, value in zip(shares, values, strict=True)]
    return Outcome(
        all(_within(value, *ends) for value, ends in zip(values, ranges, strict=True)),
        {"observed_value": {"quantiles": shares, "values": values}},
        said=joined(said) if None not in values else "there are no values",
    )


def _quantiles(data: Data, a: Arguments, shares: list[float]) -> list[float | None]:
    """The value nearest to each share, as pandas takes it: of n sorted values the one at round((n - 1) × share)."""
    [(rows,)] = data.ask(f"SELECT count({column(a)}) FROM data")  # noqa: S608
    if not rows:
        return [None] * len(shares)
    places = [(round((rows - 1) * share) + 0.5) / rows for share in shares]
    picked = ", ".join(f"percentile_disc({place!r}) WITHIN GROUP (ORDER BY {column(a)})" for place in places)
    [found] = data.ask(f"SELECT {picked} FROM data")  # noqa: S608
    return [float(value) for value in found]


def _within(value: float | None, low: float | None, high: float | None) -> bool:
    if value is None:
        return False
    if any(end is not None and abs(value - end) <= _NEARLY_ZERO + _NEAR * abs(end) for end in (low, high)):
        return True
    return (low is None or value >= low) and (high is None or value <= high)


def _sentence(a: Arguments) -> str:
    asked = a["quantile_ranges"] or {"quantiles": [], "value_ranges": []}
    parts = [
        f"the {percent(share)} quantile is {span(Arguments(min_value=low, max_value=high))}"
        for share, (low, high) in zip(asked["quantiles"], asked["value_ranges"], strict=True)
    ]
    return f"Of {tick(a['column'])}, {joined(parts) if parts else 'the quantiles lie in their ranges'}"


KIND = Kind(
    name="expect_column_quantile_values_to_be_between",
    arguments={
        "column": COLUMN,
        "quantile_ranges": Argument(
            'an object such as {"quantiles": [0.5], "value_ranges": [[1, 3]]}, with a range for each quantile',
            _quantile_ranges,
            required=True,
            field="json",
            label="Quantiles and their ranges",
            help='{"quantiles": [0.05, 0.95], "value_ranges": [[0, 10], [90, null]]}; null is no bound',
        ),
    },
    sentence=_sentence,
    advice="See which part of the values moved: the low ones, the high ones, or all of them?",
    needs=("integer", "number"),
    judge=_judge,
)
