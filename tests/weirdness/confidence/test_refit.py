"""A prior of the organisation's own: from 30 datasets on, a new version, and better for its own data."""

from datetime import date

import numpy as np
import pytest

from weirdness import confidence as c

DAY = date(2026, 11, 21)


def histories(finds: float, looks: float, datasets: int = 60) -> list[c.History]:
    """Datasets of constant rate, each drawn from Gamma(finds, looks)."""
    rng = np.random.default_rng(5)
    rates = rng.gamma(finds, 1 / looks, datasets)
    drawn = [np.flatnonzero(rng.random(200) < rate) + 1 for rate in rates]
    return [c.History(tuple(int(find) for find in each), 200) for each in drawn]


def test_a_quiet_organisation_expects_fewer_finds_than_a_weird_one() -> None:
    quiet, weird = (c.refit(histories(2, each), DAY).prior for each in (100, 8))
    assert quiet.rate_finds / quiet.rate_looks < 0.05 < weird.rate_finds / weird.rate_looks
    assert quiet.curve_finds / quiet.curve_looks < weird.curve_finds / weird.curve_looks


def test_the_fitted_prior_is_a_version_of_its_own_and_explains_the_histories_better() -> None:
    fitted = c.refit(histories(2, 100), DAY)
    assert (fitted.before, fitted.prior.datasets) == (c.STANDING, 60)
    assert fitted.prior.version == "prior/1+60@2026-11-21"
    assert fitted.log_evidence > fitted.log_evidence_before
    assert c.Prior.from_json(fitted.prior.as_json()) == fitted.prior


def test_no_prior_counts_for_more_than_twenty_looks() -> None:
    prior = c.refit(histories(1, 5000, 200), DAY).prior
    assert max(prior.rate_looks, prior.curve_looks) <= 20 + 1e-9


def test_below_thirty_datasets_it_is_refused_and_unseen_ones_don_t_count() -> None:
    unseen = [c.History((), 0)] * 100
    with pytest.raises(c.Refused, match="needs 30"):
        c.refit([*histories(2, 40, 29), *unseen], DAY)


def test_the_standing_prior_gives_the_numbers_it_always_gave() -> None:
    inputs = c.StateInputs(looks=60, tolerated_rate=0.05)
    assert c.confidence([], 60, 0.05) == c.confidence([], 60, 0.05, prior=c.STANDING)
    assert c.measure(inputs, rule=1).confidence == c.confidence([], 60, 0.05)


def test_a_fitted_prior_changes_the_numbers_and_is_named_in_them() -> None:
    weird = c.Prior(version="prior/1+60@2026-11-21", rate_finds=4, rate_looks=8, curve_finds=4, curve_looks=8)
    inputs = c.StateInputs(looks=60, tolerated_rate=0.05, prior=weird)
    told = c.summarise(inputs, c.About(name="Customer orders"))
    assert told["confidence"] < c.confidence([], 60, 0.05)
    assert told["rate"] != c.DiscoveryCurve([], 60).rate()
    assert told["prior"] == weird.version
    assert inputs.as_json()["prior"] == weird.as_json()
