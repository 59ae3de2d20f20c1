"""Trend: are new issues getting rarer? Two classical tests, as a cross-check on the discovery curve."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from weirdness.confidence.errors import Refused

VERSION = "trend/1"


class CrowAmsaa(NamedTuple):
    """Power law: λ·t^β expected by t; `rate` is λ·β·T^(β−1), per unit of time, now. β < 1: getting rarer."""

    beta: float
    lam: float
    rate: float


def _times(times: Iterable[float], total: float) -> list[float]:
    if not (math.isfinite(total) and total > 0):
        raise Refused(f"The total is {total}: give the whole time or number of looks, above 0.")
    found = sorted(float(time) for time in times)
    if not all(0 < time <= total for time in found):
        raise Refused(f"Every find must lie above 0 and at most at {total:g}.")
    return found


def laplace_z(finds: Iterable[float], looks: float) -> float:
    """z = (mean position − T/2) / (T·√(1/12n)), standard normal without a trend; below 0: getting rarer.

    `finds`: look positions (or times) in (0, T]; `looks`: T, in the same unit. A find exactly at T ended the
    stretch: given that, the others are spread evenly, so it is left out (Cox & Lewis 1966; Modarres, Reliability
    Engineering, example 5.11).
    Refused: T ≤ 0, a find outside (0, T], no find before T.
    """
    before_end = [time for time in _times(finds, looks) if time < looks]
    if not before_end:
        raise Refused("There is no find before the end: a trend needs at least one.")
    n = len(before_end)
    return (sum(before_end) / n - looks / 2) / (looks * math.sqrt(1 / (12 * n)))


def crow_amsaa(times: Iterable[float], total: float) -> CrowAmsaa:
    """Maximum likelihood: β = n / Σ ln(T/t), λ = n/T^β, rate = nβ/T (Crow 1974; MIL-HDBK-189).

    `times`: positions or times of the finds in (0, T]; `total`: T, in the same unit. A find at T is kept: the
    estimate is the same whether the stretch was ended by it or by the clock.
    Refused: T ≤ 0, a find outside (0, T], none before T.
    """
    found = _times(times, total)
    logs = sum(math.log(total / time) for time in found)
    if logs <= 0:
        raise Refused("There is no find before the end: a trend needs at least one.")
    beta = len(found) / logs
    return CrowAmsaa(beta, len(found) / total**beta, len(found) * beta / total)
