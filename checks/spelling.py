"""Rare texts that look like a frequent one: misspellings, found without a dictionary."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_TEXTS = 20_000
LONGEST = 120
TIMES, ALIKE = 5, 0.75
_CANDIDATES = 6
_COMMONEST_GRAM = 400
_NINE = re.compile(r"\d")


class Likeness:
    """For each distinct text the most frequent similar one: `twin` its place or -1, `letters` and `digits` how alike.

    Similarity is 1 − edits / length in 0..1, with log2 of how much more frequent the twin is beside it (`ratio`).
    `letters` holds when what differs is letters or blanks, `digits` when a digit differs.
    """

    def __init__(self, texts: Sequence[str], counts: Sequence[int]) -> None:
        size = len(texts)
        self.twin = np.full(size, -1, dtype=np.int64)
        self.letters, self.digits, self.ratio = np.zeros(size), np.zeros(size), np.zeros(size)
        for place, other, likeness, digit in _twins(texts, counts):
            self.twin[place] = other
            (self.digits if digit else self.letters)[place] = likeness
            self.ratio[place] = np.log2(counts[other] / counts[place])


def _twins(texts: Sequence[str], counts: Sequence[int]) -> Iterator[tuple[int, int, float, bool]]:
    index, rows = _Index(texts, counts), sum(counts)
    for place, text in enumerate(texts):
        if not 3 <= len(text) <= LONGEST or counts[place] > 0.2 * rows:
            continue
        best: tuple[float, int, bool] | None = None
        for other in index.alike(place):
            twin = texts[other]
            edits = distance(text, twin, most=max(1, len(text) // 4))
            if edits is None:
                continue
            likeness = 1 - edits / max(len(text), len(twin))
            rank = likeness + 0.02 * float(np.log2(counts[other]))
            if best is None or rank > best[0]:
                best = (rank, other, _digits(text) != _digits(twin))
        if best:
            twin = texts[best[1]]
            edits = distance(text, twin, most=len(text)) or 0
            yield place, best[1], 1 - edits / max(len(text), len(twin)), best[2]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def grams(text: str) -> set[str]:
    padded = f"^{text.lower()}$"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


class _Index:
    """Which texts share rare pairs of letters with a text; only more frequent ones are offered."""

    def __init__(self, texts: Sequence[str], counts: Sequence[int]) -> None:
        self.counts = counts
        order = np.argsort(-np.asarray(counts), kind="stable")[:MOST_TEXTS]
        self.grams = [grams(text) if len(text) <= LONGEST else set() for text in texts]
        self.holders: dict[str, list[int]] = {}
        for place in order.tolist():
            if counts[place] > 1 and texts[place]:
                for gram in self.grams[place]:
                    self.holders.setdefault(gram, []).append(place)

    def alike(self, place: int) -> list[int]:
        """At most six texts, at least twice as frequent, that share most pairs of letters."""
        shared: Counter[int] = Counter()
        for gram in self.grams[place]:
            shared.update(self.holders.get(gram, [])[:_COMMONEST_GRAM])
        own, rows = self.grams[place], self.counts[place]
        ranked = sorted(
            (2 * count / (len(own) + len(self.grams[other])), other)
            for other, count in shared.items()
            if other != place and self.counts[other] >= 2 * rows
        )
        return [other for score, other in reversed(ranked[-_CANDIDATES:]) if score >= 0.3]


def distance(one: str, other: str, most: int) -> int | None:
    """Edits between two texts, a swap of neighbours as one (optimal string alignment); None when over `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, sign in enumerate(one, start=1):
        row = [at]
        for to, there in enumerate(other, start=1):
            cost = min(last[to] + 1, row[to - 1] + 1, last[to - 1] + (sign != there))
            if at > 1 and to > 1 and sign == other[to - 2] and one[at - 2] == there:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return None
        before, last = last, row
    return last[-1] if last[-1] <= most else None


def misspelt(texts: Sequence[str], counts: Sequence[int], times: float) -> list[bool]:
    """Whether each text differs, in letters only and by one in four at most, from one `times` as frequent or more."""
    like = Likeness(texts, counts)
    near = (like.letters >= ALIKE) & (like.ratio >= np.log2(times))
    return [bool(each) for each in near]


def surprise(texts: Sequence[str], counts: Sequence[int]) -> tuple[Floats, list[str]]:
    """(distinct,) 0..1, how odd the oddest three letters of a text are in this column; and the sign in their middle.

    How few other texts (weighted by 1 + log2 of their rows) hold the trigrams about it, digits taken as one;
    less for a text that is itself frequent. Character n-grams are an old way to find misspellings without a dictionary.
    """
    held: Counter[str] = Counter()
    weights = (1 + np.log2(np.maximum(1, counts))).tolist()
    folded = [f"^{_NINE.sub('9', text.lower()[:LONGEST])}$" for text in texts]
    for text, weight in zip(folded, weights, strict=True):
        for gram in {text[at : at + 3] for at in range(len(text) - 2)}:
            held[gram] += weight
    oddest = [_oddest(text, weight, held) for text, weight in zip(folded, weights, strict=True)]
    return np.array([score / weight for (score, _), weight in zip(oddest, weights, strict=True)]), [
        sign for _, sign in oddest
    ]


def _oddest(text: str, weight: float, counts: Counter[str]) -> tuple[float, str]:
    """0..1, how few other texts hold the three trigrams about the oddest sign; and that sign."""
    worst, sign = 0.0, ""
    rare = [1 / (1 + max(0.0, counts[text[at : at + 3]] - weight)) for at in range(len(text) - 2)]
    for at in range(len(rare)):
        about = rare[max(0, at - 1) : at + 2]
        score = sum(about) / len(about)
        if score > worst:
            worst, sign = score, text[at + 1]
    return worst, sign
