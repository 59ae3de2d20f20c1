"""What a tier promises, in words, and what that costs in looks."""

from typing import NamedTuple

from weirdness.confidence.breadth import NEEDED_PEOPLE
from weirdness.confidence.errors import Refused
from weirdness.confidence.phrases import one_in
from weirdness.confidence.quiet_run import plan

VERSION = "tiers/1"
TIERS = {"key": 0.02, "standard": 0.05, "sandbox": 0.10}


class Tier(NamedTuple):
    """`rate`: λ*, tolerated new issues per look; `fewest`: looks that a dataset with no find at all needs."""

    name: str
    rate: float
    fewest: int
    promise: str
    cost: str


def tier_words(lam: float) -> str:
    """`at most 1 use in 20 turns up something new`; refused: λ* ≤ 0."""
    plan(lam)
    return f"at most {one_in(lam)} turns up something new"


def tier_cost(lam: float) -> str:
    """The cheapest way there, and what each further find costs, in words."""
    none, one, *_ = plan(lam)
    return (
        f"at least {none:,} uses by people who count as {NEEDED_PEOPLE:g}, of more than one viewpoint, "
        f"with nothing new in them; about {one - none} uses more for each new oddity"
    )


def tier(name: str) -> Tier:
    """The tier of that name, in words; refused: a name that is none."""
    if name not in TIERS:
        raise Refused(f"There is no tier called {name!r}: choose one of {', '.join(TIERS)}.")
    rate = TIERS[name]
    return Tier(name, rate, plan(rate)[0], tier_words(rate), tier_cost(rate))


def tiers() -> list[Tier]:
    """All tiers, the strictest first."""
    return [tier(name) for name in TIERS]
