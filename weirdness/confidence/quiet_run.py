"""Quiet run: did enough looks in a row turn up few enough finds?"""

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, SupportsInt, TypedDict

from scipy.special import gammaincinv

from weirdness.confidence.positions import find_positions, look_count, starting_look, tolerated_rate

VERSION = "quiet-run/1"
MOST_FINDS = 6
CERTAINTY = 0.975


class QuietRun(TypedDict):
    """The route nearest to passing: at most `k` finds within the last `window` looks, of `needed` looks."""

    passed: bool
    k: int
    window: int
    needed: int
    share: float


class Route(NamedTuple):
    """One way to pass: the last `window` looks hold at most `k` finds; `needed` looks are asked for."""

    k: int
    window: int
    needed: int

    @property
    def to_go(self) -> int:
        """Further looks without a find until this route passes; 0 when it has passed."""
        return max(0, self.needed - self.window)

    @property
    def share(self) -> float:
        return min(1.0, self.window / self.needed)


@lru_cache(maxsize=64)
def _needed(lam: float) -> tuple[int, ...]:
    return tuple(math.ceil(float(gammaincinv(k + 1, CERTAINTY)) / lam) for k in range(MOST_FINDS + 1))


def plan(lam: float) -> list[int]:
    """Looks needed with at most 0, 1, … 6 finds: n_k = ⌈χ²(0.975, 2k+2) / 2λ*⌉.

    `lam` is λ*, tolerated new issues per look, above 0, else `Refused`. χ²(p, 2k+2)/2 is the Poisson upper limit
    of demonstration tests (MIL-HDBK-781, IEC 61124); with 0.05: 74, 112, 145, 176, 205, 234, 262.
    """
    return list(_needed(tolerated_rate(lam)))


def routes(finds: Iterable[SupportsInt], looks: SupportsInt, lam: float, since: SupportsInt = 0) -> list[Route]:
    """The seven routes, k = 0..6, with w_k = U − max(position of the (k+1)-th last find or 0, since)."""
    total = look_count(looks)
    newest_first = find_positions(finds, total)[::-1]
    start = starting_look(since, total)
    ends = [*newest_first[: MOST_FINDS + 1], *[0] * (MOST_FINDS + 1)]
    return [Route(k, total - max(ends[k], start), needed) for k, needed in enumerate(plan(lam))]


def quiet_run(finds: Iterable[SupportsInt], looks: SupportsInt, lam: float, since: SupportsInt = 0) -> QuietRun:
    """Whether some w_k ≥ n_k, told for the route with the greatest share w_k / n_k (capped at 1; the smaller k wins).

    `finds`: look positions from 1, any order; `looks`: U, looks in the era; `lam`: λ*; `since`: look position of the
    last noticed change (0: none). Refused: a find outside 1..looks, `since` outside 0..looks, λ* ≤ 0.
    """
    best = max(routes(finds, looks, lam, since), key=lambda route: route.share)
    return QuietRun(passed=best.to_go == 0, k=best.k, window=best.window, needed=best.needed, share=float(best.share))


def shortest_route(finds: Iterable[SupportsInt], looks: SupportsInt, lam: float, since: SupportsInt = 0) -> Route:
    """The route that further looks without a find complete soonest (the smaller k wins): what to tell people."""
    return min(routes(finds, looks, lam, since), key=lambda route: route.to_go)
