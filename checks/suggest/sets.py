"""A column with a few values, each of them often, should hold no others."""

from collections.abc import Iterator

import numpy as np

from checks.nothing import NOTHING
from checks.phrase import plain, tick
from checks.proposal import Column, Facts, Proposal, Rule, expectation

_MOST, _ENOUGH, _OFTEN = 30, 200, 5
_RARE, _GAP, _NEARLY = 3, 20, 0.95


def _propose(facts: Facts) -> Iterator[Proposal]:
    for column in facts.texts():
        if facts.taken("spelling", column.name) or facts.taken("numbers", column.name):
            continue
        is_sample = len(column.codes) < facts.rows
        often = {text: rows for text, rows in _often(column, is_sample).items() if not NOTHING.match(text)}
        if often:
            share = sum(often.values()) / column.filled
            yield Proposal(
                expectation("column_values_to_be_in_set", column=column.name, value_set=sorted(often)),
                f"{tick(column.name)} has {len(often)} values in {share:.1%} of the rows, each in at least "
                f"{plain(min(often.values()))}".replace("%", " %")
                + (" rows." if share == 1 else "; others are rare."),
                0.8 if share == 1 else 0.7,
            )


def _often(column: Column, is_sample: bool) -> dict[str, int]:
    """All values when none is rare (one that has not been seen is then unlikely); else those beyond a wide gap."""
    counts = np.sort(column.counts)[::-1]
    if column.filled < _ENOUGH or len(counts) < 2:
        return {}
    rare = int((counts <= _RARE).sum())
    common = counts[: len(counts) - rare]
    if rare and is_sample:
        return {}
    if not 1 < len(common) <= _MOST or common.sum() < _NEARLY * column.filled:
        return {}
    if common[-1] < (_OFTEN if not rare else _GAP * counts[len(common)]):
        return {}
    return {column.texts[at]: int(column.counts[at]) for at in np.flatnonzero(column.counts >= common[-1])}


RULE = Rule("sets", _propose, order=7, most=0.05)
