"""What a row's other columns say that a cell should hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from checks.learn.columns import Column, Flags, Floats, Ints

MOST_DETERMINANTS = 8
_WEAKEST = 0.4
_SAMPLED = 5_000


@dataclass(frozen=True)
class Vote:
    """What one column says of another, row by row.

    `strength` 0..1: how much better than chance it tells the other column. `against` (rows,) 0..1: the share of the
    other rows with the same value that hold one certain other text, beyond those that agree. `says` (rows,): that
    text's place. `heard` (rows,): whether there is any other such row.
    """

    by: int
    strength: float
    against: Floats
    says: Ints
    heard: Flags


def strength(by: Column, of: Column) -> float:
    """How much better than the most frequent text the column `by` tells `of`, each row judged by the others: 0..1."""
    agreed, heard, _, _ = _tally(by.codes, of.codes, len(of.texts))
    base = float(of.counts.max()) / max(1, len(of.codes))
    if heard.mean() < 0.2 or base >= 0.999:
        return 0.0
    right = float((agreed[heard] <= 0).mean())
    return max(0.0, (right - base) / (1 - base))


def _tally(by: Ints, of: Ints, size: int) -> tuple[Floats, Flags, Ints, Ints]:
    """Per row: the lead of the best other text over its own (share of the other rows), heard, that text, group size."""
    pairs, inverse, counts = np.unique(by * size + of, return_inverse=True, return_counts=True)
    groups = pairs // size
    order = np.lexsort((-counts, groups))
    starts = np.flatnonzero(np.r_[True, np.diff(groups[order]) != 0])
    first = order[starts]
    follows = np.minimum(starts + 1, len(order) - 1)
    second = np.where((follows > starts) & (groups[order[follows]] == groups[first]), order[follows], -1)
    member = np.searchsorted(groups[first], groups)
    rival = np.where(first[member] == np.arange(len(pairs)), second[member], first[member])
    rows = np.bincount(member, weights=counts)[member]
    lead = (np.where(rival >= 0, counts[rival], 0) - (counts - 1)) / np.maximum(1, rows - 1)
    said = np.where(rival >= 0, pairs[rival] % size, -1)
    heard = rows > 1
    return np.where(heard, np.clip(lead, -1, 1), 0.0)[inverse], heard[inverse], said[inverse], rows[inverse]


def votes(columns: Sequence[Column]) -> list[list[Vote]]:
    """For each column the votes of the up to eight others that tell it best."""
    sample = [Column(each.name, each.texts, each.codes[:_SAMPLED]) for each in columns]
    return [_votes_on(at, columns, sample) for at in range(len(columns))]


def _votes_on(at: int, columns: Sequence[Column], sample: Sequence[Column]) -> list[Vote]:
    ranked = sorted(
        ((strength(by, sample[at]), place) for place, by in enumerate(sample) if place != at and _groups(by)),
        reverse=True,
    )
    found = []
    for value, place in ranked[:MOST_DETERMINANTS]:
        if value >= _WEAKEST:
            lead, heard, said, rows = _tally(columns[place].codes, columns[at].codes, len(columns[at].texts))
            sure = np.maximum(0.0, lead) * (1 - 1 / np.maximum(2, rows))
            found.append(Vote(place, value, sure, said, heard))
    return found


def _groups(column: Column) -> bool:
    """Whether its values repeat at all, and are more than one."""
    distinct = len(np.unique(column.codes))
    return 1 < distinct < 0.9 * len(column.codes)


@dataclass(frozen=True)
class Dissent:
    """Of one column, each (rows,): `most` and `mean` of the votes against, `blame` of the cell for conflicts of others.

    `net`: the mean with each voice weighed by how little it is itself to blame. `says`: the text it should hold
    (place, −1 none), `by`: the column that says so most.
    """

    most: Floats
    mean: Floats
    net: Floats
    blame: Floats
    says: Ints
    by: Ints


def dissents(columns: Sequence[Column]) -> list[Dissent]:
    """How far each cell is contradicted by the other columns of its row."""
    every = votes(columns)
    rows = len(columns[0].codes)
    blamed, weights = np.zeros((len(columns), rows)), np.zeros((len(columns), rows))
    for heard in every:
        for vote in heard:
            blamed[vote.by] += vote.strength * vote.against
            weights[vote.by] += vote.strength * vote.heard
    blame = np.divide(blamed, weights, out=np.zeros_like(blamed), where=weights > 0)
    return [_dissent(each, blame, at) for at, each in enumerate(every)]


def _dissent(heard: list[Vote], blame: Floats, at: int) -> Dissent:
    rows = blame.shape[1]
    if not heard:
        none, nobody = np.zeros(rows), np.full(rows, -1, dtype=np.int64)
        return Dissent(none, none, none, blame[at], nobody, nobody)
    against = np.array([vote.against for vote in heard])
    weights = np.array([vote.strength * vote.heard for vote in heard])
    fair = weights * np.array([1 - blame[vote.by] for vote in heard]) ** 2
    loudest = np.argmax(against * fair, axis=0)
    everyone = np.arange(rows)
    return Dissent(
        most=(against * weights).max(axis=0),
        mean=(against * weights).sum(axis=0) / np.maximum(0.3, weights.sum(axis=0)),
        net=(against * fair).sum(axis=0) / np.maximum(0.3, fair.sum(axis=0)),
        blame=blame[at],
        says=np.array([vote.says for vote in heard])[loudest, everyone],
        by=np.array([vote.by for vote in heard])[loudest],
    )
