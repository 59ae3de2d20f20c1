"""Discovery curve: how fast new issues still turn up, how many come next, and what share is already on the list."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple, SupportsInt

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from weirdness.confidence.errors import Refused
from weirdness.confidence.positions import find_positions, look_count, whole
from weirdness.confidence.prior import STANDING, Prior

VERSION = "discovery/1"
SHAPES = (0.3, 0.6, 1.0, 2.0, 5.0, np.inf)
SCALES = np.geomspace(4, 4000, 16)
FLOORS = {0.0: 0.30, 0.01: 0.20, 0.03: 0.20, 0.1: 0.15, 0.3: 0.10}
NEVER_DRIES_UP = 0.05
_BLOCK = 32

Array = NDArray[np.float64]


class Range(NamedTuple):
    """Lower limit, mean, upper limit."""

    low: float
    mean: float
    high: float


class Grid(NamedTuple):
    """Atoms of the prior: shape k, scale β in looks, floor φ, prior weight; arrays of one length."""

    shape: Array
    scale: Array
    floor: Array
    weight: Array

    def _finite_shape(self) -> Array:
        return np.where(np.isinf(self.shape), 1.0, self.shape)

    def drying(self, looks: float) -> Array:
        """f(u), the part of the rate that dries up: (1 + u/β)^−(k+1), exp(−u/β) for k = ∞; f(0) = 1."""
        pareto = (1 + looks / self.scale) ** -(self._finite_shape() + 1)
        return np.where(np.isinf(self.shape), np.exp(-looks / self.scale), pareto)

    def relative_rate(self, looks: float) -> Array:
        """g(u) = (1−φ)·f(u) + φ."""
        return (1 - self.floor) * self.drying(looks) + self.floor

    def relative_total(self, looks: float) -> Array:
        """G(u), the integral of g from 0 to u, in looks."""
        k = self._finite_shape()
        pareto = -np.expm1(-k * np.log1p(looks / self.scale)) / k
        dried = self.scale * np.where(np.isinf(self.shape), -np.expm1(-looks / self.scale), pareto)
        return (1 - self.floor) * dried + self.floor * looks


@cache
def standing_grid() -> Grid:
    """The atoms of the prior: every shape with every scale and floor, and one that never dries up."""
    share = 1 / (len(SHAPES) * len(SCALES))
    atoms = [(k, beta, phi, weight * share) for k in SHAPES for beta in SCALES for phi, weight in FLOORS.items()]
    # At φ = 1 shape and scale do nothing to the rate: one atom, standing where the share found is lowest-tailed.
    atoms.append((SHAPES[0], SCALES[0], 1.0, NEVER_DRIES_UP))
    return Grid(*np.array(atoms).T)


@lru_cache(maxsize=4096)
def _log_rate_at(position: int) -> Array:
    """log g at the middle of one look, for all atoms; 4 kB each, shared by all datasets."""
    return np.log(standing_grid().relative_rate(position - 0.5))


class Posterior(NamedTuple):
    """The atoms with their posterior weights; A given an atom is Gamma(`seen`, its `exposure`)."""

    grid: Grid
    weight: Array
    seen: float
    exposure: Array


def _tails(level: float) -> tuple[float, float]:
    if not 0 < level < 1:
        raise Refused(f"The level is {level}: give a share between 0 and 1, such as 0.9.")
    return (1 - level) / 2, (1 + level) / 2


class DiscoveryCurve:
    """rate(u) = A·g(u), g(u) = (1−φ)(1+u/β)^−(k+1) + φ, posterior over a fixed grid of (k, β, φ).

    `finds`: look positions from 1; `looks`: U. A ~ Gamma(1, 5) (or the `prior` given) is integrated out, so that the
    log weight of an atom is Σ log g(u_j − ½) − (n+1) log(G(U)+5) plus its prior's. No looks: the prior.
    A non-homogeneous Poisson process with a power-law or exponential decline (Musa–Okumoto and Goel–Okumoto are
    k → 0 and k = ∞). Refused: a find outside 1..looks, negative looks.
    """

    def __init__(self, finds: Iterable[SupportsInt], looks: SupportsInt, prior: Prior = STANDING) -> None:
        self.looks = look_count(looks)
        self.finds = find_positions(finds, self.looks)
        self._grid = standing_grid()
        self._seen = len(self.finds) + prior.curve_finds
        self._before = prior.curve_looks
        self._exposure = self._grid.relative_total(self.looks) + self._before
        self._log_shape = np.log(self._grid.weight)
        for position in self.finds:
            self._log_shape = self._log_shape + _log_rate_at(position)
        log_weight = self._log_shape - self._seen * np.log(self._exposure)
        weight = np.exp(log_weight - log_weight.max())
        self._weight: Array = weight / weight.sum()

    def likelihood(self) -> tuple[Array, Array]:
        """Per atom: log prior weight + Σ log g(u_j − ½), and G(U): what a fit of the prior needs; nothing of A."""
        return self._log_shape, self._exposure - self._before

    def posterior(self) -> tuple[Grid, Array]:
        """The atoms and their weights, which sum to 1."""
        return self._grid, self._weight

    def belief(self) -> Posterior:
        """All that is believed after the looks."""
        return Posterior(self._grid, self._weight, self._seen, self._exposure)

    def rate(self) -> float:
        """Expected new issues per look now, at look U."""
        amplitude = self._seen / self._exposure
        return float(self._weight @ (amplitude * self._grid.relative_rate(self.looks)))

    def forecast(self, uses: SupportsInt = 100, level: float = 0.9) -> Range:
        """New issues in the next `uses` looks: (low, mean, high); low and high are whole, each tail (1 − level)/2.

        Mixture of NegBin(n+1, (G(U)+5)/(G(U+H)+5)). Refused: negative `uses`, `level` outside 0..1.
        """
        ahead = whole(uses, "The number of uses ahead")
        if ahead < 0:
            raise Refused(f"The forecast is for {ahead} uses: give 0 or more.")
        gain = self._grid.relative_total(self.looks + ahead) + self._before - self._exposure
        mean = float(self._weight @ (self._seen * gain / self._exposure))
        low, high = self._count_quantiles(gain, _tails(level))
        return Range(int(low), mean, int(high))

    def _count_quantiles(self, gain: Array, tails: tuple[float, float]) -> NDArray[np.intp]:
        """The smallest counts at which the mixture's distribution function reaches each tail, block by block."""
        size = self._seen
        miss = (gain / (gain + self._exposure))[:, None]
        reached: Array = np.zeros(0)
        while not len(reached) or reached[-1] < tails[1]:
            counts = np.arange(len(reached), len(reached) + _BLOCK)
            ways = gammaln(size + counts) - gammaln(size) - gammaln(counts + 1)
            chance = np.exp(ways + size * np.log1p(-miss) + xlogy(counts, miss))
            below = reached[-1] if len(reached) else 0.0
            reached = np.append(reached, below + np.cumsum(self._weight @ chance))
        return np.searchsorted(reached, tails)

    def found(self, level: float = 0.9) -> Range:
        """Share of the issues that dry up which is already found, 1 − f(U)/f(0): (low, mean, high), each in 0..1.

        For people to read only from 5 finds and 20 looks on (`words`). Refused: `level` outside 0..1.
        """
        share = 1 - self._grid.drying(self.looks)
        order = np.argsort(share, kind="stable")
        reached = np.cumsum(self._weight[order])
        last = len(order) - 1
        low, high = (share[order[min(last, int(np.searchsorted(reached, t)))]] for t in _tails(level))
        return Range(float(low), float(self._weight @ share), float(high))
