"""The share of rows in which a column is missing."""

import math
from collections.abc import Sequence
from statistics import median

from checks.changes.change import Change, sureness
from checks.changes.series import break_at_end
from checks.phrase import tick
from checks.profile import Profile

_SIGMAS = 6.0
_ODDS = 0.5
_LEAST = 0.001
_UNKNOWN = 0.6
_STEPS = 3
Share = tuple[int, int]


def other_nulls(profiles: Sequence[Profile]) -> list[Change]:
    now = profiles[-1]
    found = []
    for name in now.columns:
        series = [(each.columns[name].nulls, each.row_count) for each in profiles if name in each.columns]
        power, stretch = break_at_end([each for each in series if each[1]], _strength, _apart)
        if power >= 1:
            found.append(_told(name, now, stretch, power))
    return found


def _strength(stretch: Sequence[Share], new: Share, step: float | None) -> float:
    """The least of three, each 1 at its limit: standard errors, odds ratio (log), and share."""
    usual = median(nulls / rows for nulls, rows in stretch)
    total = sum(rows for _, rows in stretch)
    smoothed = (usual * total + 0.5) / (total + 1)
    error = math.sqrt(smoothed * (1 - smoothed) * (1 / new[1] + 1 / total))
    apart = abs(new[0] / new[1] - usual)
    limit = _ODDS + _UNKNOWN / len(stretch) + _STEPS * (step or 0)
    return min(apart / error / _SIGMAS, abs(_odds(new) - _logit(smoothed)) / limit, apart / _LEAST)


def _apart(one: Share, other: Share) -> float:
    return abs(_odds(one) - _odds(other))


def _odds(share: Share) -> float:
    """Log odds; half a row more, so that none of many is less than none of few."""
    return _logit((share[0] + 0.5) / (share[1] + 1))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _told(name: str, now: Profile, stretch: Sequence[Share], power: float) -> Change:
    share = now.columns[name].share_null(now.row_count)
    usual = median(nulls / rows for nulls, rows in stretch)
    sentence = f"{tick(name)} {emptiness(share)}; before, {it_was(usual)}"
    alike = f"{'more' if share > usual else 'fewer'} {_level(share)} {_level(usual)}"
    return Change("nulls", (name,), now.label, sentence, sureness(power), power, alike)


def _level(share: float) -> str:
    """Shares that are written alike are alike."""
    return f"{share:.1g}"


def emptiness(share: float, many: bool = False) -> str:
    if not share:
        return f"{'are' if many else 'is'} never empty"
    return f"{'are' if many else 'is'} empty in {per_cent(share)} of the rows"


def it_was(share: float, many: bool = False) -> str:
    subject = "they were" if many else "it was"
    return f"{subject} empty in {per_cent(share)}" if share else f"{subject} never empty"


def per_cent(share: float) -> str:
    """Two digits are enough: 63 %, 0.56 %."""
    value = float(f"{share * 100:.2g}") if share < 0.99 else round(share * 100, 2)
    return f"{value:g} %"
