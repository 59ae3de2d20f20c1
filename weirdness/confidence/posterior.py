"""What a page draws of the two posteriors: the density of the rate, and how the discovery curve's weight is shared."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import gamma

from weirdness.confidence.discovery import DiscoveryCurve
from weirdness.confidence.rate import RatePosterior

SHOWN = 0.999


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
