"""How far it is to stable, on what that hangs, and many datasets at once."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.weirdness.confidence.test_properties import RATES, histories
from weirdness import confidence as c

ABOUT = c.About(name="Customer orders")


def inputs_of(history: tuple[list[int], int, list[float]], lam: float) -> c.StateInputs:
    finds, looks, ages = history
    return c.StateInputs(looks=looks, finds=tuple(finds), tolerated_rate=lam, look_age_days=tuple(ages))


def test_nothing_found_in_sixty_looks_needs_fourteen_more() -> None:
    assert c.looks_needed(c.StateInputs(looks=60, tolerated_rate=0.05)) == 14
    assert c.looks_needed(c.StateInputs(looks=74, tolerated_rate=0.05)) == 0


@given(histories(), RATES)
@settings(deadline=None, max_examples=25)
def test_that_many_clean_looks_suffice_and_one_fewer_does_not(
    history: tuple[list[int], int, list[float]], lam: float
) -> None:
    inputs = inputs_of(history, lam)
    needed = c.looks_needed(inputs)

    def later(further: int) -> int:
        ages = (*(inputs.look_age_days or ()), *[0.0] * further)
        return c.looks_needed(replace(inputs, looks=inputs.looks + further, look_age_days=ages))

    assert later(needed) == 0
    assert needed == 0 or later(needed - 1) == 1


def test_a_stricter_rate_never_needs_fewer_looks() -> None:
    rows = c.sensitivity(c.StateInputs(looks=100, finds=(3, 9, 40), tolerated_rate=0.05))
    needed = [row.looks_to_go for row in rows]
    assert [row.rate for row in rows] == [0.01, 0.02, 0.05, 0.10, 0.20]
    assert needed == sorted(needed, reverse=True)
    assert rows[-1].confidence > rows[0].confidence


def test_what_can_be_promised_today_holds_and_little_less_does_not() -> None:
    inputs = c.StateInputs(looks=100, tolerated_rate=0.05)
    rate = c.strictest(inputs)
    assert rate is not None
    assert c.looks_needed(replace(inputs, tolerated_rate=rate)) == 0
    assert c.looks_needed(replace(inputs, tolerated_rate=rate * 0.99)) > 0
    assert c.strictest(c.StateInputs(looks=2, finds=(1, 2), tolerated_rate=0.05)) is None


@given(st.lists(histories(), max_size=4), RATES)
@settings(deadline=None, max_examples=15)
def test_many_at_once_are_the_same_as_one_by_one(
    all_of_them: list[tuple[list[int], int, list[float]]], lam: float
) -> None:
    each = [inputs_of(history, lam) for history in all_of_them]
    alone = [c.summarise(inputs, ABOUT) for inputs in each]
    assert c.summarise_many(c.Task(inputs, ABOUT) for inputs in each) == alone


@given(histories(), histories(), RATES)
@settings(deadline=None, max_examples=15)
def test_a_kept_result_changes_nothing_whether_it_still_holds_or_not(
    history: tuple[list[int], int, list[float]], other: tuple[list[int], int, list[float]], lam: float
) -> None:
    now = inputs_of(history, lam)
    for earlier in (replace(now, look_age_days=None), inputs_of(other, lam)):
        stored = json.loads(json.dumps(c.summarise(earlier, ABOUT)))
        again = c.summarise(now, ABOUT, stored)
        assert json.dumps(again) == json.dumps(c.summarise(now, ABOUT))
