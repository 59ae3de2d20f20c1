"""Pace: when will so many further looks have happened, if people go on looking as they do?"""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv

from weirdness.confidence.errors import Refused
from weirdness.confidence.phrases import counted

VERSION = "pace/1"
WINDOW_DAYS = 90.0
SHORTEST_DAYS = 14.0
WEEK = 7.0
CLEAR_SHARE = 0.8


class Pace(NamedTuple):
    """Further looks, looks per day now, and the days within which they are done: 80 % lie between the two."""

    looks_to_go: int
    per_day: float
    soonest_days: int
    latest_days: int

    def dates(self, today: date) -> tuple[date, date]:
        """The two days as dates, counted from `today`; no date lies beyond the calendar's end."""
        longest = (date.max - today).days
        soonest, latest = (today + timedelta(days=min(days, longest)) for days in self[2:])
        return soonest, latest


def pace(looks_to_go: int, look_age_days: Sequence[float], share: float = CLEAR_SHARE) -> Pace | None:
    """From the looks of the last 90 days; None when there was none: at that pace it never comes.

    `look_age_days`: days since each look, any order. The looks come as a Poisson stream of unknown rate (Gamma(½, 0)
    beforehand, Jeffreys), so that the wait for m more is Beta-prime(m, n+½) × days watched; n and m are divided by the
    weekly counts' variance-to-mean ratio where that is above 1 (quasi-Poisson; McCullagh & Nelder 1989, 6.2), because
    people look in bunches. Days watched: 90, or since the first look when that is less, 14 at least.
    Refused: negative looks to go or ages, a share outside 0..1.
    """
    ages = _checked(looks_to_go, look_age_days, share)
    days = min(WINDOW_DAYS, max(SHORTEST_DAYS, float(ages.max(initial=0.0))))
    recent = ages[ages <= days]
    if not len(recent):
        return None
    bunching = _bunching(recent, days)
    shape = looks_to_go / bunching, (len(recent) + 0.5) / bunching
    tails = (1 - share) / 2, (1 + share) / 2
    waits = [_wait(shape, tail, days) if looks_to_go else 0.0 for tail in tails]
    return Pace(looks_to_go, len(recent) / days, math.floor(waits[0]), math.ceil(waits[1]))


def _wait(shape: tuple[float, float], tail: float, days: float) -> float:
    share = float(betaincinv(*shape, tail))
    return days * share / max(1 - share, 1e-9)


def pace_words(pace: Pace | None, today: date) -> str:
    """`13 more uses: at today's pace (2.1 a day) between 25 November and 2 December 2026.`"""
    if pace is None:
        return "Nobody has looked lately: at today's pace it never comes."
    more = counted(pace.looks_to_go, "more use")
    if not pace.looks_to_go:
        return "No more uses are needed."
    soonest, latest = pace.dates(today)
    when = f"between {_day(soonest)} and {_day(latest)}" if soonest != latest else f"on {_day(latest)}"
    return f"{more}: at today's pace ({_often(pace.per_day)}) {when}."


def _checked(looks_to_go: int, look_age_days: Sequence[float], share: float) -> np.ndarray:
    ages = np.asarray(look_age_days, dtype=np.float64)
    if looks_to_go < 0:
        raise Refused(f"There are {looks_to_go} looks to go: give 0 or more.")
    if not np.all(np.isfinite(ages) & (ages >= 0)):
        raise Refused("The age of a look is missing or lies in the future: give days since each look, 0 or more.")
    if not 0 < share < 1:
        raise Refused(f"The share is {share}: give one between 0 and 1, such as 0.8.")
    return ages


def _bunching(recent: np.ndarray, days: float) -> float:
    weeks = np.histogram(recent, bins=max(2, int(days / WEEK)), range=(0, days))[0]
    return max(1.0, float(weeks.var(ddof=1) / weeks.mean()))


def _often(per_day: float) -> str:
    return f"{per_day:.1f} a day" if per_day >= 1 else f"{per_day * WEEK:.1f} a week"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
