"""Rare values that look like a frequent one: misspelt, or other only in case or spaces."""

from collections.abc import Iterator

import numpy as np

from checks.phrase import tick
from checks.proposal import Column, Facts, Proposal, Rule, expectation
from checks.spelling import Likeness, distance, misspelt

_TIMES, _FREQUENT, _ALIKE = 5, 5, 0.75
_CROWDED, _REPEATS, _NEARLY, _CODED = 0.15, 0.5, 0.8, 0.5


def _propose(facts: Facts) -> Iterator[Proposal]:
    for column in facts.texts():
        rare = [text for text, wrong in zip(column.texts, _misspelt(column), strict=True) if wrong]
        if rare:
            facts.take("spelling", column.name)
            yield Proposal(
                expectation("column_values_to_not_be_misspelt", column=column.name),
                f'{tick(column.name)} repeats its values; some rare ones look like a frequent one: "{rare[0][:60]}".',
                0.8,
            )


def _misspelt(column: Column) -> list[bool]:
    """Nothing in codes, where values seldom repeat, or where frequent values are like each other."""
    if column.rows_of(lambda text: any(sign.isdigit() for sign in text)) > _CODED * column.filled:
        return [False] * len(column.texts)
    frequent = np.flatnonzero(column.counts >= _FREQUENT)
    if column.counts[frequent].sum() < _REPEATS * column.filled or _is_crowded(column, frequent.tolist()):
        return [False] * len(column.texts)
    wrong = list(misspelt(column.texts, column.counts.tolist(), _TIMES))
    return wrong if _are_slips(column, wrong) else [False] * len(column.texts)


def _are_slips(column: Column, wrong: list[bool]) -> bool:
    """Nearly all are a letter or two away; a whole word that differs is another value."""
    twins = Likeness(column.texts, column.counts.tolist()).twin
    pairs = [(column.texts[at], column.texts[twins[at]]) for at in np.flatnonzero(wrong)]
    return sum(distance(one, other, most=2) is not None for one, other in pairs) >= _NEARLY * len(pairs)


def _is_crowded(column: Column, frequent: list[int]) -> bool:
    likeness = Likeness([column.texts[at] for at in frequent], column.counts[frequent].tolist())
    alike = (likeness.letters >= _ALIKE) & (likeness.ratio < np.log2(_TIMES))
    return int(alike.sum()) > _CROWDED * len(frequent) + 1


RULE = Rule("spelling", _propose, order=4, most=0.35)
