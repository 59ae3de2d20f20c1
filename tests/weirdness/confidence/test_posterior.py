"""The posteriors as points and shares: what is drawn is what the numbers say."""

import numpy as np
import pytest
from scipy.special import gammainc

from weirdness.confidence import DiscoveryCurve, confidence, rate_posterior
from weirdness.confidence.hidden import hidden
from weirdness.confidence.posterior import floor_shares, hidden_rate, rate_density, rate_quantiles, shape_shares

FINDS, LOOKS, RATE = [2, 5, 9, 40], 90, 0.05


def test_the_density_drawn_up_to_the_tolerated_rate_is_the_confidence() -> None:
    points = rate_density(rate_posterior(FINDS, LOOKS, RATE), points=2000, up_to=0.5)
    rates, densities = np.array(points).T
    below = rates <= RATE
    assert np.trapezoid(densities, rates) == pytest.approx(1, abs=1e-3)
    assert np.trapezoid(densities[below], rates[below]) == pytest.approx(confidence(FINDS, LOOKS, RATE), abs=5e-3)


def test_as_much_as_a_quantile_says_lies_below_it() -> None:
    low, middle, high = rate_quantiles(rate_posterior(FINDS, LOOKS, RATE))
    assert low < middle < high
    posterior = rate_posterior(FINDS, LOOKS, RATE)
    assert [float(gammainc(posterior.a, posterior.b * rate)) for rate in (low, middle, high)] == pytest.approx(
        [0.05, 0.5, 0.95]
    )


def test_the_weights_of_the_discovery_curve_are_shared_among_shapes_and_among_floors() -> None:
    curve = DiscoveryCurve(FINDS, LOOKS)
    for shares in (shape_shares(curve), floor_shares(curve)):
        assert sum(share.weight for share in shares) == pytest.approx(1)
        assert [share.value for share in shares] == sorted(share.value for share in shares)
    assert [share.value for share in floor_shares(curve)] == [0.0, 0.01, 0.03, 0.1, 0.3, 1.0]


def test_the_hidden_rate_is_distributed_as_its_confidence_says() -> None:
    found = hidden_rate(FINDS, LOOKS, points=400, up_to=0.1)
    rates, densities = np.array(found.points).T
    width = rates[1] - rates[0]
    share = float((densities * width)[rates <= RATE].sum())
    assert share == pytest.approx(hidden(FINDS, LOOKS, RATE), abs=0.02)
    assert found.low < found.middle < found.high
    assert hidden(FINDS, LOOKS, found.high) == pytest.approx(0.95, abs=0.01)
    assert min(densities) >= 0
