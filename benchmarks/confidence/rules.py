"""At which look a story first graduates, by each rule; 0: never."""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from benchmarks.confidence import gates
from benchmarks.confidence.world import Flags, Story, World
from weirdness.confidence import STANDING, plan
from weirdness.confidence.hidden import FRESH_ENOUGH, hidden_confidence, lowest, needed_confidence
from weirdness.confidence.rate import NEEDED as NEEDED_1

FALSE_ALARM = 0.05
SLOWER = np.array([0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7])  # rates bet on, as shares of λ*


def first_version(story: Story, lam: float, world: World) -> int:
    """quiet-run/1, rate/1 at 80 %, breadth/1, nothing open."""
    sure = gates.confidence_1(story, lam, world) >= NEEDED_1
    return _first(gates.quiet_run_1(story, lam) & sure & gates.breadth_1(story) & ~story.blocked)


def second_version(story: Story, lam: float, world: World) -> int:
    """quiet-run/2 with confidence/2, breadth/2, nothing open."""
    may = gates.breadth_2(story, lam) & ~story.blocked & (gates.fresh_2(story, lam, world) >= FRESH_ENOUGH)
    may &= np.arange(1, len(may) + 1) - story.since >= plan(lam)[0]
    may &= (story.since == 0) | gates.quiet_run_1(story, lam)
    return _first_hidden(story, lam, may)


def e_process(story: Story, lam: float, world: World) -> int:
    """The rule with a proof: P(ever graduating while the rate was never at or below λ*) ≤ 5 %, whatever the rate does.

    For a rate r < λ* to bet on, E = (r/λ*)^finds · exp((λ*−r)·looks) is a test martingale's lower bound while the rate
    is λ* or more; a mean over rates and restarts (at the start and each find, weights 1/((j+1)(j+2))) is one too, and
    Ville's inequality bounds it (Ramdas et al. 2023, Statistical Science 38:576; restarts: Shin, Ramdas & Rinaldo
    2024, e-detectors). The gates of people and issues are those of the second version.
    """
    looks = np.arange(1, len(story.rate) + 1)
    so_far = np.searchsorted(story.finds, looks, side="right")
    starts = np.concatenate([[0], story.finds])
    total = np.zeros(len(looks))
    for j, start in enumerate(starts):
        gone = np.maximum(0, looks - start)[:, None]
        wealth = np.exp(gone * lam * (1 - SLOWER) + np.maximum(0, so_far - j)[:, None] * np.log(SLOWER)).mean(axis=1)
        total += np.where(looks > start, wealth, 1.0) / ((j + 1) * (j + 2))
    return _first((total >= 1 / FALSE_ALARM) & gates.breadth_2(story, lam) & ~story.blocked)


RULES: dict[str, Callable[[Story, float, World], int]] = {
    "first version": first_version,
    "second version": second_version,
    "e-process": e_process,
}


def _first(passed: Flags) -> int:
    return int(passed.argmax()) + 1 if passed.any() else 0


def _first_hidden(story: Story, lam: float, may: Flags) -> int:
    """Between two finds or noticed changes the figure only rises: look at the end of each gap, and halve in it."""
    changed = np.flatnonzero(np.diff(story.since)) + 2
    edges = np.unique(np.concatenate([[1], story.finds, changed, [len(may) + 1]]))
    for begin, end in pairwise(edges.tolist()):
        open_looks = np.flatnonzero(may[begin - 1 : end - 1]) + begin
        gap = _Gap(story.finds[story.finds <= begin].tolist(), int(story.since[begin - 1]), lam)
        if len(open_looks) and gap.reached(int(open_looks[-1])):
            return gap.first(open_looks.tolist())
    return 0


class _Gap(NamedTuple):
    """A stretch without a find: the finds before it, and the look of the last noticed change."""

    finds: list[int]
    since: int
    lam: float

    def reached(self, looks: int) -> bool:
        """The whole history first: where that is not enough, forgetting can only lower it."""
        return self._reached(looks, (0,)) and self._reached(looks, None)

    def first(self, open_looks: list[int]) -> int:
        """Halved by two ways to forget, which pass too early at most; then on by all of them."""
        worst = lowest(tuple(self.finds), open_looks[-1], self.lam, STANDING)[1]
        too_early = self._halved(open_looks, (0, worst))
        return next(looks for looks in open_looks if looks >= too_early and self.reached(looks))

    def _halved(self, open_looks: list[int], forgotten: tuple[int, ...]) -> int:
        low, high = 0, len(open_looks) - 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._reached(open_looks[middle], forgotten) else (middle + 1, high)
        return open_looks[low]

    def _reached(self, looks: int, forgotten: tuple[int, ...] | None) -> bool:
        sure = hidden_confidence(self.finds, looks, self.lam, None, self.since, STANDING, forgotten)
        return sure >= needed_confidence(looks, self.lam, self.since)
