"""What a page draws of the two posteriors: the density of the rate, and how the discovery curve's weight is shared."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import gamma

from weirdness.confidence.discovery import DiscoveryCurve
from weirdness.confidence.hidden import hidden
from weirdness.confidence.prior import STANDING, Prior
from weirdness.confidence.rate import RatePosterior

SHOWN = 0.999
FINEST = 1e-4


class Point(NamedTuple):
    """A rate, in new issues per look, and its density."""

    rate: float
    density: float


class Share(NamedTuple):
    """One value of a parameter of the discovery curve, and the posterior weight of all atoms that have it, 0..1."""

    value: float
    weight: float


def rate_density(posterior: RatePosterior, points: int = 80, up_to: float = 0.0) -> list[Point]:
    """Gamma(a, b) at evenly spaced rates from 0 to its 99.9 % quantile, or to `up_to` when that is greater."""
    shape = gamma(posterior.a, scale=1 / posterior.b)
    highest = max(float(shape.ppf(SHOWN)), up_to)
    rates = np.linspace(0, highest, points)
    return [Point(float(rate), float(density)) for rate, density in zip(rates, shape.pdf(rates), strict=True)]


def rate_quantiles(posterior: RatePosterior, shares: Sequence[float] = (0.05, 0.5, 0.95)) -> list[float]:
    """The rates below which the given shares of the posterior lie."""
    return [float(rate) for rate in gamma(posterior.a, scale=1 / posterior.b).ppf(list(shares))]


class HiddenRate(NamedTuple):
    """The rate of what is still hidden: its density at bins' middles, and the 5, 50 and 95 % quantiles."""

    points: list[Point]
    low: float
    middle: float
    high: float


def hidden_rate(
    finds: Sequence[int], looks: int, prior: Prior = STANDING, points: int = 40, up_to: float = 0.0
) -> HiddenRate:
    """The distribution of which `hidden` gives P(rate ≤ λ*), binned from 0 to its 99.9 % quantile, or to `up_to`.

    As there, each share is the lowest over all ways to forget the earliest finds: a lower envelope of distributions.
    """
    highest = max(up_to, FINEST)
    while hidden(finds, looks, highest, prior) < SHOWN and highest < 1:
        highest *= 1.5
    rates = np.linspace(0, highest, points + 1)
    below = np.array([0.0, *(hidden(finds, looks, float(rate), prior) for rate in rates[1:])])
    middles, density = (rates[1:] + rates[:-1]) / 2, np.diff(below) / np.diff(rates)
    low, middle, high = np.interp((0.05, 0.5, 0.95), below, rates)
    drawn = [Point(float(rate), float(dense)) for rate, dense in zip(middles, density, strict=True)]
    return HiddenRate(drawn, float(low), float(middle), float(high))


def shape_shares(curve: DiscoveryCurve) -> list[Share]:
    """By shape k, from the heaviest tail to k = ∞ (exponential)."""
    atoms, weights = curve.posterior()[:2]
    return _by(atoms.shape, weights)


def floor_shares(curve: DiscoveryCurve) -> list[Share]:
    """By floor φ, the share of the rate that never dries up."""
    atoms, weights = curve.posterior()[:2]
    return _by(atoms.floor, weights)


def _by(values: np.ndarray, weights: np.ndarray) -> list[Share]:
    return [Share(float(value), float(weights[values == value].sum())) for value in np.unique(values)]
