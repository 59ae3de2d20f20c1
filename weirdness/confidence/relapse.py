"""Relapse: finds that follow one another so fast, after graduation, that the tolerated rate is no longer believable."""

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import SupportsInt

from scipy.special import gammaincinv

from weirdness.confidence.positions import find_positions, look_count, starting_look, tolerated_rate

VERSION = "relapse/1"
FALSE_ALARM = 0.01
FEWEST, MOST = 3, 8


@lru_cache(maxsize=64)
def _windows(lam: float) -> tuple[tuple[int, int], ...]:
    return tuple((k, math.floor(float(gammaincinv(k, FALSE_ALARM)) / lam)) for k in range(FEWEST, MOST + 1))


def relapse_plan(lam: float) -> dict[int, int]:
    """For k = 3..8 finds, the looks m_k = ⌊GammaQuantile(0.01; k)/λ*⌋ within which they mean a relapse.

    At exactly the tolerated rate λ* (new issues per look, above 0, else `Refused`) the k-th find comes within m_k
    looks once in a hundred times (the waiting time is Gamma(k)). With 0.05: 3 in 8, 4 in 16, … 8 in 58.
    """
    return dict(_windows(tolerated_rate(lam)))


def relapsed(finds: Iterable[SupportsInt], looks: SupportsInt, lam: float, since: SupportsInt = 0) -> bool:
    """Whether, after look `since` (graduation), some k finds fell within m_k looks in a row.

    Any stretch since graduation counts, not only the newest, so that looks imported together or late give the same
    answer as looks that came one by one. Finds up to look `since` don't count. Arguments, errors: see `quiet_run`.
    """
    total = look_count(looks)
    start = starting_look(since, total)
    later = [position for position in find_positions(finds, total) if position > start]
    return any(
        last - first < window
        for k, window in relapse_plan(lam).items()
        for first, last in zip(later, later[k - 1 :], strict=False)
    )
