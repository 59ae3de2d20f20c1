"""Confidence that the present rate of new issues is tolerable, from looks that fade with use and with time."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, SupportsInt

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from weirdness.confidence.errors import Refused
from weirdness.confidence.positions import find_positions, look_count, tolerated_rate
from weirdness.confidence.prior import STANDING, Prior

VERSION = "rate/1"
HALF_LIFE_IN_TOLERATED_FINDS = 5.5
HALF_LIFE_DAYS = 180.0
NEEDED = 0.80


class RatePosterior(NamedTuple):
    """Gamma(a, b) for the rate of new issues per look: `a` weighted finds + 1, `b` weighted looks + 5."""

    a: float
    b: float


def look_ages(look_age_days: Sequence[float] | None, looks: int) -> NDArray[np.float64]:
    """One age in days per look; None: all today. Refused: another number of ages, a negative or missing one."""
    if look_age_days is None:
        return np.zeros(looks)
    ages = np.asarray(look_age_days, dtype=np.float64)
    if ages.shape != (looks,):
        raise Refused(f"There are {looks} looks but ages of shape {ages.shape}: give one age in days per look.")
    if not np.all(np.isfinite(ages) & (ages >= 0)):
        raise Refused("The age of a look is missing or lies in the future: give days since each look, 0 or more.")
    return ages


def _posterior(finds: list[int], ages: NDArray[np.float64], lam: float, prior: Prior) -> RatePosterior:
    looks = len(ages)
    looks_since = looks - np.arange(1, looks + 1)
    weights = np.exp2(-looks_since * lam / HALF_LIFE_IN_TOLERATED_FINDS - ages / HALF_LIFE_DAYS)
    weighted_finds = float(weights[np.array(finds, dtype=np.intp) - 1].sum())
    return RatePosterior(prior.rate_finds + weighted_finds, prior.rate_looks + float(weights.sum()))


def rate_posterior(
    finds: Iterable[SupportsInt],
    looks: SupportsInt,
    lam: float,
    look_age_days: Sequence[float] | None = None,
    prior: Prior = STANDING,
) -> RatePosterior:
    """Gamma(a, b): a = 1 + Σ finds w, b = 5 + Σ looks w, w_t = 2^−((U−t)/h) · 2^−(days ago/180), h = 5.5/λ* looks.

    `finds`: look positions from 1; `looks`: U; `lam`: λ*, new issues per look; `look_age_days`: U ages in days, in the
    order of the looks (None: all today); `prior`: another than Gamma(1, 5). Gamma–Poisson conjugacy with discounting of
    old evidence (power prior; Ibrahim & Chen 2000).
    Refused: a find outside 1..looks, negative looks or ages, a wrong number of ages, λ* ≤ 0.
    """
    total = look_count(looks)
    positions = find_positions(finds, total)
    return _posterior(positions, look_ages(look_age_days, total), tolerated_rate(lam), prior)


def confidence(
    finds: Iterable[SupportsInt],
    looks: SupportsInt,
    lam: float,
    look_age_days: Sequence[float] | None = None,
    prior: Prior = STANDING,
) -> float:
    """P(rate ≤ λ*) = gammainc(a, bλ*), in 0..1; arguments and errors as for `rate_posterior`.

    Fading alone would let a bad dataset drift up towards the 22 % of an unseen one when nobody looks. So the silence
    since the newest look may only lower the figure: it is the lower of the values with and without that silence
    (which is the running minimum, because along the silence the figure rises at most once and then falls).
    """
    rate = tolerated_rate(lam)
    total = look_count(looks)
    positions = find_positions(finds, total)
    ages = look_ages(look_age_days, total)
    silence = ages.min() if total else 0.0
    now = _posterior(positions, ages, rate, prior)
    at_last_look = _posterior(positions, ages - silence, rate, prior)
    return min(float(gammainc(a, b * rate)) for a, b in (now, at_last_look))
