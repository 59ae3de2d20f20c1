"""Are consensus labels that claim P ≥ 0.9 right? Voters of uneven skill on rows of three labels."""

import numpy as np

from benchmarks.confidence.outcomes import Share
from weirdness.confidence import label_consensus

LABELS = ("ok", "wrong unit", "swapped")
CLAIM = 0.9


def claims(batches: int, seed: int) -> Share:
    """Share of claims that are right; each batch has 25 rows, 3 votes a row out of 5 voters of skill 0.6 to 0.95."""
    rng = np.random.default_rng(seed)
    right = made = 0
    for _ in range(batches):
        truth = rng.choice(3, size=25, p=(0.6, 0.25, 0.15))
        skill = rng.uniform(0.6, 0.95, size=5)
        votes = [
            (row, int(voter), LABELS[_vote(int(label), float(skill[voter]), rng)])
            for row, label in enumerate(truth)
            for voter in rng.permutation(5)[:3]
        ]
        told = label_consensus(votes, LABELS)
        sure = [row for row, p in enumerate(told["p"]) if p >= CLAIM]
        made += len(sure)
        right += sum(told["label"][row] == LABELS[truth[row]] for row in sure)
    return Share(right, made)


def _vote(label: int, skill: float, rng: np.random.Generator) -> int:
    return label if rng.random() < skill else (label + int(rng.integers(1, 3))) % 3
