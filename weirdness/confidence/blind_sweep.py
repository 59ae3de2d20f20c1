"""Blind sweep: several people look alone, the list hidden; their overlap says how much is still unseen."""

import math
from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from scipy.special import betainc, ndtri

from weirdness.confidence.errors import Refused

VERSION = "blind-sweep/1"
FEWEST_REVIEWERS = 4
TAIL = 0.05


class BlindSweep(TypedDict):
    """Issues found by anyone, by exactly one (q1), by two (q2); estimates of the total; the next one's finds."""

    found: int
    q1: int
    q2: int
    chao2: float
    chao2_low95: float
    jack1: float
    jack2: float
    next_reviewer: list[float]
    usable: bool


def blind_sweep(matrix: Sequence[Sequence[int]]) -> BlindSweep:
    """Estimates from who found what: one row per reviewer, one column per issue, 1 = found, 0 = not.

    `chao2`: bias-corrected Chao2; `chao2_low95`: its lower 95 % log-normal limit, to be said as "at least"
    (Chao 1987, Biometrics 43:783; variances as in EstimateS); `jack1`, `jack2`: jackknives (Burnham & Overton
    1978), for comparison; `next_reviewer`: [5 %, mean, 95 %] of the issues a further reviewer adds: mean q1/m,
    interval NegBin(q1+½, m/(m+1)). Columns that nobody found count for nothing.
    Refused: fewer than 4 reviewers, ragged rows, other values than 0 and 1.
    """
    grid = _checked(matrix)
    m = len(grid)
    times = grid.sum(axis=0)
    found, q1, q2 = (int(n) for n in ((times > 0).sum(), (times == 1).sum(), (times == 2).sum()))
    unseen = (m - 1) / m * q1 * (q1 - 1) / (2 * (q2 + 1))
    return BlindSweep(
        found=found,
        q1=q1,
        q2=q2,
        chao2=found + unseen,
        chao2_low95=found + _low_unseen(unseen, _variance(m, found, q1, q2)),
        jack1=found + q1 * (m - 1) / m,
        jack2=found + q1 * (2 * m - 3) / m - q2 * (m - 2) ** 2 / (m * (m - 1)),
        next_reviewer=[_next_quantile(q1, m, TAIL), q1 / m, _next_quantile(q1, m, 1 - TAIL)],
        usable=True,  # below four reviewers there is no estimate at all: it is refused
    )


def _checked(matrix: Sequence[Sequence[int]]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    rows = [list(row) for row in matrix]
    if len(rows) < FEWEST_REVIEWERS:
        raise Refused(f"A blind sweep needs at least {FEWEST_REVIEWERS} reviewers; {len(rows)} have looked so far.")
    if len({len(row) for row in rows}) != 1:
        raise Refused("Every reviewer needs a 0 or 1 for every issue: the rows have different lengths.")
    if any(cell not in (0, 1) for row in rows for cell in row):
        raise Refused("Write 1 where a reviewer found an issue and 0 where not; nothing else.")
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(rows[0]))


def _variance(m: int, found: int, q1: int, q2: int) -> float:
    share = (m - 1) / m
    if q2 == 0:
        chao2 = found + share * q1 * (q1 - 1) / 2
        lost = share**2 * q1**4 / (4 * chao2) if chao2 else 0.0
        return share * q1 * (q1 - 1) / 2 + share**2 * q1 * (2 * q1 - 1) ** 2 / 4 - lost
    pairs = q2 + 1
    return (
        share * q1 * (q1 - 1) / (2 * pairs)
        + share**2 * q1 * (2 * q1 - 1) ** 2 / (4 * pairs**2)
        + share**2 * q1**2 * q2 * (q1 - 1) ** 2 / (4 * pairs**4)
    )


def _low_unseen(unseen: float, variance: float) -> float:
    if unseen == 0:
        return 0.0
    spread = math.sqrt(math.log1p(variance / unseen**2))
    return unseen / math.exp(float(ndtri(1 - TAIL)) * spread)


def _next_quantile(q1: int, m: int, tail: float) -> int:
    count = 0
    while float(betainc(q1 + 0.5, count + 1, m / (m + 1))) < tail:
        count += 1
    return count
