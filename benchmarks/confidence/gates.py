"""The gates of both rules at every look of a story at once; the same formulas as the product's, over arrays.

`tests/weirdness/confidence/test_bench.py` holds them to the product's functions, look by look.
"""

import numpy as np
from scipy.signal import lfilter
from scipy.special import gammainc

from benchmarks.confidence.world import Array, Flags, Story, Whole, World
from weirdness.confidence import STANDING, plan
from weirdness.confidence.breadth import NEEDED_PEOPLE, NEEDED_VIEWPOINTS
from weirdness.confidence.rate import HALF_LIFE_DAYS, HALF_LIFE_IN_TOLERATED_FINDS

_ROUNDING = 1e-9


def quiet_run_1(story: Story, lam: float) -> Flags:
    """Whether some route of the first quiet run is complete, per look."""
    looks = np.arange(1, len(story.rate) + 1)
    so_far = np.searchsorted(story.finds, looks, side="right")
    needed = plan(lam)
    padded = np.concatenate([np.zeros(len(needed), dtype=np.int64), story.finds])
    passed = np.zeros(len(looks), dtype=bool)
    for k, enough in enumerate(needed):
        end = padded[len(needed) + so_far - k - 1]
        passed |= looks - np.maximum(end, story.since) >= enough
    return passed


def confidence_1(story: Story, lam: float, world: World) -> Array:
    """The first version's confidence per look, looks coming evenly over the days."""
    keep = 2 ** (-lam / HALF_LIFE_IN_TOLERATED_FINDS - 1 / (HALF_LIFE_DAYS * world.looks_per_day))
    found = np.bincount(story.finds - 1, minlength=len(story.rate)).astype(float)
    looks, finds = (lfilter([1.0], [1.0, -keep], each) for each in (np.ones(len(found)), found))
    return np.asarray(gammainc(STANDING.rate_finds + finds, lam * (STANDING.rate_looks + looks)))


def fresh_2(story: Story, lam: float, world: World) -> Array:
    """The freshness part of the second version's confidence, since the last noticed change."""
    keep = 2 ** (-1 / (HALF_LIFE_DAYS * world.looks_per_day))
    since_change = np.arange(1, len(story.rate) + 1) - story.since
    worth = (1 - keep**since_change) / (1 - keep)
    return np.asarray(gammainc(STANDING.rate_finds, lam * (STANDING.rate_looks + worth)))


def breadth_1(story: Story) -> Flags:
    """Effective people and viewpoints, all looks counted."""
    people, viewpoints = (_effective(_counts(who)) for who in (story.people, story.roles))
    return (people >= NEEDED_PEOPLE - _ROUNDING) & (viewpoints >= NEEDED_VIEWPOINTS - _ROUNDING)


def breadth_2(story: Story, lam: float) -> Flags:
    """The same after cutting the busiest down to the level at which enough looks are left."""
    enough = plan(lam)[0]
    people, viewpoints = (_effective(_cut(_counts(who), enough)) for who in (story.people, story.roles))
    return (people >= NEEDED_PEOPLE - _ROUNDING) & (viewpoints >= NEEDED_VIEWPOINTS - _ROUNDING)


def _counts(who: Whole) -> Array:
    """Looks so far, (looks, people)."""
    each = np.zeros((len(who), who.max() + 1))
    each[np.arange(len(who)), who] = 1
    return np.cumsum(each, axis=0)


def _effective(counts: Array) -> Array:
    return np.asarray(counts.sum(axis=1) ** 2 / (counts**2).sum(axis=1))


def _cut(counts: Array, enough: float) -> Array:
    ordered = np.sort(counts, axis=1)
    smaller = np.cumsum(ordered, axis=1) - ordered
    level = (enough - smaller) / np.arange(ordered.shape[1], 0, -1)
    fits = level <= ordered
    first = np.where(fits.any(axis=1), fits.argmax(axis=1), -1)
    chosen = np.where(first >= 0, level[np.arange(len(level)), first], np.inf)
    return np.minimum(counts, chosen[:, None])
