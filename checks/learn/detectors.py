"""From the cells that are thought to be wrong to few rules that find them and nothing else, told in sentences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from checks.learn.columns import Column, Flags, Floats, Ints
from checks.learn.rules import Guess, Rule, forbidden, rules
from checks.learn.signals import Looked
from checks.phrase import tick
from checks.words import sentence

WRONG = 0.5
_MOST_FALSE = 0.1
_LEAST_SHARE = 0.02

_LOOSELY = {
    "missing": "Empty cells of {column}",
    "placeholder": "{column} that stands for a missing value",
    "garbled": "{column} with garbled letters",
    "blanks": "{column} with a blank too many",
    "case": "{column} in other capitals or blanks than usual",
    "spelling": "{column} that looks like a misspelling of a frequent value",
    "digits": "{column} that differs in a digit from a frequent value",
    "written": "{column} that is written in another way than usual",
    "number": "{column} that is no number",
    "outlier": "{column} that lies far from the others",
    "letters": "{column} with letters that hardly any other value has",
    "rare": "{column} that is rare where most values are frequent",
    "repeated": "{column} that occurs again where nearly all occur once",
    "others": "{column} that disagrees with what other columns of the row say",
    "blame": "{column} that does not fit the rest of its row",
    "apart": "{column} that does not go together with another column of its row",
    "value": "{column} that holds a value which you marked",
    "column": "{column} like what you marked",
}


@dataclass(frozen=True)
class Detector:
    """One rule in words. `expectation`: GX JSON, or None when no kind of expectation says it yet.

    `finds`: (rows,) where; `caught`: how many marked wrong cells are among them.
    """

    sentence: str
    column: str
    expectation: dict[str, Any] | None
    finds: Flags
    caught: int


def detectors(
    looked: Sequence[Looked],
    logical: Sequence[str],
    chances: Floats,
    marked: Ints,
    wrong: Floats,
    why: Callable[[int, int], str],
) -> list[Detector]:
    """Detectors of all columns, those that catch most marked cells first.

    chances: (columns, rows); marked: (marked,) rows; wrong: (marked, columns) 1 for wrong; why: the kind of reason of
    the cell at (column, row).
    """
    columns = [each.column for each in looked]
    found: list[Detector] = []
    for place, each in enumerate(looked):
        told = chances[place] > WRONG
        told[marked] = wrong[:, place] > WRONG
        if told.any():
            guess = Guess(each, logical[place], np.where(told, 1.0, 0.0))
            found += _of_column(guess, columns, told, marked, wrong[:, place] > WRONG, partial(why, place))
    return sorted(found, key=lambda each: (-each.caught, each.expectation is None, -int(each.finds.sum())))


def _of_column(
    guess: Guess, columns: list[Column], told: Flags, marked: Ints, wrong: Flags, why: Callable[[int], str]
) -> list[Detector]:
    general, left = _chosen(list(rules(guess, columns)), told, told, marked[~wrong])
    narrow = Guess(guess.looked, guess.logical, left.astype(float))
    listed, left = _chosen(list(forbidden(narrow)), told, left, marked[~wrong])
    caught = marked[wrong]
    found = [
        Detector(
            sentence(rule.expectation), guess.column.name, rule.expectation, rule.finds, int(rule.finds[caught].sum())
        )
        for rule in (*general, *listed)
    ]
    return [*found, *_rest(guess.column.name, left, caught, why)]


def _chosen(offered: list[Rule], told: Flags, left: Flags, right: Ints) -> tuple[list[Rule], Flags]:
    """Greedily the rules that find most of what is left, weighed by how general they are; and what none finds."""
    fitting = [rule for rule in offered if _fits(rule, told, right)]
    chosen: list[Rule] = []
    left = left.copy()
    while fitting:
        best = max(fitting, key=lambda rule: float((rule.finds & left).sum()) * (0.3 + rule.general))
        gain = int((best.finds & left).sum())
        if gain < max(1, _LEAST_SHARE * told.sum()):
            break
        chosen.append(best)
        left &= ~best.finds
    return chosen, left


def _fits(rule: Rule, told: Flags, right: Ints) -> bool:
    """It finds something, hardly anything that is thought to be right, and nothing that was marked as right."""
    finds = int(rule.finds.sum())
    return bool(finds and (rule.finds & ~told).sum() <= _MOST_FALSE * finds and not rule.finds[right].any())


def _rest(name: str, left: Flags, caught: Ints, why: Callable[[int], str]) -> list[Detector]:
    """What no rule finds, by the kind of reason."""
    by_kind: dict[str, list[int]] = {}
    for row in np.flatnonzero(left).tolist():
        by_kind.setdefault(why(row), []).append(row)
    found = []
    for kind, rows in by_kind.items():
        finds = np.zeros(len(left), dtype=bool)
        finds[rows] = True
        found.append(Detector(_LOOSELY[kind].format(column=tick(name)), name, None, finds, int(finds[caught].sum())))
    return found
