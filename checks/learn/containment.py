"""Columns whose texts hold the texts of another column of the same row: an address that holds the name, and so on."""

from collections.abc import Iterator, Sequence

import numpy as np

from checks.learn.columns import Column, Flags, Floats, Ints

_SAMPLED, _USUAL, _SHORTEST = 400, 0.6, 3


def apart(columns: Sequence[Column]) -> list[Floats]:
    """Per column (rows,) 0..1: in how many of its relations a cell does not hold, or is not held, as is usual.

    A relation is an ordered pair of columns of which one holds the other's text in at least 60 % of the rows.
    """
    rows = len(columns[0].codes)
    broken, relations = np.zeros((len(columns), rows)), np.zeros(len(columns))
    folded = [[text.casefold() for text in each.texts] for each in columns]
    for part, whole, fails, share in _relations(columns, folded):
        for place in (part, whole):
            broken[place] += fails * share
            relations[place] += 1
    return list(broken / np.maximum(1, relations)[:, None])


def _relations(columns: Sequence[Column], folded: list[list[str]]) -> Iterator[tuple[int, int, Flags, float]]:
    """Part, whole, where it fails, and in which share of the rows it holds."""
    everyone = np.arange(len(columns[0].codes))
    sample = everyone[:: 1 + len(everyone) // _SAMPLED]
    for part, one in enumerate(columns):
        if len(np.unique(one.codes[sample])) < _SHORTEST:
            continue
        for whole in range(len(columns)):
            if whole != part and _share(columns, folded, part, whole, sample)[0] >= _USUAL:
                share, fails = _share(columns, folded, part, whole, everyone)
                yield part, whole, fails, share


def _share(
    columns: Sequence[Column], folded: list[list[str]], part: int, whole: int, rows: Ints
) -> tuple[float, Flags]:
    """In which share of the rows where both say something the one holds the other, and the rows where it does not."""
    ones, others = columns[part].codes[rows].tolist(), columns[whole].codes[rows].tolist()
    parts, wholes = folded[part], folded[whole]
    heard = [len(parts[a]) >= _SHORTEST and bool(wholes[b]) for a, b in zip(ones, others, strict=True)]
    fails = [told and parts[a] not in wholes[b] for told, a, b in zip(heard, ones, others, strict=True)]
    return (1 - sum(fails) / sum(heard) if any(heard) else 0.0), np.array(fails)
