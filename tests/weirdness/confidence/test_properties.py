"""What must hold for every dataset, not only for those that somebody thought of."""

import json
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from weirdness import confidence as c

TINY = 1e-12
RATES = st.sampled_from([0.02, 0.05, 0.1])


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[int], int, list[float]]:
    """Finds, looks, and the looks' ages in days, oldest first, the newest perhaps long ago."""
    looks = draw(st.integers(1, 300))
    finds = draw(st.lists(st.integers(1, looks), max_size=40))
    steps = draw(st.lists(st.floats(0, 30), min_size=looks, max_size=looks))
    ages, age = [], draw(st.floats(0, 400))
    for step in steps:
        ages.append(age)
        age += step
    return finds, looks, ages[::-1]


@given(histories(), RATES, st.lists(st.floats(0, 2000), min_size=1, max_size=6))
@settings(deadline=None)
def test_time_alone_never_raises_confidence(
    history: tuple[list[int], int, list[float]], lam: float, waits: list[float]
) -> None:
    finds, looks, ages = history
    waited = [c.confidence(finds, looks, lam, [age + wait for age in ages]) for wait in sorted(waits)]
    path = [c.confidence(finds, looks, lam, ages), *waited]
    assert all(later <= earlier + TINY for earlier, later in pairwise(path))


def test_time_alone_does_not_excuse_a_bad_dataset() -> None:
    bad = list(range(1, 101, 3))
    assert c.confidence(bad, 100, 0.05, [3650] * 100) <= c.confidence(bad, 100, 0.05)


@given(histories(), RATES)
@settings(deadline=None)
def test_a_clean_look_never_lowers_confidence(history: tuple[list[int], int, list[float]], lam: float) -> None:
    finds, looks, ages = history
    today = [age - min(ages) for age in ages]
    assert c.confidence(finds, looks + 1, lam, [*today, 0]) >= c.confidence(finds, looks, lam, today) - TINY
    assert c.confidence(finds, looks + 1, lam, [*ages, 0]) >= c.confidence(finds, looks, lam, ages) - TINY


@given(histories(), RATES, st.data())
@settings(deadline=None)
def test_a_find_never_raises_confidence(
    history: tuple[list[int], int, list[float]], lam: float, data: st.DataObject
) -> None:
    finds, looks, ages = history
    more = [*finds, data.draw(st.integers(1, looks))]
    assert c.confidence(more, looks, lam, ages) <= c.confidence(finds, looks, lam, ages) + TINY


@given(st.lists(st.booleans(), max_size=200), RATES)
@settings(deadline=None)
def test_a_new_look_that_finds_something_never_raises_confidence(found: list[bool], lam: float) -> None:
    finds = [place for place, hit in enumerate(found, start=1) if hit]
    looks = len(found)
    assert c.confidence([*finds, looks + 1], looks + 1, lam) <= c.confidence(finds, looks, lam) + TINY


@given(histories(), RATES)
@settings(deadline=None)
def test_one_more_find_never_completes_a_quiet_run(history: tuple[list[int], int, list[float]], lam: float) -> None:
    finds, looks, _ = history
    before, after = c.quiet_run(finds, looks, lam), c.quiet_run([*finds, looks], looks, lam)
    assert before["passed"] or not after["passed"]


@given(histories())
@settings(deadline=None, max_examples=30)
def test_the_discovery_curve_stays_within_its_bounds(history: tuple[list[int], int, list[float]]) -> None:
    finds, looks, _ = history
    curve = c.DiscoveryCurve(finds, looks)
    low, mean, high = curve.found()
    assert 0 <= low <= high <= 1
    assert 0 <= mean <= 1
    assert curve.rate() > 0
    assert curve.forecast(10).mean < curve.forecast(100).mean


@given(histories(), RATES)
@settings(deadline=None, max_examples=30)
def test_the_order_of_people_and_finds_changes_nothing(history: tuple[list[int], int, list[float]], lam: float) -> None:
    finds, looks, ages = history
    one = c.StateInputs(
        looks=looks, finds=tuple(finds), tolerated_rate=lam, look_age_days=tuple(ages), looks_by_person=(1, 2, 3)
    )
    other = replace(one, finds=tuple(sorted(finds, reverse=True)), looks_by_person=(3, 1, 2))
    about = c.About(name="Customer orders")
    assert json.dumps(c.summarise(one, about)) == json.dumps(c.summarise(other, about))


@given(histories(), RATES)
@settings(deadline=None, max_examples=50)
def test_a_dataset_just_judged_stable_is_judged_the_same_again(
    history: tuple[list[int], int, list[float]], lam: float
) -> None:
    _, looks, ages = history
    inputs = c.StateInputs(
        looks=looks,
        tolerated_rate=lam,
        look_age_days=tuple(ages),
        looks_by_person=(looks, looks, looks, looks),
        looks_by_viewpoint=(looks, looks),
    )
    once = c.decide(inputs)
    again = c.decide(replace(inputs, previous=once.state, graduated_at=once.graduated_at))
    assert (once.state, once.graduated_at) == (again.state, again.graduated_at)


def test_one_person_with_five_hundred_clean_looks_is_too_few_eyes() -> None:
    alone = c.StateInputs(looks=500, tolerated_rate=0.05, looks_by_person=(500,), looks_by_viewpoint=(500,))
    assert c.decide(alone).state == "quiet"
