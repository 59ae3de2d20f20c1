"""The second version of confidence and of breadth: what must hold for every dataset, and what it rests on."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.weirdness.confidence.oracle import atoms, dry, g
from tests.weirdness.confidence.test_properties import RATES, histories
from weirdness import confidence as c
from weirdness.confidence.hidden import hidden
from weirdness.confidence.quiet_run_2 import is_complete

TINY = 1e-6  # moments matched atom by atom: the order of such sums is kept to this, and nobody reads further
History = tuple[list[int], int, list[float]]


def slowly(finds: Sequence[int], looks: int, lam: float) -> float:
    """The figure without forgetting, atom by atom, the exposure by summing thin slices."""
    grid = [atom for atom in atoms() if atom[0] <= 2]
    weights, below = [], []
    for atom in grid:
        k, beta, floor, prior = atom
        middles = (np.arange(looks * 200) + 0.5) / 200
        exposure = 5 + sum(g(float(u), atom) for u in middles) / 200
        n = len(finds) + 1
        weights.append(prior * np.prod([g(u - 0.5, atom) for u in finds]) / exposure**n)
        mean = n / exposure * g(looks, atom)
        scatter = (1 - floor) * dry(looks, k, beta) * (k + 1) / (beta + looks)
        variance = n / exposure**2 * g(looks, atom) ** 2 + n / exposure * scatter
        below.append(stats.gamma.cdf(lam, mean**2 / variance, scale=variance / mean))
    return float(np.dot(weights, below) / sum(weights))


@pytest.mark.parametrize(("finds", "looks", "lam"), [([], 12, 0.05), ([1, 2, 2, 5], 12, 0.1), ([3, 9], 15, 0.3)])
def test_the_figure_is_what_slow_arithmetic_says(finds: list[int], looks: int, lam: float) -> None:
    assert hidden(finds, looks, lam, forgotten=(0,)) == pytest.approx(slowly(finds, looks, lam), abs=1e-4)


def test_the_variance_of_what_is_hidden_is_that_of_oddities_met_one_by_one() -> None:
    """Campbell: of Poisson many with p ~ Gamma(k, β), those not met in U looks have variance (k+1)/(β+U) × mean."""
    rng, k, beta, looks, number = np.random.default_rng(3), 0.6, 40.0, 120, 30.0
    sums = []
    for _ in range(20_000):
        chances = rng.gamma(k, 1 / beta, rng.poisson(number))
        sums.append(chances[rng.random(len(chances)) < np.exp(-chances * looks)].sum())
    mean = number * k / beta * (1 + looks / beta) ** -(k + 1)
    assert np.mean(sums) == pytest.approx(mean, rel=0.02)
    assert np.var(sums) == pytest.approx(mean * (k + 1) / (beta + looks), rel=0.05)


@given(histories(), RATES)
@settings(deadline=None, max_examples=40)
def test_a_clean_look_never_lowers_confidence(history: History, lam: float) -> None:
    finds, looks, ages = history
    before = c.hidden_confidence(finds, looks, lam, ages)
    assert c.hidden_confidence(finds, looks + 1, lam, [*ages, 0.0]) >= before - TINY
    assert c.needed_confidence(looks + 1, lam) <= c.needed_confidence(looks, lam)


@given(histories(), RATES, st.data())
@settings(deadline=None, max_examples=60)
def test_a_find_never_raises_confidence_wherever_it_is_put(history: History, lam: float, data: st.DataObject) -> None:
    finds, looks, ages = history
    more = [*finds, data.draw(st.integers(1, looks))]
    assert c.hidden_confidence(more, looks, lam, ages) <= c.hidden_confidence(finds, looks, lam, ages) + TINY


@given(st.lists(st.booleans(), max_size=120), RATES)
@settings(deadline=None, max_examples=40)
def test_a_new_look_that_finds_something_never_raises_confidence(found: list[bool], lam: float) -> None:
    finds, looks = [place for place, hit in enumerate(found, start=1) if hit], len(found)
    before = c.hidden_confidence(finds, looks, lam)
    assert c.hidden_confidence([*finds, looks + 1], looks + 1, lam) <= before + TINY


@given(histories(), RATES, st.lists(st.floats(0, 2000), min_size=1, max_size=5))
@settings(deadline=None, max_examples=30)
def test_time_alone_never_raises_confidence(history: History, lam: float, waits: list[float]) -> None:
    finds, looks, ages = history
    path = [c.hidden_confidence(finds, looks, lam, [age + wait for age in ages]) for wait in [0.0, *sorted(waits)]]
    assert all(later <= earlier + TINY for earlier, later in pairwise(path))


@given(histories(), RATES, st.data())
@settings(deadline=None, max_examples=30)
def test_a_noticed_change_never_raises_confidence(history: History, lam: float, data: st.DataObject) -> None:
    finds, looks, ages = history
    since = data.draw(st.integers(0, looks))
    before = c.hidden_confidence(finds, looks, lam, ages)
    assert c.hidden_confidence(finds, looks, lam, ages, since) <= before + TINY
    assert c.needed_confidence(looks, lam, since) >= c.needed_confidence(looks, lam)


@given(histories(), RATES, st.data())
@settings(deadline=None, max_examples=30)
def test_after_a_noticed_change_a_clean_look_lowers_nothing_and_a_find_raises_nothing(
    history: History, lam: float, data: st.DataObject
) -> None:
    finds, looks, ages = history
    since = data.draw(st.integers(0, looks))
    before = c.hidden_confidence(finds, looks, lam, ages, since)
    assert c.hidden_confidence(finds, looks + 1, lam, [*ages, 0.0], since) >= before - TINY
    more = [*finds, data.draw(st.integers(1, looks))]
    assert c.hidden_confidence(more, looks, lam, ages, since) <= before + TINY
    assert c.needed_confidence(looks + 1, lam, since) <= c.needed_confidence(looks, lam, since)


@given(histories())
@settings(deadline=None, max_examples=30)
def test_a_stricter_rate_is_never_surer(history: History) -> None:
    finds, looks, _ = history
    path = [c.hidden_confidence(finds, looks, lam) for lam in (0.02, 0.05, 0.1)]
    assert path == sorted(path)


@pytest.mark.parametrize("lam", [0.02, 0.05, 0.1])
def test_clean_looks_from_the_start_need_as_many_as_ever(lam: float) -> None:
    needed = c.plan(lam)[0]
    for looks in (needed - 1, needed):
        inputs = c.StateInputs(looks=looks, tolerated_rate=lam, look_age_days=(20.0,) * looks)
        assert c.looks_needed(inputs) == needed - looks


def test_few_looks_or_old_ones_never_make_it_sure() -> None:
    assert c.hidden_confidence([], 0, 0.05) == pytest.approx(0.2212, abs=1e-4)
    assert c.hidden_confidence([], 10, 0.05) == pytest.approx(0.5276, abs=1e-4)
    assert c.hidden_confidence([], 200, 0.05, [700.0] * 200) < 0.61


def test_what_changed_has_no_past() -> None:
    alone = c.hidden_confidence([50], 110, 0.05)
    assert c.hidden_confidence([3, 200], 260, 0.05, since=150) == alone < c.hidden_confidence([3, 200], 260, 0.05)
    assert c.needed_confidence(260, 0.05, since=150) == c.needed_confidence(110, 0.05) == 0.985
    assert c.needed_confidence(260, 0.05) == 0.93


def test_after_a_noticed_change_the_first_quiet_run_is_asked_for_as_well() -> None:
    finds = [3, 8, 200]
    assert c.way_to_go(finds, 260, 0.05).to_go == 0
    assert c.way_to_go(finds, 260, 0.05, since=150) == c.Route(1, 110, 112)


@given(histories(), RATES, st.data())
@settings(deadline=None, max_examples=25)
def test_complete_is_having_nothing_more_to_go(history: History, lam: float, data: st.DataObject) -> None:
    finds, looks, ages = history
    run = (finds, looks, lam, ages, data.draw(st.sampled_from([0, looks // 2])))
    assert is_complete(*run) == (c.way_to_go(*run).to_go == 0)


counts = st.lists(st.integers(0, 60), min_size=1, max_size=8)


@given(counts, st.integers(0, 7))
def test_once_there_are_enough_looks_nobody_s_further_look_lowers_breadth(looks: list[int], who: int) -> None:
    more = list(looks)
    more[who % len(looks)] += 1
    if sum(looks) >= 74:
        assert c.capped_number(more, 74) >= c.capped_number(looks, 74) - 1e-9


@given(counts)
def test_cutting_the_busiest_never_counts_fewer_people_nor_more_than_looked(looks: list[int]) -> None:
    cut = c.capped_number(looks, 74)
    assert c.effective_number(looks) - 1e-9 <= cut <= sum(n > 0 for n in looks) + 1e-9


def test_four_uneven_people_are_four_when_each_has_a_quarter_of_enough() -> None:
    assert c.breadth([200, 60, 30, 19], [200, 109])["passed"] is False
    assert c.breadth_2([200, 60, 30, 19], [200, 109], 74)["people"] == pytest.approx(4)
    assert c.breadth_2([200, 60, 30, 10], [200, 100], 74)["passed"] is False
    assert c.breadth_2([500], [500], 74)["people"] == 1
