"""The order of the queue: never by date.

score = severity (1, 3, 9) × (1 + log2 people) × (1 + 0.5 × (viewpoints − 1)) × tier (1 to 3) + pressure
pressure = severity × quarters of the time to acknowledge that are over / 4, at most 2 × severity: the clock lifts, and
never outweighs, the rest (decision 0002).
"""

from dataclasses import dataclass
from math import log2

QUARTERS = 8  # the clock lifts no further once twice the time is over


@dataclass(frozen=True)
class Score:
    """The parts of one issue's score. people, viewpoints: of its episode. quarters: 0 to 8."""

    severity: int
    people: int
    viewpoints: int
    tier: int
    quarters: int

    @property
    def pressure(self) -> float:
        return self.severity * min(self.quarters, QUARTERS) / 4

    @property
    def total(self) -> float:
        crowd = 1 + log2(max(self.people, 1))
        breadth = 1 + 0.5 * max(self.viewpoints - 1, 0)
        return self.severity * crowd * breadth * self.tier + self.pressure
