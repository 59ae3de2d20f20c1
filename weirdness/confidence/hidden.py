"""Confidence, second version: how sure is it that what is still hidden turns up rarely enough?

The first version (`rate`) takes the rate as constant and lets old looks fade. This one uses what makes datasets dry up:
oddities are met, put on the list, and gone from what is hidden. Early finds then need not fade: they are explained.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, SupportsInt

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from weirdness.confidence.discovery import Grid, standing_grid
from weirdness.confidence.positions import find_positions, look_count, starting_look, tolerated_rate
from weirdness.confidence.prior import STANDING, Prior
from weirdness.confidence.rate import look_ages

VERSION = "confidence/2"
NEEDED_EARLY, NEEDED_LATER = 0.985, 0.93
EARLY, LATER = 8.0, 13.0  # in looks × λ*: so many finds would be tolerated in them
FRESH_ENOUGH = 0.80
HALF_LIFE_DAYS = 180.0
STEEPEST = 2.0
_NEGLIGIBLE = 1e-9

Array = NDArray[np.float64]


class _Now(NamedTuple):
    """Of each atom after U looks, per unit of amplitude: rate, exposure G(U), and variance of the hidden rate."""

    rate: Array
    exposure: Array
    scatter: Array


@cache
def _atoms() -> Grid:
    """The discovery curve's atoms with k ≤ 2: a steeper decline says all oddities are equally easy to meet."""
    grid = standing_grid()
    return Grid(*(values[grid.shape <= STEEPEST] for values in grid))


def hidden_confidence(
    finds: Iterable[SupportsInt],
    looks: SupportsInt,
    lam: float,
    look_age_days: Sequence[float] | None = None,
    since: SupportsInt = 0,
    prior: Prior = STANDING,
    forgotten: Sequence[int] | None = None,
) -> float:
    """`hidden`: is what is left rare enough? But the lower `fresh` while that is below 80 %: few looks, or old ones.

    In 0..1; what it must reach: `needed_confidence`.

    `finds`: look positions from 1; `looks`: U; `lam`: λ*; `look_age_days`: U ages in days in the order of the looks
    (None: all today); `since`: look of the last noticed change. What was found before still tells what kind of dataset
    this is, but what changed has no past: the lower of `hidden` by the whole history and by what came since is told,
    and only looks since are fresh.
    Refused: a find outside 1..looks, `since` outside 0..looks, a wrong number of ages or a negative one, λ* ≤ 0.
    """
    rate, total = tolerated_rate(lam), look_count(looks)
    start = starting_look(since, total)
    ages = look_ages(look_age_days, total)[start:]
    places, recent = find_positions(finds, total), fresh(ages, rate, prior)
    rare = hidden(places, total, rate, prior, forgotten)
    if start:
        later = [place - start for place in places if place > start]
        rare = min(rare, hidden(later, total - start, rate, prior, forgotten and (0,)))
    return rare if recent >= FRESH_ENOUGH else min(rare, recent)


def needed_confidence(looks: SupportsInt, lam: float, since: SupportsInt = 0) -> float:
    """What `hidden_confidence` must reach: 98.5 % up to 8/λ* looks, 93 % from 13/λ* on, straight between.

    Among few looks the prior weighs as much as what was seen, and the prior may be wrong of this organisation: verdicts
    reached early were false about twice as often as late ones. So the error that is allowed is spent late
    (alpha spending; O'Brien & Fleming 1979, Biometrics 35:549; the figures: docs/confidence.md). Looks up to the last
    noticed change (`since`) do not count. Refused: λ* ≤ 0, `since` outside 0..looks.
    """
    total = look_count(looks)
    spent = ((total - starting_look(since, total)) * tolerated_rate(lam) - EARLY) / (LATER - EARLY)
    return NEEDED_EARLY - (NEEDED_EARLY - NEEDED_LATER) * min(1.0, max(0.0, spent))


