"""Vectors worked out by hand or by the slow second way of `oracle`; they need nothing beside the repository."""

import math
from fractions import Fraction

import pytest
from scipy import stats

from tests.weirdness.confidence import oracle
from weirdness import confidence as c
from weirdness.confidence import methods

BUSY = (2, 3, 3, 7, 11, 12, 18, 25, 31, 40, 58, 77, 95)


def test_the_plan_of_a_standard_dataset_is_the_published_one() -> None:
    assert c.plan(0.05) == [74, 112, 145, 176, 205, 234, 262]
    assert c.relapse_plan(0.05) == {3: 8, 4: 16, 5: 25, 6: 35, 7: 46, 8: 58}


@pytest.mark.parametrize("lam", [0.02, 0.05, 0.1])
def test_plans_are_the_smallest_that_keep_their_promise(lam: float) -> None:
    for k, looks in enumerate(c.plan(lam)):
        assert stats.poisson.cdf(k, looks * lam) <= 0.025 < stats.poisson.cdf(k, (looks - 1) * lam)
    for k, looks in c.relapse_plan(lam).items():
        assert stats.poisson.sf(k - 1, looks * lam) <= 0.01 < stats.poisson.sf(k - 1, (looks + 1) * lam)


def test_a_quiet_run_counts_from_the_find_that_breaks_it() -> None:
    assert c.quiet_run([95], 100, 0.05) == {"passed": False, "k": 1, "window": 100, "needed": 112, "share": 100 / 112}
    assert c.quiet_run([], 74, 0.05) == {"passed": True, "k": 0, "window": 74, "needed": 74, "share": 1.0}
    assert c.quiet_run([], 74, 0.05, since=1)["passed"] is False
    assert c.shortest_route([95], 100, 0.05) == (1, 100, 112)


def test_clean_looks_alone_give_the_confidence_of_an_exponential() -> None:
    clean = [100 * c.confidence([], looks, 0.05) for looks in (0, 10, 30, 60)]
    assert [round(share) for share in clean] == [22, 52, 80, 94]
    assert c.confidence([], 0, 0.05) == pytest.approx(1 - math.exp(-0.25))


@pytest.mark.parametrize(("finds", "looks", "lam"), [((4, 9), 30, 0.05), ((1,), 12, 0.1), ((20, 20, 61), 90, 0.02)])
def test_confidence_is_the_integral_of_the_rates_density(finds: tuple[int, ...], looks: int, lam: float) -> None:
    ages = [3.0 * (looks - t) for t in range(1, looks + 1)]
    assert c.confidence(finds, looks, lam, ages) == pytest.approx(
        oracle.rate_confidence(finds, looks, lam, ages), abs=1e-7
    )


def test_a_look_of_half_a_year_ago_counts_half() -> None:
    assert c.rate_posterior([1], 1, 0.05, [180]) == pytest.approx((1.5, 5.5))


@pytest.mark.parametrize(("finds", "looks"), [(BUSY, 100), ((), 60), ((), 0), ((5, 5, 5), 5)])
def test_the_discovery_curve_is_what_brute_force_says(finds: tuple[int, ...], looks: int) -> None:
    curve, slow = c.DiscoveryCurve(finds, looks), oracle.discovery(finds, looks, 50)
    assert curve.rate() == pytest.approx(slow["rate"], rel=1e-6)
    assert curve.forecast(50) == pytest.approx((slow["low"], slow["mean"], slow["high"]), rel=1e-6)
    assert curve.found().mean == pytest.approx(slow["found"], rel=1e-6, abs=1e-9)


def test_a_forecast_of_no_uses_is_nothing() -> None:
    assert c.DiscoveryCurve(BUSY, 100).forecast(0) == (0, 0, 0)


def test_a_thousand_finds_neither_overflow_nor_hang() -> None:
    curve = c.DiscoveryCurve([*range(1, 501), *range(1, 501)], 500)
    low, mean, high = curve.forecast(1000)
    assert 0 < low < mean < high < 5000


@pytest.mark.parametrize(
    ("counts", "expected"), [([7], 1), ([3, 3, 3], 3), ([5, 3, 2], 100 / 38), ([], 0), ([0, 0], 0)]
)
def test_the_effective_number_counts_people_by_their_share(counts: list[int], expected: float) -> None:
    assert c.effective_number(counts) == pytest.approx(expected)


def test_breadth_needs_people_and_viewpoints() -> None:
    assert c.breadth([9, 9, 9, 9], [18, 18])["passed"]
    assert not c.breadth([9, 9, 9, 9], [36])["passed"]
    assert not c.breadth([90, 1, 1, 1, 1], [47, 47])["passed"]


