"""The prior fitted to an organisation's own history: empirical Bayes, as a new version, never in silence."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from weirdness.confidence.discovery import DiscoveryCurve
from weirdness.confidence.errors import Refused
from weirdness.confidence.prior import STANDING, VERSION, Prior
from weirdness.confidence.rate import rate_posterior

FEWEST_DATASETS = 30
MOST_LOOKS = 20.0  # a prior never counts for more looks than this: a gate is passed by looking, not by belonging
_BOUNDS = ((0.1, 20.0), (0.5, MOST_LOOKS))  # finds, looks
_ROUNDS, _POINTS = 8, 7
_SPREAD = 1.0  # of the logarithms around the standing prior; a few dozen datasets outweigh it
Array = NDArray[np.float64]


class History(NamedTuple):
    """One dataset's present era: look positions of its finds from 1, U, and its λ* (for how looks fade)."""

    finds: tuple[int, ...]
    looks: int
    tolerated_rate: float = 0.05


class Refit(NamedTuple):
    """The new prior and the one it would replace, each with the log evidence of the histories (higher is better)."""

    prior: Prior
    before: Prior
    log_evidence: float
    log_evidence_before: float


def refit(histories: Sequence[History], on: date, before: Prior = STANDING) -> Refit:
    """Both Gamma priors by maximum marginal likelihood over the datasets, drawn a little towards the standing ones.

    Marginals: the discovery curve's grid with A integrated out; and the faded counts' Gamma–Poisson. The logarithms
    of finds and looks have a normal(standing, 1) prior of their own (type-II maximum a posteriori; Efron & Morris 1973;
    Gelman et al., BDA3 §5.1). Looks that count beforehand are at most 20. `on`: the day in the version's name.
    Refused: fewer than 30 datasets with at least one look; errors of a history as in `DiscoveryCurve`.
    """
    looked = [history for history in histories if history.looks]
    if len(looked) < FEWEST_DATASETS:
        raise Refused(
            f"{len(looked)} datasets have been looked at; a prior of your own needs {FEWEST_DATASETS}: wait for more."
        )
    curves, rates = _Curves(looked), _Rates(looked)
    curve, rate = _best(curves, STANDING.curve_finds, STANDING.curve_looks), _best(rates, *_rate(STANDING))
    prior = Prior(
        version=f"{VERSION}+{len(looked)}@{on.isoformat()}",
        curve_finds=curve[0],
        curve_looks=curve[1],
        rate_finds=rate[0],
        rate_looks=rate[1],
        datasets=len(looked),
    )
    return Refit(prior, before, *(_evidence(curves, rates, each) for each in (prior, before)))


def _rate(prior: Prior) -> tuple[float, float]:
    return prior.rate_finds, prior.rate_looks


def _evidence(curves: "_Curves", rates: "_Rates", prior: Prior) -> float:
    return curves.log_evidence(prior.curve_finds, prior.curve_looks) + rates.log_evidence(*_rate(prior))


class _Curves:
    def __init__(self, histories: Sequence[History]) -> None:
        each = [DiscoveryCurve(history.finds, history.looks).likelihood() for history in histories]
        self.log_shape: Array = np.array([log_shape for log_shape, _ in each])
        self.exposure: Array = np.array([exposure for _, exposure in each])
        self.finds: Array = np.array([len(history.finds) for history in histories], dtype=float)

    def log_evidence(self, finds: float, looks: float) -> float:
        n = self.finds[:, None] + finds
        atoms = self.log_shape - n * np.log(self.exposure + looks)
        whole = logsumexp(atoms, axis=1) + gammaln(n[:, 0]) - gammaln(finds) + finds * np.log(looks)
        return float(whole.sum())


class _Rates:
    def __init__(self, histories: Sequence[History]) -> None:
        nothing = np.array([STANDING.rate_finds, STANDING.rate_looks])
        faded = np.array([rate_posterior(*history) for history in histories]) - nothing
        self.finds, self.looks = faded.T

    def log_evidence(self, finds: float, looks: float) -> float:
        n = self.finds + finds
        return float((gammaln(n) - gammaln(finds) + finds * np.log(looks) - n * np.log(self.looks + looks)).sum())


def _best(marginal: _Curves | _Rates, finds: float, looks: float) -> tuple[float, float]:
    """By a grid that closes in on its best point: two numbers don't need the 60 MB of a general optimiser."""
    standing = np.log([finds, looks])
    low, high = np.log(_BOUNDS).T
    best = standing

    def gain(logs: Array) -> float:
        drawn = float(((logs - standing) ** 2).sum()) / (2 * _SPREAD**2)
        return marginal.log_evidence(*(float(value) for value in np.exp(logs))) - drawn

    reach = (high - low) / 2
    centre = (high + low) / 2
    for _ in range(_ROUNDS):
        axes = [
            np.clip(np.linspace(c - r, c + r, _POINTS), a, b)
            for c, r, a, b in zip(centre, reach, low, high, strict=True)
        ]
        best = max((np.array(point) for point in product(*axes)), key=gain)
        centre, reach = best, reach / 3
    fitted = np.exp(best)
    return float(fitted[0]), float(fitted[1])
