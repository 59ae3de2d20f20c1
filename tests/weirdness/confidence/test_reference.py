"""The team's vectors and published tables, where they are at hand."""

from itertools import accumulate
from typing import Any

import numpy as np
import pytest

from tests.weirdness.confidence.shared import rows
from weirdness import confidence as c

pytestmark = pytest.mark.shared
LAM = 0.05
DATASETS = ("dataset-a-100", "dataset-a-212", "dataset-none-60", "dataset-none-74")


def golden(name: str) -> tuple[dict[str, Any], Any]:
    row = rows("golden.json")[name]
    return row["args"], row["expect"]


def case(name: str) -> tuple[dict[str, Any], dict[str, float]]:
    row = rows("cases.json")[name]
    return row["data"], row["published"]


@pytest.mark.parametrize("name", ["plan-0.05", "plan-0.1"])
def test_the_plans_are_the_reference_plans(name: str) -> None:
    args, expect = golden(name)
    assert c.plan(**args) == expect


@pytest.mark.parametrize("name", ["relapse-plan-0.05", "relapse-plan-0.1"])
def test_the_relapse_plans_are_the_reference_plans(name: str) -> None:
    args, expect = golden(name)
    assert {str(k): m for k, m in c.relapse_plan(**args).items()} == expect


@pytest.mark.parametrize("name", DATASETS)
def test_rate_and_quiet_run_of_a_dataset_are_the_reference_figures(name: str) -> None:
    args, expect = golden(name)
    assert c.quiet_run(**args, lam=LAM) == pytest.approx(expect["quiet_run"], abs=1e-6)
    assert c.rate_posterior(**args, lam=LAM) == pytest.approx((expect["a"], expect["b"]), abs=1e-6)
    assert c.confidence(**args, lam=LAM) == pytest.approx(expect["confidence"], abs=1e-6)


@pytest.mark.parametrize("name", DATASETS)
def test_the_discovery_curve_of_a_dataset_is_the_reference_curve(name: str) -> None:
    args, expect = golden(name)
    curve = c.DiscoveryCurve(**args)
    assert curve.rate() == pytest.approx(expect["rate"], abs=1e-6)
    assert curve.forecast(100) == pytest.approx(expect["forecast"], abs=1e-4)
    assert curve.found() == pytest.approx(expect["found"], abs=1e-4)


def test_looks_fade_with_days_as_in_the_reference() -> None:
    args, expect = golden("ageing-260")
    run = (args["finds"], args["looks"], LAM, list(range(259, -1, -1)))
    assert c.rate_posterior(*run) == pytest.approx((expect["a"], expect["b"]), abs=1e-6)
    assert c.confidence(*run) == pytest.approx(expect["confidence"], abs=1e-6)


def test_a_blind_sweep_is_the_reference_sweep() -> None:
    args, expect = golden("sweep-4x8")
    got = c.blind_sweep(args["X"])
    assert got["next_reviewer"] == pytest.approx(expect.pop("next_reviewer"), abs=1e-4)
    assert {name: got[name] for name in expect} == pytest.approx(expect, abs=1e-4)  # type: ignore[literal-required]


@pytest.mark.parametrize("name", ["check-PPPPPPPP16", "check-PPPPPPPP15", "check-PFPFPFPF24"])
def test_check_health_is_the_reference_health(name: str) -> None:
    args, expect = golden(name)
    assert c.check_posterior(args["results"]) == pytest.approx((expect["a"], expect["b"]), abs=1e-5)
    assert c.check_reliable(args["results"]) is expect["reliable"]
    assert c.flap_percent(args["results"]) == pytest.approx(expect["flap"])


def test_effective_numbers_are_the_reference_numbers() -> None:
    args, expect = golden("eff")
    assert [c.effective_number(counts) for counts in args["counts"]] == pytest.approx(expect, abs=1e-5)


def test_consensus_labels_are_the_reference_labels() -> None:
    args, expect = golden("labels-25x3")
    got = c.label_consensus(**args)
    assert got["label"] == expect["label"]
    assert got["p"] == pytest.approx(expect["p"], abs=1e-4)
    assert got["prior"] == pytest.approx(expect["prior"], abs=1e-4)


def test_map_labels_of_the_anaesthesia_data_are_the_reference_labels() -> None:
    row = rows("cases.json")["dawid-skene-1979"]
    votes = [
        (int(patient), int(observer), label)
        for patient, by_observer in row["data"]["responses"].items()
        for observer, labels in by_observer.items()
        for label in labels
    ]
    got = c.label_consensus(votes, [1, 2, 3, 4])
    assert got["label"] == row["map_labels"]
    assert got["prior"] == pytest.approx(row["map_prior"], abs=1e-4)


@pytest.mark.parametrize("name", ["crow-reliasoft", "crow-milhdbk189-first-occurrences"])
def test_crow_amsaa_gives_the_published_figures(name: str) -> None:
    data, published = case(name)
    beta, lam, rate = c.crow_amsaa(data["times"], data["T"])
    assert beta == pytest.approx(published["beta"], abs=1e-4)
    if "mtbf" in published:  # the handbook's λ belongs to its unbiased β, not to maximum likelihood
        assert lam == pytest.approx(published["lam"], abs=1e-4)
        assert 1 / rate == pytest.approx(published["mtbf"], abs=1e-3)


def test_laplace_gives_the_published_figure_with_or_without_the_last_event() -> None:
    data, published = case("laplace-modarres")
    times = list(accumulate(data["intervals"]))
    assert c.laplace_z(times, times[-1]) == pytest.approx(published["U"], abs=6e-4)
    assert c.laplace_z(times[:-1], times[-1]) == pytest.approx(published["U"], abs=6e-4)


@pytest.mark.parametrize("name", ["krippendorff-4x12", "krippendorff-2x10-binary"])
def test_krippendorffs_alpha_gives_the_published_figure(name: str) -> None:
    data, published = case(name)
    as_numbers = np.array(data["observers"], dtype=float)
    assert c.krippendorff_alpha_nominal(data["observers"]) == pytest.approx(published["nominal"], abs=6e-4)
    assert c.krippendorff_alpha_nominal(as_numbers.tolist()) == pytest.approx(published["nominal"], abs=6e-4)


def test_flapping_gives_the_figures_of_nagios() -> None:
    _, published = case("flap-nagios")
    assert c.flap_percent("PF" * 10 + "P") == pytest.approx(published["all"])
    assert c.flap_percent("P" * 20 + "F") == pytest.approx(published["newest"])
    assert c.flap_percent("F" + "P" * 20) == pytest.approx(published["oldest"])


def test_chao2_agrees_with_the_published_jackknives_of_barro_colorado() -> None:
    data, published = case("chao2-BCI")
    singles, doubles, rest = data["q1"], data["q2"], data["S"] - data["q1"] - data["q2"]
    plots = [[0] * data["S"] for _ in range(data["T"])]
    for issue in range(data["S"]):
        times = 1 if issue < singles else 2 if issue < singles + doubles else 3
        for shift in range(times):
            plots[(issue + shift) % data["T"]][issue] = 1
    got = c.blind_sweep(plots)
    assert rest > 0
    assert got["jack1"] == pytest.approx(published["jack1"], abs=6e-4)
    assert got["jack2"] == pytest.approx(published["jack2"], abs=6e-4)
