"""A world in which everything hidden is known: oddities, who could meet them, how people and triagers behave.

Units: a look is one person on one day; every rate is per look of this crowd. Nothing here knows a formula of the rule.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class World:
    """One kind of organisation. Defaults: the everyday one; `worlds` names the others."""

    looks: int = 1000  # how long each dataset is watched
    crowds: tuple[int, ...] = (4, 8, 12, 16, 20, 24, 30, 40)  # people of a dataset, one of these
    unevenness: float = 0.7  # person j of the crowd looks in proportion to j^−unevenness, times chance
    turnover: float = 0.0003  # chance per look that a place in the crowd goes to a successor of the same role
    roles: int = 4
    role_contrast: float = 1.0  # spread (log) of how well each role meets each oddity
    skill: float = 0.4  # spread (log) between people
    oddities: float = 30.0  # mean number hidden at the start
    oddities_shape: float = 1.2  # of its gamma spread between datasets
    meeting: float = 0.006  # median chance that a look meets an oddity
    meeting_spread: float = 1.3  # its log spread: the tail of oddities that are hard to meet
    fresh: float = 0.01  # mean number of oddities that new rows bring, per look
    fresh_spread: float = 1.3
    changes: float = 0.0  # silent changes per look
    changed: float = 3.0  # mean number of oddities that one change brings
    changed_meeting: float = 0.02  # their median chance to be met: what a reload breaks is easy to see
    noticed: float = 0.8  # share of changes that a check notices at once
    wrongly_closed: float = 0.02  # real finds that triage closes as no oddity; they stay hidden and come again
    doubled: float = 0.02  # share of later meetings that are kept as an issue of their own by mistake
    false_flags: float = 0.01  # flags per look on what is no oddity
    believed: float = 0.05  # share of those that triage confirms
    triage: float = 4.0  # mean looks until a flag is triaged
    mending: float = 40.0  # mean looks until an oddity is mended
    major: float = 0.10  # share of major or critical oddities
    looks_per_day: float = 3.0


class Story(NamedTuple):
    """One dataset as it went; arrays over looks 1..T stand at index 0..T−1."""

    finds: Whole  # look positions from 1, sorted; those that triage let stand
    blocked: Flags  # something untriaged, or a major issue open
    people: Whole
    roles: Whole  # of who looked
    since: Whole  # look of the last noticed change
    rate: Array  # true new issues per look after this look, by the crowd as it is
    rate_even: Array  # the same, were everyone of the crowd to look equally often
    crowd: int


class _Crowd(NamedTuple):
    share: Array  # per person
    role: Whole
    skill: Array


class _Oddities(NamedTuple):
    meeting: Array  # (oddities, roles), chance that a look by someone of middling skill meets it
    since: Whole  # from which look on it is there
    major: Flags


def story(world: World, rng: np.random.Generator) -> Story:
    """One dataset of that world."""
    crowd = _crowd(world, rng)
    places = rng.choice(len(crowd.share), size=world.looks, p=crowd.share)
    changes = np.flatnonzero(rng.random(world.looks) < world.changes) + 1
    hidden = _oddities(world, changes, rng)
    effort = np.zeros((world.roles, world.looks + 1))
    effort[crowd.role[places], np.arange(1, world.looks + 1)] = crowd.skill[places]
    met = _Meetings(hidden, np.cumsum(effort, axis=1), rng)
    first = met.after(hidden.since)
    found = _until_believed(world, met, first, rng)
    standing, waiting = _issues(world, met, first, found, rng)
    blocked = _blocked(world, first, found, hidden.major, waiting, rng)
    noticed = changes[rng.random(len(changes)) < world.noticed]
    return Story(
        finds=np.sort(standing),
        blocked=blocked,
        people=_people(world, places, rng),
        roles=crowd.role[places],
        since=_latest(noticed, world.looks),
        rate=_rate(hidden, found, crowd, crowd.share, world),
        rate_even=_rate(hidden, found, crowd, np.full(len(crowd.share), 1 / len(crowd.share)), world),
        crowd=len(crowd.share),
    )


def _crowd(world: World, rng: np.random.Generator) -> _Crowd:
    size = int(rng.choice(world.crowds))
    share = np.arange(1, size + 1.0) ** -world.unevenness * rng.gamma(4, size=size)
    role = np.concatenate([np.arange(min(size, world.roles)), rng.integers(world.roles, size=size)])[:size]
    return _Crowd(share / share.sum(), rng.permutation(role), np.exp(rng.normal(0, world.skill, size)))


def _people(world: World, places: Whole, rng: np.random.Generator) -> Whole:
    """Who sat in the place of each look: person numbers from 0."""
    left = rng.random((world.looks, places.max() + 1)) < world.turnover
    successor = np.cumsum(left, axis=0)[np.arange(world.looks), places]
    return np.unique(np.stack([places, successor]), axis=1, return_inverse=True)[1].reshape(-1)


def _oddities(world: World, changes: Whole, rng: np.random.Generator) -> _Oddities:
    start = rng.poisson(rng.gamma(world.oddities_shape, world.oddities / world.oddities_shape))
    drip = world.fresh * np.exp(rng.normal(-(world.fresh_spread**2) / 2, world.fresh_spread))
    fresh = rng.integers(1, world.looks + 1, rng.poisson(drip * world.looks))
    brought = np.repeat(changes, rng.poisson(world.changed, len(changes)))
    since = np.concatenate([np.zeros(start, dtype=np.int64), fresh, brought])
    median = np.repeat([world.meeting, world.changed_meeting], [start + len(fresh), len(brought)])
    middling = np.exp(rng.normal(np.log(median), world.meeting_spread))
    contrast = np.exp(rng.normal(-(world.role_contrast**2) / 2, world.role_contrast, (len(since), world.roles)))
    return _Oddities(np.minimum(1.0, middling[:, None] * contrast), since, rng.random(len(since)) < world.major)


class _Meetings:
    """When each oddity is met next: the first look at which its summed chances reach an exponential draw."""

    def __init__(self, hidden: _Oddities, effort: Array, rng: np.random.Generator) -> None:
        self._chances = hidden.meeting @ effort  # summed up to each look, index 0 = before the first
        self._rng = rng

    def after(self, look: Whole) -> Whole:
        """The look of the next meeting after `look` per oddity; T+1 or later: never."""
        last = self._chances.shape[1] - 1
        rows = np.arange(len(look))
        goal = self._chances[rows, np.minimum(look, last)] + self._rng.exponential(size=len(look))
        return (self._chances < goal[:, None]).sum(axis=1)


def _until_believed(world: World, met: _Meetings, first: Whole, rng: np.random.Generator) -> Whole:
    """The look of the flag that triage doesn't wrongly close."""
    found = first.copy()
    wrong = rng.random(len(found)) < world.wrongly_closed
    while wrong.any():
        found = np.where(wrong, met.after(found), found)
        wrong &= (found <= world.looks) & (rng.random(len(found)) < world.wrongly_closed)
    return found


