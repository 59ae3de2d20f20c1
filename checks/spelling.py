"""Rare texts that look like a frequent one: misspellings, found without a dictionary."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_TEXTS = 20_000
LONGEST = 120
TIMES, ALIKE = 5, 0.75
MOST_LOOKED_AT = 4_000
_CANDIDATES = 4
_COMMONEST_GRAM = 150
_LEAST_SHARED = 0.4
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

    def misspelt(self, times: float) -> NDArray[np.bool_]:
        """(distinct,) texts that differ in letters only, by one in four at most, from one `times` as frequent."""
        return np.asarray((self.letters >= ALIKE) & (self.ratio >= np.log2(times)))


def _twins(texts: Sequence[str], counts: Sequence[int]) -> Iterator[tuple[int, int, float, bool]]:
    """Of many texts only the most frequent ones and an even choice of the others are looked at."""
    index, rows = _Index(texts, counts), sum(counts)
    step = 1 + len(texts) // MOST_LOOKED_AT
    for place in (*index.order[: MOST_LOOKED_AT // 2], *index.order[MOST_LOOKED_AT // 2 :: step]):
        text = texts[place]
        if len(text) <= LONGEST and counts[place] <= 0.2 * rows and _is_spelt(text) and (best := _best(index, place)):
            yield place, *best, _digits(text) != _digits(texts[best[0]])


def _is_spelt(text: str) -> bool:
    """Numbers, dates and the like are not spelt: another digit is another number."""
    return len(text) >= 3 and 3 * sum(map(str.isalpha, text)) >= len(text)


def _best(index: "_Index", place: int) -> tuple[int, float] | None:
    """The twin of a text, and how alike they are; of equally alike ones the more frequent."""
    text, found = index.texts[place], []
    for other in index.alike(place):
        twin = index.texts[other]
        edits = distance(text, twin, most=max(1, len(text) // 4))
        if edits is not None:
            likeness = 1 - edits / max(len(text), len(twin))
            found.append((likeness + 0.02 * float(np.log2(index.counts[other])), other, likeness))
    return max(found)[1:] if found else None


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def grams(text: str) -> set[str]:
    padded = f"^{text.lower()}$"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


class _Index:
    """Which texts share pairs of letters with a text; only more frequent ones are offered."""

    def __init__(self, texts: Sequence[str], counts: Sequence[int]) -> None:
        self.texts, self.counts = texts, counts
        self.order = sorted(range(len(texts)), key=lambda place: -counts[place])
        self.holders: dict[str, list[int]] = {}
        self.sizes: dict[int, int] = {}
        for place in self.order[:MOST_TEXTS]:
            if counts[place] > 1 and 0 < len(texts[place]) <= LONGEST:
                own = grams(texts[place])
                self.sizes[place] = len(own)
                for gram in own:
                    self.holders.setdefault(gram, []).append(place)

    def alike(self, place: int) -> list[int]:
        """At most four texts, at least twice as frequent, that share most pairs of letters."""
        shared: Counter[int] = Counter()
        own, rows = grams(self.texts[place]), self.counts[place]
        for gram in own:
            shared.update(self.holders.get(gram, [])[:_COMMONEST_GRAM])
        ranked = [
            (score, other)
            for other, count in shared.items()
            if (score := 2 * count / (len(own) + self.sizes[other])) >= _LEAST_SHARED and self.counts[other] >= 2 * rows
        ]
        return [other for _, other in nlargest(_CANDIDATES, ranked) if other != place]


def distance(one: str, other: str, most: int) -> int | None:
    """Edits between two texts, a swap of neighbours as one (optimal string alignment); None when over `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    start = _same(one, other)
    one, other = one[start:], other[start:]
    end = _same(one[::-1], other[::-1])
    return _aligned(one[: len(one) - end], other[: len(other) - end], most)


def _same(one: str, other: str) -> int:
    """How many signs two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _aligned(one: str, other: str, most: int) -> int | None:
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
    return [bool(each) for each in Likeness(texts, counts).misspelt(times)]


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
