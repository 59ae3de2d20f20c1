"""Which rows a person should look at next: those whose marking teaches most."""

from collections.abc import Sequence

import numpy as np

from checks.learn.columns import Floats, Ints
from checks.learn.shapes import shape
from checks.learn.signals import SIGNALS, Looked

_LOUD = 0.3


def next_rows(looked: Sequence[Looked], chances: Floats, marked: Ints, count: int, chance: np.random.Generator) -> Ints:
    """Up to `count` rows, greedily: each has the most doubtful cells of kinds that no marked row shows yet.

    Cells of a column with the same shape and the same loudest signal are of one kind (as Raha's clusters are labelled
    through few rows: Mahdavi et al. 2019). `chances`: (columns, rows). Ties are broken by `chance`.
    """
    kinds = [_kinds(column) for column in looked]
    worth = [_worth(kind, each) for kind, each in zip(kinds, chances, strict=True)]
    seen = [np.bincount(kind[marked], minlength=int(kind.max()) + 1) for kind in kinds]
    left = np.ones(len(chances[0]), dtype=bool)
    left[marked] = False
    chosen: list[int] = []
    while len(chosen) < count and left.any():
        total = sum(value / (1 + have[kind]) ** 2 for value, have, kind in zip(worth, seen, kinds, strict=True))
        score = np.where(left, total * chance.uniform(0.9, 1.1, len(left)), -1)
        row = int(np.argmax(score))
        left[row] = False
        chosen.append(row)
        for have, kind in zip(seen, kinds, strict=True):
            have[kind[row]] += 1
    return np.array(chosen, dtype=np.int64)


def _kinds(column: Looked) -> Ints:
    """(rows,) the number of each cell's kind."""
    shapes: dict[str, int] = {}
    written = np.array([shapes.setdefault(shape(text), len(shapes)) for text in column.column.texts], dtype=np.int64)
    signals = column.at(slice(None))
    loudest = np.where(signals.max(axis=1) > _LOUD, signals.argmax(axis=1) + 1, 0)
    joined = written[column.column.codes] * (len(SIGNALS) + 1) + loudest
    return np.unique(joined, return_inverse=True)[1].astype(np.int64)


def _worth(kinds: Ints, chances: Floats) -> Floats:
    """Doubt, and how many cells of the same kind would be settled with it."""
    doubt = 4 * chances * (1 - chances) + 0.02
    total = np.bincount(kinds, weights=doubt)
    return np.asarray(np.sqrt(total)[kinds] * doubt)
