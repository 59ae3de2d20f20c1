"""How far one expectation can be trusted from its own history: reliable, or flapping."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
from scipy.special import betaincc

from weirdness.confidence.errors import Refused

VERSION = "check-health/1"
HALF_LIFE_RUNS = 20
GOOD_PASS_RATE = 0.8
CERTAINTY = 0.95
FLAP_RESULTS = 21
FLAP_ON, FLAP_OFF = 20.0, 5.0

Outcome = TypeVar("Outcome")


class CheckPosterior(NamedTuple):
    """Beta(a, b) for the pass rate: `a` weighted passes + 1, `b` weighted failures + 1."""

    a: float
    b: float


def _passes(results: Iterable[object]) -> list[bool]:
    known: dict[object, bool] = {"P": True, "F": False, True: True, False: False}
    outcomes = list(results)
    for outcome in outcomes:
        if outcome not in known:
            raise Refused(f"A check's result is {outcome!r}: write P or True for a pass, F or False for a failure.")
    return [known[outcome] for outcome in outcomes]


def one_run_per_data(outcomes: Sequence[Outcome], fingerprints: Sequence[Hashable]) -> list[Outcome]:
    """The newest outcome per distinct data fingerprint, oldest first: a rerun on unchanged data proves nothing."""
    if len(outcomes) != len(fingerprints):
        raise Refused(f"{len(outcomes)} results but {len(fingerprints)} fingerprints: give one for each run.")
    newest = {fingerprint: place for place, fingerprint in enumerate(fingerprints)}
    return [outcomes[place] for place in sorted(newest.values())]


def check_posterior(results: Iterable[object]) -> CheckPosterior:
    """Beta(1 + Σw pass, 1 + Σw fail), w = 2^−(runs ago/20), the newest run being 0 runs ago.

    `results`: oldest first, "P"/"F" (a string will do) or booleans, one per distinct data (see `one_run_per_data`);
    anything else is `Refused`. Beta–binomial conjugacy with discounting.
    """
    passes = np.array(_passes(results), dtype=bool)
    weights = np.exp2(-np.arange(len(passes) - 1, -1, -1) / HALF_LIFE_RUNS)
    return CheckPosterior(1 + float(weights[passes].sum()), 1 + float(weights[~passes].sum()))


def check_reliable(results: Iterable[object]) -> bool:
    """Whether the newest run passed and P(pass rate ≥ 0.8) ≥ 0.95: 16 straight passes do, 15 don't. No runs: False."""
    passes = _passes(results)
    if not passes or not passes[-1]:
        return False
    a, b = check_posterior(passes)
    return float(betaincc(a, b, GOOD_PASS_RATE)) >= CERTAINTY


def flap_percent(results: Iterable[object]) -> float:
    """Weighted share of changes among the last 21 results, 0..100: Σ (0.75 + (x−1)·0.5/19) · 100/20.

    x = 1 is the oldest of twenty transitions, 20 the newest; with fewer results the missing old ones count as no
    change. Source: Nagios Core, base/flapping.c. `results` as for `check_posterior`.
    """
    recent = _passes(results)[-FLAP_RESULTS:]
    steps = FLAP_RESULTS - 1
    first = steps - (len(recent) - 1)
    weights = [
        0.75 + (first + place) * 0.5 / (steps - 1)
        for place, (before, after) in enumerate(pairwise(recent))
        if before != after
    ]
    return float(sum(weights) * 100 / steps)


def flapping(results: Iterable[object], was_flapping: bool = False) -> bool:
    """On at ≥ 20 %, off at ≤ 5 %, in between as it was (Nagios Core's thresholds)."""
    percent = flap_percent(results)
    return percent > FLAP_OFF if was_flapping else percent >= FLAP_ON
