"""The worlds that the rule is tried in.

`everyday`, `noisy triage` and the silent changes of which 80 % are noticed were used to choose what is needed, on other
seeds; heavier tails and the held-out world never were.
"""

from dataclasses import replace
from typing import NamedTuple

from benchmarks.confidence.world import World

EVERYDAY = World()
LOOKS_A_YEAR = 365 * EVERYDAY.looks_per_day
TWELVE_A_YEAR = 12 / LOOKS_A_YEAR


class Trial(NamedTuple):
    """A world, the tolerated rate to judge it by, and the false graduation that is allowed there."""

    name: str
    world: World
    tolerated_rate: float = 0.05
    allowed: float = 0.06


_RARER = replace(EVERYDAY, looks=2500, meeting=0.0024, fresh=0.004, looks_per_day=7.5)
_OFTENER = replace(EVERYDAY, meeting=0.012, fresh=0.02)
TRIALS = {
    "everyday": Trial("everyday", EVERYDAY, allowed=0.05),
    "heavier tail": Trial("heavier tail", replace(EVERYDAY, meeting=0.003, meeting_spread=1.9, oddities=45)),
    "noisy triage": Trial(
        "noisy triage", replace(EVERYDAY, wrongly_closed=0.15, doubled=0.1, false_flags=0.05, believed=0.15)
    ),
    "λ* 0.02": Trial("λ* 0.02", _RARER, 0.02),
    "λ* 0.10": Trial("λ* 0.10", _OFTENER, 0.10),
    "12 silent changes a year, 80 % noticed": Trial(
        "12 silent changes a year, 80 % noticed", replace(EVERYDAY, changes=TWELVE_A_YEAR, changed=2.0), allowed=0.05
    ),
    "12 silent changes a year, none noticed": Trial(
        "12 silent changes a year, none noticed",
        replace(EVERYDAY, changes=TWELVE_A_YEAR, changed=2.0, noticed=0.0),
        allowed=1.0,
    ),
    "held out: other crowds, heavy tail": Trial(
        "held out: other crowds, heavy tail",
        replace(
            EVERYDAY, crowds=(4, 5, 7, 60), unevenness=1.1, roles=6, meeting=0.004, meeting_spread=1.7, oddities=40
        ),
    ),
}