def test_three_finds_in_eight_looks_after_graduation_are_a_relapse() -> None:
    assert c.relapsed([101, 104, 108], 108, 0.05, since=100)
    assert not c.relapsed([101, 104, 109], 109, 0.05, since=100)
    assert not c.relapsed([99, 100, 101], 101, 0.05, since=100)
    assert c.relapsed([150, 155, 157], 400, 0.05, since=100)
    assert c.relapsed([101, 113, 115, 116], 116, 0.05, since=100)


def test_sixteen_straight_passes_make_a_check_reliable_and_fifteen_do_not() -> None:
    assert c.check_reliable("P" * 16)
    assert not c.check_reliable([True] * 15)
    assert not c.check_reliable("P" * 40 + "F")
    assert not c.check_reliable("")


def test_twenty_runs_ago_counts_half() -> None:
    assert c.check_posterior("F" + "P" * 20).b == pytest.approx(1.5)


def test_flapping_starts_at_twenty_percent_and_ends_at_five() -> None:
    assert c.flapping("P" * 15 + "FPFPPP")
    assert not c.flapping("P" * 20 + "F")
    assert c.flapping("P" * 20 + "F", was_flapping=True)
    assert not c.flapping("F" + "P" * 20, was_flapping=True)


def test_running_twice_on_the_same_data_counts_once() -> None:
    assert c.one_run_per_data("PFPP", ["mon", "tue", "tue", "wed"]) == ["P", "P", "P"]


def test_a_blind_sweep_in_which_all_found_the_same_expects_nothing_more() -> None:
    got = c.blind_sweep([[1, 1, 1]] * 4)
    assert (got["found"], got["chao2"], got["chao2_low95"]) == (3, 3, 3)
    assert got["next_reviewer"][1] == 0


def test_a_blind_sweep_without_pairs_still_says_at_least() -> None:
    got = c.blind_sweep([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    assert (got["q1"], got["q2"], got["chao2"]) == (4, 0, 4 + 0.75 * 6)
    assert 4 < got["chao2_low95"] < got["chao2"]


def test_nothing_found_by_anyone_is_an_answer() -> None:
    assert c.blind_sweep([[0, 0]] * 5)["chao2"] == 0


def test_the_consensus_of_mirrored_voters_is_undecided() -> None:
    votes = [(item, who, "ab"[(item + who) % 2]) for item in (0, 1) for who in (0, 1)]
    got = c.label_consensus(votes, ["a", "b"])
    assert got["p"] == pytest.approx([0.5, 0.5])
    assert got["advice"] == ["votes only"] * 2


def test_a_voter_who_always_dissents_is_trusted_less() -> None:
    votes = [(row, who, "ok" if row % 2 else "bad") for row in range(12) for who in ("ann", "bob", "cy")]
    votes += [(row, "dee", "bad" if row % 2 else "ok") for row in range(12)]
    got = c.label_consensus(votes, ["ok", "bad"])
    assert got["label"] == ["ok" if row % 2 else "bad" for row in range(12)]
    assert got["reliability"]["dee"] < 0.6 < 0.85 < got["reliability"]["ann"]
    assert set(got["advice"]) == {"accept"}
    assert got["votes"][1] == {"ok": 3, "bad": 1}


def test_items_that_cannot_be_sorted_keep_the_order_of_the_votes() -> None:
    votes = [("x", 1, "a"), (7, 1, "b"), ("x", 2, "a")]
    assert c.label_consensus(votes, ["a", "b"])["items"] == ["x", 7]


def test_krippendorffs_alpha_by_hand() -> None:
    # three units of two ratings: aa, bb, ab; D_o = 2/6, D_e = (36 − 18)/30
    by_hand = 1 - Fraction(2, 6) / Fraction(18, 30)
    assert c.krippendorff_alpha_nominal([[*"aba", None], [*"abb", "a"]]) == pytest.approx(float(by_hand))
    assert "mend the labelling guide" in c.alpha_in_words(0.66)
    assert "tentative" in c.alpha_in_words(0.7)


def test_trends_by_hand() -> None:
    assert c.laplace_z([25, 75], 100) == pytest.approx(0)
    assert c.laplace_z([10, 20, 30], 100) == pytest.approx(-30 / (100 / 6))
    beta, lam, rate = c.crow_amsaa([100 / math.e, 100 / math.e**3], 100)
    assert (beta, lam, rate) == pytest.approx((0.5, 2 / 10, 0.01))


def test_every_formula_has_a_version_of_its_own() -> None:
    assert len(set(methods.ALL)) == len(methods.ALL)
    assert all(name.rpartition("/")[2].isdigit() for name in methods.ALL)
