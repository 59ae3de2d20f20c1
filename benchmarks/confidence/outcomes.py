"""What became of many stories by one rule, as shares with their Monte-Carlo error."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import bdtr, ndtri

from benchmarks.confidence.rules import RULES
from benchmarks.confidence.world import Flags, Story, story
from benchmarks.confidence.worlds import Trial

LONG_GOOD = 200


class Outcome(NamedTuple):
    """One story by one rule: first graduation (0: never), true rates then, longest good stretch, crowd."""

    look: int
    rate: float
    rate_even: float
    good_for: int
    crowd: int


class Share(NamedTuple):
    """`hits` of `of`."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else math.nan

    def upper(self, certainty: float = 0.9) -> float:
        """One-sided upper limit (Wilson)."""
        z = float(ndtri(certainty))
        middle = self.hits + z * z / 2
        half = z * math.sqrt(self.hits * (self.of - self.hits) / self.of + z * z / 4) if self.of else math.nan
        return (middle + half) / (self.of + z * z)

    def __str__(self) -> str:
        error = math.sqrt(self.value * (1 - self.value) / self.of) if self.of else math.nan
        return f"{self.value:.1%} ± {error:.1%}"


class Summary(NamedTuple):
    """Median look of the first graduation with its 90 % interval, and shares; false ones are of graduations."""

    median: float
    low: float
    high: float
    false: Share
    false_even: Share
    double: Share
    missed: Share
    four: Share
    stable: Share


def outcomes(trial: Trial, names: Iterable[str], datasets: int, seed: int) -> dict[str, list[Outcome]]:
    """Each rule on the same stories."""
    rng = np.random.default_rng(seed)
    told: dict[str, list[Outcome]] = {name: [] for name in names}
    for _ in range(datasets):
        one = story(trial.world, rng)
        for name, row in told.items():
            look = RULES[name](one, trial.tolerated_rate, trial.world)
            row.append(_outcome(one, look, trial.tolerated_rate))
    return told


def _outcome(one: Story, look: int, lam: float) -> Outcome:
    rate, even = (float(each[look - 1]) if look else math.nan for each in (one.rate, one.rate_even))
    return Outcome(look, rate, even, _longest(one.rate <= lam), one.crowd)


def _longest(good: Flags) -> int:
    bad = np.concatenate([[0], np.flatnonzero(~good) + 1, [len(good) + 1]])
    return int(np.diff(bad).max()) - 1


def summary(rows: Sequence[Outcome], lam: float) -> Summary:
    """The figures of one rule in one world."""
    graduated = [row for row in rows if row.look]
    good = [row for row in rows if row.good_for >= LONG_GOOD]
    four = [row for row in rows if row.crowd == 4]
    return Summary(
        *_median([row.look for row in graduated]),
        false=Share(sum(row.rate > lam for row in graduated), len(graduated)),
        false_even=Share(sum(row.rate_even > lam for row in graduated), len(graduated)),
        double=Share(sum(row.rate > 2 * lam for row in graduated), len(graduated)),
        missed=Share(sum(not row.look for row in good), len(good)),
        four=Share(sum(row.look > 0 for row in four), len(four)),
        stable=Share(len(graduated), len(rows)),
    )


def _median(looks: Sequence[int]) -> tuple[float, float, float]:
    """With the order statistics that hold the median in 90 of 100 samples."""
    if not looks:
        return math.nan, math.nan, math.nan
    ordered = sorted(looks)
    n = len(ordered)
    below = int(np.searchsorted(bdtr(np.arange(n), n, 0.5), 0.05))
    return float(np.median(ordered)), ordered[max(0, below - 1)], ordered[min(n - 1, n - below)]
