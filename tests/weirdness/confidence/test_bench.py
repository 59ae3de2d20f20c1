"""The simulator: its fast gates are the product's, and on few datasets it can already fail the rule."""

import numpy as np
import pytest

from benchmarks.confidence import calibration, gates
from benchmarks.confidence.outcomes import Share, outcomes, summary
from benchmarks.confidence.rules import second_version
from benchmarks.confidence.world import Story, World, story
from benchmarks.confidence.worlds import EVERYDAY, TRIALS
from weirdness import confidence as c

LAM = 0.05
CHANGING = TRIALS["12 silent changes a year, 80 % noticed"].world


def stories(world: World, number: int, seed: int) -> list[Story]:
    rng = np.random.default_rng(seed)
    return [story(world, rng) for _ in range(number)]


def inputs_at(one: Story, look: int, world: World) -> c.StateInputs:
    people, roles = (np.bincount(who[:look]) for who in (one.people, one.roles))
    return c.StateInputs(
        looks=look,
        tolerated_rate=LAM,
        finds=tuple(one.finds[one.finds <= look].tolist()),
        since=int(one.since[look - 1]),
        look_age_days=tuple((np.arange(look)[::-1] / world.looks_per_day).tolist()),
        looks_by_person=tuple(people.tolist()),
        looks_by_viewpoint=tuple(roles.tolist()),
        untriaged=int(one.blocked[look - 1]),
    )


@pytest.mark.parametrize("world", [EVERYDAY, CHANGING])
def test_the_fast_gates_are_the_product_s_look_by_look(world: World) -> None:
    for one in stories(world, 3, seed=8):
        run, sure, wide, wide_2, fresh = (
            gates.quiet_run_1(one, LAM),
            gates.confidence_1(one, LAM, world),
            gates.breadth_1(one),
            gates.breadth_2(one, LAM),
            gates.fresh_2(one, LAM, world),
        )
        for look in (1, 7, 73, 150, 420, 999):
            first = c.measure(inputs_at(one, look, world), rule=1)
            second = c.measure(inputs_at(one, look, world), rule=2)
            assert first.quiet_run["passed"] == run[look - 1]
            assert first.confidence == pytest.approx(sure[look - 1])
            assert first.breadth["passed"] == wide[look - 1]
            assert second.breadth["passed"] == wide_2[look - 1]
            assert second.confidence <= max(fresh[look - 1] + 1e-9, float(fresh[look - 1] >= 0.8))


@pytest.mark.parametrize("world", [EVERYDAY, CHANGING])
def test_a_story_graduates_at_the_very_look_at_which_the_product_says_stable(world: World) -> None:
    looks = [(one, second_version(one, LAM, world)) for one in stories(world, 8, seed=9)]
    assert any(look for _, look in looks)
    for one, look in looks:
        for before in range(max(1, look - 3), look):
            assert c.decide(inputs_at(one, before, world)).state != "stable"
        if look:
            assert c.decide(inputs_at(one, look, world)).state == "stable"


def test_the_true_rate_is_how_often_something_new_is_met() -> None:
    plain = World(wrongly_closed=0, doubled=0, false_flags=0)
    told = stories(plain, 300, seed=10)
    expected = sum(float(one.rate[:-1].sum()) for one in told)
    met = sum(int((one.finds > 1).sum()) for one in told)
    assert met == pytest.approx(expected, rel=0.03)


def test_sixty_datasets_already_tell_a_rule_that_is_far_off() -> None:
    trial = TRIALS["everyday"]
    told = {name: summary(rows, LAM) for name, rows in outcomes(trial, ["second version"], 60, seed=1).items()}
    rule = told["second version"]
    assert rule.false.value <= 0.15
    assert rule.missed.value <= 0.15
    assert rule.four.value >= 0.5
    assert 150 <= rule.median <= 350


def test_without_its_gates_the_rule_would_fail_that() -> None:
    """Thirty quiet days, whatever the looks: what calendar time is worth."""
    told = stories(EVERYDAY, 60, seed=1)
    quiet = int(30 * 0.3)  # looks that thirty days bring where people look every third day
    false = []
    for one in told:
        marks = np.concatenate([[0], one.finds, [len(one.rate)]])
        at = int(marks[np.argmax(np.diff(marks) > quiet)]) + quiet
        false.append(one.rate[at - 1] > LAM)
    assert np.mean(false) > 0.3


def test_probabilities_are_calibrated_on_draws_from_the_model() -> None:
    for of in [*calibration.curves(400, 5).values(), calibration.hidden_rate(400, 6)]:
        assert 0.85 <= of.inside.value <= 0.95


def test_a_share_carries_its_error_and_limit() -> None:
    assert str(Share(45, 1000)) == "4.5% ± 0.7%"
    assert Share(45, 1000).upper() == pytest.approx(0.0541, abs=2e-4)
    assert Share(0, 100).upper() > 0
