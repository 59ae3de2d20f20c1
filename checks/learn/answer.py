"""The whole way: columns and marks in; more cells like the marked ones, detectors and rows to look at next out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from checks.learn.choose import next_rows
from checks.learn.columns import Column, Floats, Ints
from checks.learn.detectors import WRONG, Detector, detectors
from checks.learn.model import chances, learn
from checks.learn.reasons import because, kind_of
from checks.learn.signals import look_at

ASK_NEXT, MOST_REASONED = 5, 2_000


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
    def why(place: int, row: int) -> str:
        return kind_of(model, place, looked[place], row)

    given = {(place, why(place, row)) for row, place in _cells(marked, wrong)}
    asked = next_rows(looked, found, marked, ASK_NEXT, np.random.default_rng(0))
    told = detectors(looked, logical, found, marked, wrong, why)
    unmarked = found.copy()
    unmarked[:, marked] = 0.0
    cells = np.argwhere(unmarked > WRONG)
    surest = cells[np.argsort(-unmarked[cells[:, 0], cells[:, 1]], kind="stable")][: max(most, MOST_REASONED)]
    every = [
        Suspect(row, place, float(found[place, row]), why(place, row), (place, why(place, row)) in given)
        for place, row in surest.tolist()
    ]
    every.sort(key=lambda each: (not each.like, -each.chance, each.row))
    kept = [replace(each, because=because(each.because, looked, each.column, each.row)) for each in every[:most]]
    return Learned(kept, len(cells), told, asked.tolist())


def _cells(marked: Ints, wrong: Floats) -> list[tuple[int, int]]:
    return [(int(marked[at]), int(place)) for at, place in np.argwhere(wrong > WRONG)]
