"""Were the forecasts right? Each is scored when its uses have happened, and the share that held is shown."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple, SupportsInt

from scipy.special import ndtri

from weirdness.confidence.errors import Refused
from weirdness.confidence.phrases import counted, percent
from weirdness.confidence.positions import find_positions, look_count

VERSION = "scoring/1"


class Forecast(NamedTuple):
    """Made when look `at` was the newest: the next `uses` looks turn up `low` to `high` new issues."""

    at: int
    uses: int
    low: int
    high: int
    level: float = 0.9


class Score(NamedTuple):
    """How many were found in those uses, and whether that lies within the forecast, limits included."""

    found: int
    hit: bool


class Coverage(NamedTuple):
    """`hits` of `scored` forecasts held; `share` with its Wilson interval; `claimed`: the forecasts' own level."""

    scored: int
    hits: int
    share: float | None
    low: float
    high: float
    claimed: float

    @property
    def plausible(self) -> bool:
        """Whether what was claimed lies within the interval, or more than claimed held."""
        return self.high >= self.claimed


def score(forecast: Forecast, finds: Iterable[SupportsInt], looks: SupportsInt) -> Score | None:
    """None while the forecast's uses have not all happened.

    `finds`, `looks`: the era's as the log tells them now (1-based positions, U). Judge only within the forecast's era.
    Refused: a find outside 1..looks, a forecast whose low is above its high or that was made at a negative look.
    """
    if forecast.low > forecast.high or forecast.at < 0 or forecast.uses < 0:
        raise Refused(f"{forecast} is no forecast: give a look from 0, uses from 0 and low not above high.")
    total = look_count(looks)
    end = forecast.at + forecast.uses
    if total < end:
        return None
    found = sum(forecast.at < position <= end for position in find_positions(finds, total))
    return Score(found, forecast.low <= found <= forecast.high)


def apart(forecasts: Iterable[Forecast]) -> list[Forecast]:
    """The forecasts of one era that don't share uses, earliest first: nightly ones hit and miss together."""
    kept: list[Forecast] = []
    for forecast in sorted(forecasts):
        if not kept or forecast.at >= kept[-1].at + kept[-1].uses:
            kept.append(forecast)
    return kept


def coverage(scores: Sequence[Score], claimed: float = 0.9, certainty: float = 0.95) -> Coverage:
    """Share of forecasts that held with its Wilson score interval (Wilson 1927, JASA 22:209); none: 0 to 1.

    A forecast is a range of whole numbers, so that a right one holds somewhat more often than it claims.
    Refused: `claimed` or `certainty` outside 0..1.
    """
    return coverage_of(sum(score.hit for score in scores), len(scores), claimed, certainty)


def coverage_of(hits: int, n: int, claimed: float = 0.9, certainty: float = 0.95) -> Coverage:
    """`coverage` of `n` forecasts of which `hits` held. Refused: also `hits` outside 0..n."""
    if not (0 < claimed < 1 and 0 < certainty < 1):
        raise Refused("Give shares between 0 and 1, such as 0.9.")
    if not 0 <= hits <= n:
        raise Refused(f"{hits} of {n} forecasts cannot have held.")
    if not n:
        return Coverage(0, 0, None, 0.0, 1.0, claimed)
    z2 = float(ndtri((1 + certainty) / 2)) ** 2
    middle = (hits + z2 / 2) / (n + z2)
    half = math.sqrt(z2) / (n + z2) * math.sqrt(hits * (n - hits) / n + z2 / 4)
    low = middle - half if hits else 0.0  # exact, where rounding would leave a crumb
    high = middle + half if hits < n else 1.0
    return Coverage(n, hits, hits / n, low, high, claimed)


def coverage_words(coverage: Coverage) -> str:
    """`37 of 41 finished forecasts held (90 %; between 77 % and 96 % is plausible). They claim 90 %.`"""
    if not coverage.scored:
        return "No forecast is finished yet: each is scored when the uses it speaks of have happened."
    held = f"{coverage.hits:,} of {counted(coverage.scored, 'finished forecast')} held"
    share, low, high, claimed = (percent(number) for number in coverage[2:] if number is not None)
    return f"{held} ({share}; between {low} and {high} is plausible). They claim {claimed}."