def _issues(world: World, met: _Meetings, first: Whole, found: Whole, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Positions of the issues that stand, and of everything that has to be triaged."""
    again = met.after(found)
    doubles = again[(again <= world.looks) & (rng.random(len(again)) < world.doubled)]
    noise = np.flatnonzero(rng.random(world.looks) < world.false_flags) + 1
    believed = noise[rng.random(len(noise)) < world.believed]
    real = found[found <= world.looks]
    standing = np.concatenate([real, doubles, believed])
    return standing, np.concatenate([standing, noise, first[first <= world.looks]])


def _blocked(world: World, first: Whole, found: Whole, major: Flags, waiting: Whole, rng: np.random.Generator) -> Flags:
    open_major = found[major & (found <= world.looks)]
    starts = np.concatenate([waiting, open_major])
    means = np.concatenate([np.full(len(waiting), world.triage), np.full(len(open_major), world.mending)])
    ends = starts + np.ceil(rng.exponential(means)).astype(np.int64)
    steps = np.zeros(world.looks + 2, dtype=np.int64)
    np.add.at(steps, starts, 1)
    np.add.at(steps, np.minimum(ends, world.looks + 1), -1)
    return np.cumsum(steps)[1 : world.looks + 1] > 0


def _latest(noticed: Whole, looks: int) -> Whole:
    marks = np.zeros(looks, dtype=np.int64)
    marks[noticed - 1] = noticed
    return np.maximum.accumulate(marks)


def _rate(hidden: _Oddities, found: Whole, crowd: _Crowd, share: Array, world: World) -> Array:
    """Σ over oddities that are there and not on the list of their chance in one look of that mix of people."""
    mix = np.bincount(crowd.role, weights=share * crowd.skill, minlength=world.roles)
    chance = hidden.meeting @ mix
    steps = np.zeros(world.looks + 2)
    np.add.at(steps, np.minimum(hidden.since, world.looks + 1), chance)
    np.add.at(steps, np.minimum(found, world.looks + 1), -chance)
    return np.maximum(0.0, np.cumsum(steps)[1 : world.looks + 1])
