"""Where what came lies in what was foretold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weirdness import confidence as c
from weirdness.confidence.place import place_in_forecast
from weirdness.confidence.scoring import coverage_of


def test_the_place_is_uniform_when_what_comes_is_drawn_from_the_forecast() -> None:
    """Draws from the mixture itself: an atom by its weight, its amplitude, then a Poisson number."""
    dice = np.random.default_rng(7)
    finds, looks, uses = (2, 9, 30), 60, 100
    curve = c.DiscoveryCurve(finds, looks)
    grid, weight = curve.posterior()[:2]
    atoms = dice.choice(len(weight), size=4000, p=weight)
    exposure = grid.relative_total(looks) + 5.0
    amplitude = dice.gamma(len(finds) + 1, 1 / exposure[atoms])
    came = dice.poisson(amplitude * (grid.relative_total(looks + uses) - grid.relative_total(looks))[atoms])
    places = [place_in_forecast(finds, looks, uses, int(n), float(dice.random())) for n in came]
    counts, _ = np.histogram(places, bins=10, range=(0, 1))
    assert abs(counts - 400).max() < 4 * 20


@given(found=st.integers(0, 60), chance=st.floats(0, 1), looks=st.integers(1, 300), uses=st.sampled_from([20, 100]))
@settings(max_examples=60, deadline=None)
def test_more_found_never_lies_lower(found: int, chance: float, looks: int, uses: int) -> None:
    place = place_in_forecast([1], looks, uses, found, chance)
    assert 0 <= place <= 1
    assert place_in_forecast([1], looks, uses, found + 1, chance) >= place - 1e-12
    assert place_in_forecast([1], looks, uses, found, 0.0) <= place + 1e-12


@given(looks=st.integers(0, 300), uses=st.sampled_from([20, 100]))
@settings(max_examples=40, deadline=None)
def test_the_limits_of_a_forecast_lie_where_it_says(looks: int, uses: int) -> None:
    said = c.DiscoveryCurve([], looks).forecast(uses)
    assert place_in_forecast([], looks, uses, int(said.low), 1.0) >= 0.05 - 1e-9
    assert place_in_forecast([], looks, uses, int(said.high), 1.0) >= 0.95 - 1e-9
    assert place_in_forecast([], looks, uses, int(said.high), 0.0) <= 0.95 + 1e-9


@pytest.mark.parametrize(("found", "chance"), [(-1, 0.5), (0, -0.1), (0, 1.1)])
def test_what_cannot_be_is_refused(found: int, chance: float) -> None:
    with pytest.raises(c.Refused):
        place_in_forecast([], 10, 20, found, chance)


def test_counts_give_the_same_coverage_as_scores() -> None:
    scores = [c.Score(0, True)] * 17 + [c.Score(9, False)] * 3
    assert c.coverage(scores) == coverage_of(17, 20)
    with pytest.raises(c.Refused):
        coverage_of(21, 20)
