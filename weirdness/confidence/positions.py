"""The two inputs that nearly every metric shares, checked once: look positions and the tolerated rate."""

import math
from collections.abc import Iterable
from typing import SupportsInt

from weirdness.confidence.errors import Refused


def whole(value: SupportsInt, name: str) -> int:
    """`value` as an int; refused when it is not a whole number (100 and 100.0 are, 2.5 is not)."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        raise Refused(f"{name} must be a whole number, not {value!r}.") from None
    if number != value:
        raise Refused(f"{name} must be a whole number, not {value!r}.")
    return number


def look_count(looks: SupportsInt) -> int:
    """The number of looks in the era, 0 or more."""
    count = whole(looks, "The number of looks")
    if count < 0:
        raise Refused(f"The number of looks is {count}: count from 0 upwards.")
    return count


def find_positions(finds: Iterable[SupportsInt], looks: int) -> list[int]:
    """The finds' look positions, sorted; each in 1..looks. Several finds at one look share its position."""
    positions = sorted(whole(find, "The position of a find") for find in finds)
    for position in positions:
        if not 1 <= position <= looks:
            raise Refused(
                f"A find stands at look {position}, but there are looks 1 to {looks} only: "
                "record the look of a flag together with the flag."
            )
    return positions


def starting_look(since: SupportsInt, looks: int) -> int:
    """A look position to count from, in 0..looks (0 = from the beginning of the era)."""
    start = whole(since, "The look to count from")
    if not 0 <= start <= looks:
        raise Refused(f"Counting starts at look {start}, but there are looks 0 to {looks} only.")
    return start


def tolerated_rate(lam: float) -> float:
    """λ*, the tolerated number of new issues per look; finite and above 0."""
    rate = float(lam)
    if not (math.isfinite(rate) and rate > 0):
        raise Refused(f"The tolerated rate is {lam}: give new issues per look, above 0 (0.05 = 1 in 20).")
    return rate
