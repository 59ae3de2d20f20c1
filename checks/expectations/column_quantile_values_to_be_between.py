"""Quantiles of a column lie in ranges."""

from typing import Any

from checks.arguments import COLUMN, Argument, finite
from checks.kind import Arguments, Kind
from checks.phrase import joined, percent, span, tick


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
)
