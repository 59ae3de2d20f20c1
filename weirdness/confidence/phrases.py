"""Small pieces of plain English that the reasons and the sentences share."""

import math

IF_NOTHING_NEW = "if nothing new turns up"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 issue`, `2 issues`; `many` for what doesn't just take an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share in whole percent, rounded down: 79.9 % must not read as the 80 % that is needed."""
    return f"{math.floor(share * 100 + 1e-9)} %"


def tenths(number: float) -> str:
    """One decimal, rounded down, for the same reason: 3.96 people are not yet 4."""
    return f"{math.floor(number * 10 + 1e-6) / 10:.1f}"


def one_in(rate: float) -> str:
    """A rate per use as people say it: 0.05 is `1 use in 20`."""
    return f"1 use in {1 / rate:.0f}" if rate <= 0.5 else f"{rate:g} in a use"


def listed(words: tuple[str, ...], last: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
