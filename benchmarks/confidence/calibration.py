"""Simulation-based calibration: draws from the model itself, and forecasts in the crowd's world.

A probability statement is calibrated when the truth lies in its 5 % to 95 % nine times in ten. Counts are whole, so
their place within a step of the distribution function is drawn (randomised PIT; Talts et al. 2018; Czado et al. 2009).
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from scipy.special import betainc, gammainc

from benchmarks.confidence.outcomes import Share
from benchmarks.confidence.world import Array, story
from benchmarks.confidence.worlds import Trial
from weirdness.confidence import DiscoveryCurve
from weirdness.confidence.discovery import Grid, standing_grid
from weirdness.confidence.hidden import STEEPEST, hidden

USES = 100
TAILS = 0.05, 0.95


class Calibration(NamedTuple):
    """Share of truths within 5 % to 95 %, below, and above."""

    inside: Share
    below: Share
    above: Share


class Draw(NamedTuple):
    """One dataset out of the prior: which atom, its amplitude, looks and finds."""

    atom: int
    amplitude: float
    looks: int
    finds: list[int]


def curves(draws: int, seed: int) -> dict[str, Calibration]:
    """Next 100, share found and rate of `DiscoveryCurve`, the prior being true."""
    rng, grid = np.random.default_rng(seed), standing_grid()
    places: dict[str, list[float]] = {"next 100": [], "share found": [], "rate": []}
    for _ in range(draws):
        draw = _draw(grid, rng)
        curve = DiscoveryCurve(draw.finds, draw.looks)
        ahead = draw.amplitude * float(_gained(grid, draw.looks, USES)[draw.atom])
        places["next 100"].append(_count_place(curve, int(rng.poisson(ahead)), rng))
        places["share found"].append(_share_place(curve, draw, rng))
        places["rate"].append(_rate_place(curve, draw))
    return {name: calibration(each) for name, each in places.items()}


def hidden_rate(draws: int, seed: int) -> Calibration:
    """The rate of what is still hidden by `hidden` without forgetting, its model being true: oddities one by one."""
    rng, grid = np.random.default_rng(seed), standing_grid()
    finite = Grid(*(values[grid.shape <= STEEPEST] for values in grid))
    places = []
    for _ in range(draws):
        draw = _draw(finite, rng)
        k, beta, floor = (float(values[draw.atom]) for values in finite[:3])
        left = rng.poisson(draw.amplitude * (1 - floor) * beta / k * (1 + draw.looks / beta) ** -k)
        rate = float(rng.gamma(k * left)) / (beta + draw.looks) if left else 0.0
        rate += draw.amplitude * floor
        below = hidden(draw.finds, draw.looks, rate, forgotten=(0,)) if rate else 0.0
        places.append(below if left or floor else rng.random() * hidden(draw.finds, draw.looks, 1e-6, forgotten=(0,)))
    return calibration(places)


def crowds(trial: Trial, datasets: int, seed: int) -> Calibration:
    """Next 100 in a world that is not the model's: once a dataset, at a look drawn anywhere."""
    rng = np.random.default_rng(seed)
    places = []
    for _ in range(datasets):
        one = story(trial.world, rng)
        now = int(rng.integers(20, trial.world.looks - USES))
        seen = one.finds[one.finds <= now]
        came = int((one.finds <= now + USES).sum()) - len(seen)
        places.append(_count_place(DiscoveryCurve(seen.tolist(), now), came, rng))
    return calibration(places)


def calibration(places: Iterable[float]) -> Calibration:
    """From the truths' places in 0..1."""
    where = np.array(list(places))
    low, high = int((where < TAILS[0]).sum()), int((where > TAILS[1]).sum())
    return Calibration(Share(len(where) - low - high, len(where)), Share(low, len(where)), Share(high, len(where)))


def _draw(grid: Grid, rng: np.random.Generator) -> Draw:
    atom = int(rng.choice(len(grid.weight), p=grid.weight / grid.weight.sum()))
    amplitude, looks = rng.exponential(1 / 5), int(rng.integers(10, 500))
    one = Grid(*(values[atom : atom + 1, None] for values in grid))
    totals = one.relative_total(np.arange(looks + 1.0)[None, :])[0]
    found = rng.poisson(amplitude * np.diff(totals))
    return Draw(atom, amplitude, looks, np.repeat(np.arange(1, looks + 1), found).tolist())


def _gained(grid: Grid, looks: int, uses: int) -> Array:
    return grid.relative_total(looks + uses) - grid.relative_total(looks)


def _count_place(curve: DiscoveryCurve, came: int, rng: np.random.Generator) -> float:
    post = curve.belief()
    gain = _gained(post.grid, curve.looks, USES)
    chance = post.exposure / (post.exposure + gain)
    upto = float(post.weight @ betainc(post.seen, came + 1, chance))
    before = float(post.weight @ betainc(post.seen, came, chance)) if came else 0.0
    return before + rng.random() * (upto - before)


def _share_place(curve: DiscoveryCurve, draw: Draw, rng: np.random.Generator) -> float:
    post = curve.belief()
    left = post.grid.drying(curve.looks)
    truth = left[draw.atom]
    tied = np.isclose(left, truth, rtol=1e-12)
    return float(post.weight[(left > truth) & ~tied].sum() + rng.random() * post.weight[tied].sum())


def _rate_place(curve: DiscoveryCurve, draw: Draw) -> float:
    post = curve.belief()
    rate = post.grid.relative_rate(curve.looks)
    truth = draw.amplitude * rate[draw.atom]
    return float(post.weight @ gammainc(post.seen, truth * post.exposure / rate))