def hidden(
    finds: Sequence[int], looks: int, lam: float, prior: Prior = STANDING, forgotten: Sequence[int] | None = None
) -> float:
    """P(rate of what is still hidden ≤ λ*), the lowest over all ways to forget the earliest finds; no ageing.

    Model: hidden oddities are a Poisson number, each met at its own chance p per look, p ~ Gamma(k, β looks), and a
    share φ of the first rate never dries up (the atoms and prior of `DiscoveryCurve`, k ≤ 2). Those found and those
    left are independent given the atom (Poisson thinning), so the hidden rate after U looks has mean A·g(U) and, for
    one A, variance A·(1−φ)f(U)·(k+1)/(β+U): few hidden oddities may be easy or hard to meet, and no curve knows
    which. A's posterior is Gamma(n+1, G(U)+5); the two are joined as one Gamma of equal mean and variance.

    Forgetting: a model that declines takes early finds as a sign of a steep decline, so that one more of them would
    raise the figure. Hence the minimum over what is left after dropping the first 0, 1, … n finds (their looks stay,
    as clean ones). That is cautious after late bursts too, such as those of a silent change.

    `forgotten`: how many of the earliest to drop, some numbers in 0..n; None: all of them. Fewer give an upper limit;
    (0,) gives the model's own figure, which simulation-based calibration judges.
    Sources: Littlewood 1981 (IEEE Trans. Reliability 30:313) and Langberg & Singpurwalla 1985 (SIAM J. Sci. Stat.
    Comput. 6:781) for faults of unequal size; Kingman 1993, Poisson Processes, for thinning and Campbell's variance.
    """
    if forgotten is None:
        return lowest(tuple(finds), looks, lam, prior)[0]
    return float(_forgetting(finds, looks, lam, prior, forgotten).min())


@lru_cache(maxsize=4096)
def lowest(finds: tuple[int, ...], looks: int, lam: float, prior: Prior) -> tuple[float, int]:
    """The lowest figure and how many of the earliest finds are forgotten for it; kept for what has not changed."""
    figures = _forgetting(finds, looks, lam, prior, range(len(finds) + 1))
    return float(figures.min()), int(figures.argmin())


def fresh(ages: NDArray[np.float64], lam: float, prior: Prior = STANDING) -> float:
    """1 − exp(−λ*(5 + Σ 2^(−days/180))): what the looks would show if none had found anything and days wear them out.

    Conjugate to Poisson with no find; power prior (Ibrahim & Chen 2000, Statistical Science 15:46) in calendar time.
    It is what keeps old evidence from counting for ever, and a few looks from counting as many.
    """
    worth = prior.rate_looks + float(np.exp2(-ages / HALF_LIFE_DAYS).sum())
    return float(gammainc(prior.rate_finds, lam * worth))


def _forgetting(finds: Sequence[int], looks: int, lam: float, prior: Prior, dropped: Sequence[int]) -> Array:
    """The figure after dropping so many of the earliest finds, for each number in `dropped` (0..n), in that order."""
    grid, now = _atoms(), _now(looks)
    rates = [_log_rate(position) for position in sorted(finds, reverse=True)]
    kept = len(finds) - np.asarray(dropped, dtype=np.intp)
    shape = np.cumsum([np.zeros(len(grid.weight)), *rates], axis=0)[kept]
    seen = kept[:, None] + prior.curve_finds
    exposure = now.exposure + prior.curve_looks
    log_weight = np.log(grid.weight) + shape - seen * np.log(exposure)
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    amplitude = seen / exposure
    mean = amplitude * now.rate
    variance = amplitude * (now.rate**2 / exposure + now.scatter)
    below = np.ones_like(mean)
    matter = weight > _NEGLIGIBLE
    below[matter] = gammainc((mean**2 / variance)[matter], (lam * mean / variance)[matter])
    return np.asarray((weight * below).sum(axis=1))


def _now(looks: int) -> _Now:
    grid = _atoms()
    drying = (1 - grid.floor) * grid.drying(looks)
    return _Now(drying + grid.floor, grid.relative_total(looks), drying * (grid.shape + 1) / (grid.scale + looks))


@lru_cache(maxsize=4096)
def _log_rate(position: int) -> Array:
    return np.log(_atoms().relative_rate(position - 0.5))
