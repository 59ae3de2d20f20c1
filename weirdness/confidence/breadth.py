"""Breadth: how many people, and viewpoints, the looks really amount to."""

import math
from collections.abc import Iterable
from typing import TypedDict

from weirdness.confidence.errors import Refused

VERSION = "breadth/1"
SECOND_VERSION = "breadth/2"
NEEDED_PEOPLE = 4.0
NEEDED_VIEWPOINTS = 1.5
_ROUNDING = 1e-9  # four even people must not miss 4.0 by the last bit of a division


class Breadth(TypedDict):
    """Effective numbers, and whether both reach what is needed."""

    people: float
    viewpoints: float
    passed: bool


def effective_number(counts: Iterable[float]) -> float:
    """(Σn)²/Σn²: equal shares among n give n, one who did nearly everything gives nearly 1; nothing gives 0.

    `counts`: looks per person or per viewpoint, each 0 or more, else `Refused`. Source: inverse Simpson index,
    Hill number of order 2 (Hill 1973, Ecology 54:427).
    """
    numbers = [float(count) for count in counts]
    if not all(math.isfinite(number) and number >= 0 for number in numbers):
        raise Refused("A count of looks is negative or missing: give 0 or more for each person or viewpoint.")
    squares = sum(number * number for number in numbers)
    return sum(numbers) ** 2 / squares if squares else 0.0


def capped_number(counts: Iterable[float], enough: float) -> float:
    """The effective number after cutting the busiest down to the level at which `enough` looks are left.

    Looks on top of enough can't be evidence against breadth: with all counts below the level, or fewer looks than
    `enough`, it is `effective_number`; more looks by anybody never lower it once there are enough. Four people reach 4
    when each has a quarter of `enough`. Counts and errors as there.
    """
    numbers = sorted(float(count) for count in counts)
    effective_number(numbers)
    left, level = enough, math.inf
    for place, number in enumerate(numbers):
        sharing = len(numbers) - place
        if left <= number * sharing:
            level = left / sharing
            break
        left -= number
    return effective_number(min(number, level) for number in numbers)


def breadth_2(people_counts: Iterable[float], viewpoint_counts: Iterable[float], enough: float) -> Breadth:
    """As `breadth`, of `enough` looks (those that a quiet run without a find needs) shared as evenly as possible."""
    return _judged(capped_number(people_counts, enough), capped_number(viewpoint_counts, enough))


def breadth(people_counts: Iterable[float], viewpoint_counts: Iterable[float]) -> Breadth:
    """Effective people and viewpoints from looks per person and per viewpoint; passed at ≥ 4 and ≥ 1.5."""
    return _judged(effective_number(people_counts), effective_number(viewpoint_counts))


def _judged(people: float, viewpoints: float) -> Breadth:
    enough = people >= NEEDED_PEOPLE - _ROUNDING and viewpoints >= NEEDED_VIEWPOINTS - _ROUNDING
    return Breadth(people=people, viewpoints=viewpoints, passed=enough)
