"""The whole way: columns and marks in; more cells like the marked ones, detectors and rows to look at next out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from checks.learn.choose import next_rows
from checks.learn.columns import Column, Floats, Ints
from checks.learn.detectors import WRONG, Detector, detectors
from checks.learn.model import Model, chances, learn
from checks.learn.reasons import Reason, reason
from checks.learn.signals import look_at

ASK_NEXT = 5


@dataclass(frozen=True)
class Suspect:
    """A cell that nobody marked. `like`: its column and reason are those of a marked wrong cell."""

    row: int
    column: int
    chance: float
    because: str
    like: bool


@dataclass(frozen=True)
class Learned:
    """`suspects`: the likest first; `suspected`: how many there are in all; `ask_next`: rows worth a look."""

    suspects: list[Suspect]
    suspected: int
    detectors: list[Detector]
    ask_next: list[int]


def learned(columns: Sequence[Column], logical: Sequence[str], marked: Ints, wrong: Floats, most: int) -> Learned:
    """columns with their logical types; marked: (marked,) rows; wrong: (marked, columns) 1 for a wrong cell."""
    looked = look_at(columns)
    model = learn(looked, marked, wrong)
    found = chances(model, looked)

    @cache
    def why(place: int, row: int) -> Reason:
        return reason(model, place, looked, row)

    given = {(place, why(place, row).kind) for row, place in _cells(marked, wrong)}
    asked = next_rows(looked, found, marked, ASK_NEXT, np.random.default_rng(0))
    told = detectors(looked, logical, found, marked, wrong, lambda place, row: why(place, row).kind)
    unmarked = found.copy()
    unmarked[:, marked] = 0.0
    every = [
        Suspect(row, place, float(found[place, row]), why(place, row).sentence, (place, why(place, row).kind) in given)
        for place, row in np.argwhere(unmarked > WRONG).tolist()
    ]
    every.sort(key=lambda each: (not each.like, -each.chance, each.row))
    return Learned(every[:most], len(every), told, asked.tolist())


def _cells(marked: Ints, wrong: Floats) -> list[tuple[int, int]]:
    return [(int(marked[at]), int(place)) for at, place in np.argwhere(wrong > WRONG)]


__all__ = ["Learned", "Model", "Suspect", "learned"]
