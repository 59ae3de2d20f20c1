"""What it would take, and what it hangs on: clean looks still needed, and the state at other tolerated rates."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from weirdness.confidence.gates import evidence_gaps
from weirdness.confidence.numbers import State, StateInputs, measure
from weirdness.confidence.positions import tolerated_rate
from weirdness.confidence.quiet_run_2 import is_complete
from weirdness.confidence.rule import IN_FORCE, Rule
from weirdness.confidence.state import decide_from

VERSION = "outlook/1"
RATES = (0.01, 0.02, 0.05, 0.10, 0.20)
_FAR = 2**16
_LOWEST, _HIGHEST, _STEPS = 0.001, 1.0, 30


class Sensitivity(NamedTuple):
    """Were λ* `rate`: the state if judged afresh, confidence 0..1, clean looks still needed, what is missing."""

    rate: float
    state: State
    confidence: float
    looks_to_go: int
    missing: list[str]


def looks_needed(inputs: StateInputs, rule: Rule = IN_FORCE) -> int:
    """The fewest further looks, all today and without a find, that complete the quiet run and reach the confidence.

    Breadth, open issues and checks are not counted in looks. 0: both hold. Errors as in each metric.
    """
    if rule == 2:
        return measure(inputs, rule).shortest.to_go
    if _evident(inputs, 0, rule):
        return 0
    enough = 1
    while not _evident(inputs, enough, rule):
        enough *= 2
        if enough > _FAR:  # a λ* so small that nobody lives to see it; the plan says how many it asks for
            return enough
    low, high = enough // 2, enough
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _evident(inputs, middle, rule) else (middle, high)
    return high


def sensitivity(inputs: StateInputs, rates: Iterable[float] = RATES) -> list[Sensitivity]:
    """The verdict at each λ* in `rates` (each above 0, else `Refused`), everything else unchanged, judged afresh."""
    return [_at(inputs, rate) for rate in rates]


def strictest(inputs: StateInputs) -> float | None:
    """The smallest λ* for which quiet run and confidence hold on the evidence there is, to 1 part in 1,000.

    "What could be promised today": new issues per look. None when it is above 1 (every use turns something up).
    """
    if not _evident(replace(inputs, tolerated_rate=_HIGHEST), 0):
        return None
    low, high = _LOWEST, _HIGHEST
    for _ in range(_STEPS):
        if high / low < 1.001:
            break
        middle = (low * high) ** 0.5
        low, high = (low, middle) if _evident(replace(inputs, tolerated_rate=middle), 0) else (middle, high)
    return high


def _at(inputs: StateInputs, rate: float) -> Sensitivity:
    other = replace(inputs, tolerated_rate=tolerated_rate(rate), previous=None, graduated_at=None)
    numbers = measure(other)
    decision = decide_from(other, numbers)
    to_go = numbers.shortest.to_go if numbers.rule == 2 else looks_needed(other, numbers.rule)
    return Sensitivity(rate, decision.state, numbers.confidence, to_go, decision.missing)


def _evident(inputs: StateInputs, further: int, rule: Rule = IN_FORCE) -> bool:
    ages = inputs.look_age_days
    if rule == 2 and not further:
        run = (inputs.finds, inputs.looks, inputs.tolerated_rate, ages, inputs.since, inputs.prior)
        return is_complete(*run)
    later = replace(
        inputs,
        looks=inputs.looks + further,
        look_age_days=None if ages is None else (*ages, *[0.0] * further),
    )
    return not evidence_gaps(later, measure(later, rule))
