"""What can't be true is refused with a sentence that says what to do, never estimated anyway."""

from collections.abc import Callable
from typing import Any

import pytest

from weirdness import confidence as c

ON_FINDS: list[Callable[..., Any]] = [
    lambda finds, looks: c.quiet_run(finds, looks, 0.05),
    lambda finds, looks: c.rate_posterior(finds, looks, 0.05),
    lambda finds, looks: c.confidence(finds, looks, 0.05),
    lambda finds, looks: c.relapsed(finds, looks, 0.05),
    lambda finds, looks: c.shortest_route(finds, looks, 0.05),
    lambda finds, looks: c.StateInputs(finds=tuple(finds), looks=looks, tolerated_rate=0.05),
    c.DiscoveryCurve,
]
ON_RATE: list[Callable[[float], Any]] = [
    c.plan,
    c.relapse_plan,
    lambda lam: c.quiet_run([], 5, lam),
    lambda lam: c.rate_posterior([], 5, lam),
    lambda lam: c.confidence([], 5, lam),
    lambda lam: c.relapsed([], 5, lam),
]
SWEEPS = [[], [[1], [1], [0]], [[1, 0], [1], [0, 1], [1, 1]], [[2], [1], [0], [1]]]
VOTES = [
    ([], ["a", "b"]),
    ([(0, 0, "a"), (1, 0, "a")], ["a", "b"]),
    ([(0, 0, "a")], ["a"]),
    ([(0, 0, "a"), (0, 1, "c")], ["a", "b"]),
    ([(0, 0, "a"), (0, 1, "b")], ["a", "b", "b"]),
]
RATINGS = [[], [[None, None], [None, 1]], [[1, 1], [1, 1]], [[1, 2], [1]]]


def refused(call: Callable[[], Any]) -> None:
    with pytest.raises(c.Refused) as caught:
        call()
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) > 30


@pytest.mark.parametrize("function", ON_FINDS)
@pytest.mark.parametrize(
    ("finds", "looks"), [([0], 5), ([6], 5), ([-1], 5), ([1], 0), ([], -1), ([1.5], 5), (["x"], 5)]
)
def test_a_find_outside_the_looks_is_refused(function: Callable[..., Any], finds: list[Any], looks: int) -> None:
    refused(lambda: function(finds, looks))


@pytest.mark.parametrize("function", ON_RATE)
@pytest.mark.parametrize("lam", [0, -0.05, float("nan"), float("inf")])
def test_a_tolerated_rate_that_is_no_rate_is_refused(function: Callable[[float], Any], lam: float) -> None:
    refused(lambda: function(lam))


@pytest.mark.parametrize("ages", [[1, 2], [1, 2, -3], [1, 2, float("nan")], [[1, 2, 3]]])
def test_ages_that_are_no_ages_are_refused(ages: list[Any]) -> None:
    refused(lambda: c.confidence([], 3, 0.05, ages))


@pytest.mark.parametrize("since", [-1, 6])
def test_a_change_outside_the_looks_is_refused(since: int) -> None:
    refused(lambda: c.quiet_run([], 5, 0.05, since))
    refused(lambda: c.relapsed([], 5, 0.05, since))


@pytest.mark.parametrize("matrix", SWEEPS)
def test_a_sweep_that_is_too_small_or_crooked_is_refused(matrix: list[list[int]]) -> None:
    refused(lambda: c.blind_sweep(matrix))


@pytest.mark.parametrize(("votes", "labels"), VOTES)
def test_votes_that_say_nothing_are_refused(votes: list[tuple[int, int, str]], labels: list[str]) -> None:
    refused(lambda: c.label_consensus(votes, labels))


@pytest.mark.parametrize("ratings", RATINGS)
def test_ratings_without_disagreement_to_measure_are_refused(ratings: list[list[Any]]) -> None:
    refused(lambda: c.krippendorff_alpha_nominal(ratings))


@pytest.mark.parametrize(("times", "total"), [([], 10), ([11], 10), ([0], 10), ([1], 0), ([10], 10)])
def test_a_trend_without_finds_before_the_end_is_refused(times: list[float], total: float) -> None:
    refused(lambda: c.laplace_z(times, total))
    refused(lambda: c.crow_amsaa(times, total))


def test_other_slips_are_refused() -> None:
    refused(lambda: c.effective_number([3, -1]))
    refused(lambda: c.check_posterior("PFX"))
    refused(lambda: c.one_run_per_data("PF", ["mon"]))
    refused(lambda: c.DiscoveryCurve([], 5).forecast(-1))
    refused(lambda: c.DiscoveryCurve([], 5).found(level=1))
