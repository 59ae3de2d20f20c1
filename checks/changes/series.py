"""Is the last of a series another than its stretch? Robust: medians and median deviations."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median
from typing import TypeVar

T = TypeVar("T")
MAD_TO_DEVIATION = 1.4826


def break_at_end(
    series: Sequence[T],
    strength: Callable[[Sequence[T], T, float | None], float],
    distance: Callable[[T, T], float],
) -> tuple[float, Sequence[T]]:
    """How strongly the last breaks with its stretch (≥ 1: it does), and that stretch.

    A stretch ends where the next item breaks with it. One odd item between two of the same state is no stretch.
    `strength` also gets the median distance of neighbours before the item (None: fewer than two are known).
    What broke at least every second time, twice or more, is always another and says nothing.
    """
    stretch, before, power, breaks = [*series[:1]], list[T](), 0.0, 0
    steps = [distance(one, other) for one, other in pairwise(series[:-1])]
    for at, item in enumerate(series[1:], start=1):
        power, told = strength(stretch, item, median(steps[: at - 1]) if at > 2 else None), stretch
        restless = breaks > 1 and breaks >= (at - 1) / 2
        if at == len(series) - 1:
            back = len(stretch) == 1 and before and strength(before, item, None) < 1
            return (0.0 if restless or back else power), told
        if power < 1:
            stretch = [*stretch, item]
        elif len(stretch) == 1 and before and strength(before, item, None) < 1:
            stretch, before = [*before, item], []
        else:
            before, stretch, breaks = stretch, [item], breaks + 1
    return 0.0, stretch


def deviation(values: Sequence[float]) -> float:
    """The median deviation from the median, as a standard deviation of a normal distribution; 0 for one value."""
    middle = median(values)
    return MAD_TO_DEVIATION * median(abs(value - middle) for value in values)
