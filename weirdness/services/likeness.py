"""How alike a flag and an issue are: one number from rows, target, kind and words, and the reasons in words. Pure.

The formula, why it is this one and what it reaches on labelled pairs: docs/look-alikes.md.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import chain
from math import log, sqrt

ROWS, COLUMN, KIND, WORDS, LETTERS = 4.0, 0.5, 0.25, 1.5, 1.5
OFFERED = 0.5  # what a flag's likeness must reach: the same column, or words that say the same
SIMILAR = 0.12  # the share of common words from which on they are named as a reason


@dataclass(frozen=True)
class Sight:
    """What a flag says, or an issue: its kind, what it is about, and its words as PostgreSQL stems them.

    `texts`: one set of words for each sentence that tells it. `rows`: the share, 0 to 1, of the flag's rows that are
    known with the issue. `letters`: the trigram similarity, 0 to 1, of the sentence and the likest of the texts.
    """

    column: str = ""
    category: int | None = None
    metadata_field: str = ""
    texts: list[frozenset[str]] = field(default_factory=list)
    rows: float = 0
    letters: float = 0


@dataclass(frozen=True)
class Likeness:
    total: float
    because: str


def how_rare(sights: Collection[Sight]) -> defaultdict[str, float]:
    """The weight of each word: the fewer of these issues hold it, the more."""
    held = Counter(word for each in sights for word in frozenset(chain.from_iterable(each.texts)))
    weights: defaultdict[str, float] = defaultdict(lambda: _weight(0, len(sights)))
    weights |= {word: _weight(count, len(sights)) for word, count in held.items()}
    return weights


def _weight(held: int, among: int) -> float:
    return log(1 + (among + 1) / (held + 0.5)) ** 2


def likeness(flag: Sight, issue: Sight, rarity: Mapping[str, float]) -> Likeness:
    """`rarity`: see `how_rare`, of all issues that are compared."""
    said = next(iter(flag.texts), frozenset())
    words = max((_alike(said, text, rarity) for text in issue.texts), default=0.0)
    column = bool(flag.column) and flag.column == issue.column
    described = flag.metadata_field == issue.metadata_field
    kind = flag.category is not None and flag.category == issue.category
    total = ROWS * issue.rows + COLUMN * (column and described) + KIND * kind + WORDS * words + LETTERS * issue.letters
    return Likeness(total, ", ".join(_reasons(issue.rows > 0, column, kind, words >= SIMILAR)))


def _alike(said: frozenset[str], text: frozenset[str], rarity: Mapping[str, float]) -> float:
    """The cosine of two sets of words, each weighed by how rare it is: 0 without a common word, 1 of the same words."""
    both = sum(rarity[word] for word in said & text)
    return both / sqrt(sum(rarity[word] for word in said) * sum(rarity[word] for word in text)) if both else 0.0


def _reasons(rows: bool, column: bool, kind: bool, words: bool) -> list[str]:
    about = "the same column and kind" if column and kind else "the same column" if column else "the same kind"
    found = [(rows, "the same rows"), (column or kind, about), (words, "similar words")]
    return [reason for is_so, reason in found if is_so]
