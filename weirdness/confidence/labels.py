"""Consensus labels from several people's blind votes, with each one's reliability (Dawid–Skene, MAP)."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray

from weirdness.confidence.errors import Refused

VERSION = "labels/1"
PRIOR_WEIGHT = 10.0
PRIOR_RIGHT = 0.8
ACCEPT_AT = 0.9
FEWEST_VOTES = 3
_SETTLED = 1e-10
_MOST_ROUNDS = 10_000

Array = NDArray[np.float64]


class Consensus(TypedDict):
    """Per item, in the order of `items`: `label`, `p`, `advice`, `votes` (label → count). Per label: `prior`.

    `advice`: "accept" (p ≥ 0.9), "one more vote", or "votes only" (fewer than 3 votes: show no probability).
    `reliability`: reviewer → probability that this person's next vote is right.
    """

    items: list[Any]
    label: list[Any]
    p: list[float]
    advice: list[str]
    votes: list[dict[Any, int]]
    prior: list[float]
    reliability: dict[Any, float]


class _Ballot(NamedTuple):
    items: list[Hashable]
    reviewers: list[Hashable]
    counts: Array  # items × reviewers × labels


def label_consensus(votes: Iterable[tuple[Hashable, Hashable, Hashable]], labels: Sequence[Hashable]) -> Consensus:
    """The most probable label of each item.

    `votes`: (item, reviewer, label), in any order, one reviewer may vote on an item more than once; `labels`: all that
    can be chosen, at least two. Items come back sorted (in order of appearance if they can't be sorted). Each
    confusion row has prior weight 10, 0.8 of it on the diagonal; class shares have +1 each. Source: Dawid & Skene 1979,
    Appl. Stat. 28:20, with Dirichlet priors, by EM from the shares of votes.
    Refused: no votes, votes of one class only, labels that are not offered or offered twice.
    """
    given = [(item, reviewer, label) for item, reviewer, label in votes]
    offered = list(labels)
    _check(given, offered)
    ballot = _count(given, offered)
    belief, prior, confusion = _settle(ballot.counts)
    tally = [
        Counter({label: int(n) for label, n in zip(offered, row, strict=True) if n})
        for row in ballot.counts.sum(axis=1)
    ]
    p = [float(x) for x in belief.max(axis=1)]
    right = np.einsum("k,okk->o", prior, confusion)
    return Consensus(
        items=list(ballot.items),
        label=[offered[k] for k in belief.argmax(axis=1)],
        p=p,
        advice=[_advice(x, counter.total()) for x, counter in zip(p, tally, strict=True)],
        votes=[dict(counter) for counter in tally],
        prior=[float(x) for x in prior],
        reliability={who: float(x) for who, x in zip(ballot.reviewers, right, strict=True)},
    )


def _check(votes: list[tuple[Hashable, Hashable, Hashable]], labels: list[Hashable]) -> None:
    if not votes:
        raise Refused("Nobody has voted yet: collect votes from at least three people per row first.")
    if len(set(labels)) < len(labels) or len(labels) < 2:
        raise Refused("Offer at least two labels, each once.")
    used = {label for _, _, label in votes}
    if strange := used - set(labels):
        raise Refused(f"Votes name labels that are not offered: {', '.join(sorted(map(str, strange)))}.")
    if len(used) == 1:
        raise Refused(f"Every vote says {used.pop()!r}: with one label in use there is nothing to estimate.")


def _in_order(values: Iterable[Hashable]) -> list[Hashable]:
    seen = list(dict.fromkeys(values))
    try:
        return sorted(seen)  # type: ignore[type-var]
    except TypeError:  # mixed kinds of key have no order of their own
        return seen


def _count(votes: list[tuple[Hashable, Hashable, Hashable]], labels: list[Hashable]) -> _Ballot:
    items, reviewers = _in_order(vote[0] for vote in votes), _in_order(vote[1] for vote in votes)
    rows, columns, kinds = ({key: at for at, key in enumerate(keys)} for keys in (items, reviewers, labels))
    counts = np.zeros((len(items), len(reviewers), len(labels)))
    for item, reviewer, label in votes:
        counts[rows[item], columns[reviewer], kinds[label]] += 1
    return _Ballot(items, reviewers, counts)


def _settle(counts: Array) -> tuple[Array, Array, Array]:
    classes = counts.shape[2]
    assumed = np.full((classes, classes), PRIOR_WEIGHT * (1 - PRIOR_RIGHT) / (classes - 1))
    np.fill_diagonal(assumed, PRIOR_WEIGHT * PRIOR_RIGHT)
    belief = counts.sum(axis=1)
    belief /= belief.sum(axis=1, keepdims=True)
    for _ in range(_MOST_ROUNDS):
        prior = (belief.sum(axis=0) + 1) / (len(belief) + classes)
        confusion = np.einsum("ik,iol->okl", belief, counts) + assumed
        confusion /= confusion.sum(axis=2, keepdims=True)
        score = np.log(prior) + np.einsum("iol,okl->ik", counts, np.log(confusion))
        renewed = np.exp(score - score.max(axis=1, keepdims=True))
        renewed /= renewed.sum(axis=1, keepdims=True)
        moved, belief = float(np.abs(renewed - belief).max()), renewed
        if moved < _SETTLED:
            return belief, prior, confusion
    raise Refused("The votes contradict each other too evenly to settle: collect more votes.")


def _advice(p: float, votes: int) -> str:
    if votes < FEWEST_VOTES:
        return "votes only"
    return "accept" if p >= ACCEPT_AT else "one more vote"
