"""Signals: what can look wrong about a cell, each from 0 (ordinary) to about 1 (odd), comparable over columns."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from checks.learn.columns import Column, Floats, Ints
from checks.learn.containment import apart
from checks.learn.dependence import Dissent, dissents
from checks.learn.shapes import has_odd_blanks, is_garbled, is_placeholder, shape, signs, skeleton
from checks.spelling import Likeness, surprise

VALUE_SIGNALS = (
    "missing", "missing_rare", "placeholder", "garbled", "blanks", "misspelt", "digits_off", "misspelt_rare",
    "skeleton", "shape", "rare", "repeated", "letters", "outlier", "no_number", "sign", "length", "case",
)  # fmt: skip
ROW_SIGNALS = (
    "dissent_most",
    "dissent_mean",
    "dissent_net",
    "blame",
    "misspelt_and_dissent",
    "rare_and_dissent",
    "apart",
)
_LETTERS, _ODD = VALUE_SIGNALS.index("letters"), 0.15
SIGNALS = (*VALUE_SIGNALS, *ROW_SIGNALS)


@dataclass(frozen=True)
class Looked:
    """A column with what was seen in it. `by_text`: (distinct, value signals); `by_row`: (rows, row signals).

    `odd`: per distinct text its oddest sign.
    """

    column: Column
    likeness: Likeness
    odd: list[str]
    dissent: Dissent
    by_text: Floats
    by_row: Floats

    def at(self, rows: Ints | slice) -> Floats:
        """(rows, signals) the signals of some rows."""
        return np.hstack([self.by_text[self.column.codes[rows]], self.by_row[rows]])

    def weighed(self, weights: Floats) -> Floats:
        """(rows,) all signals times their weights."""
        values, rows = np.split(weights, [len(VALUE_SIGNALS)])
        return np.asarray((self.by_text @ values)[self.column.codes] + self.by_row @ rows)

    @cached_property
    def usual(self) -> str:
        """A text of the most frequent way of writing."""
        rows: Counter[str] = Counter()
        for text, count in zip(self.column.texts, self.column.counts.tolist(), strict=True):
            rows[skeleton(text)] += count if text else 0
        most = max(rows, key=lambda kind: rows[kind])
        return next(text for text in self.column.texts if skeleton(text) == most)

    def is_odd(self, code: int) -> bool:
        """Whether a text holds letters that hardly any other of its column holds."""
        return bool(self.by_text[code, _LETTERS] > _ODD)


def look(column: Column, dissent: Dissent, alone: Floats) -> Looked:
    """`alone`: (rows,) see checks.learn.containment."""
    likeness = Likeness(column.texts, column.counts.tolist())
    letters, odd = surprise(column.texts, column.counts.tolist())
    by_text = np.column_stack([*_missing(column), *_written(column, likeness, letters)])
    spelt = by_text[column.codes, VALUE_SIGNALS.index("misspelt")]
    rare = by_text[column.codes, VALUE_SIGNALS.index("rare")]
    by_row = [dissent.most, dissent.mean, dissent.net, dissent.blame, spelt * dissent.net, rare * dissent.net, alone]
    return Looked(column, likeness, odd, dissent, by_text, np.column_stack(by_row))


def look_at(columns: Sequence[Column]) -> list[Looked]:
    """Every column with its signals."""
    return [look(*each) for each in zip(columns, dissents(columns), apart(columns), strict=True)]


def _missing(column: Column) -> list[Floats]:
    missing = (~column.filled).astype(float)
    filled = float(column.shares[column.filled].sum())
    return [missing, missing * max(0.0, filled - 0.5) * 2, *_told(column, is_placeholder, is_garbled, has_odd_blanks)]


def _told(column: Column, *tests: Callable[[str], bool]) -> list[Floats]:
    """Each test on each text, less the more the column is full of it."""
    found = []
    for test in tests:
        holds = np.array([float(test(text)) for text in column.texts])
        found.append(holds * (1 - float((holds * column.shares).sum())))
    return found


def _written(column: Column, likeness: Likeness, letters: Floats) -> list[Floats]:
    filled = column.filled.astype(float)
    alike = np.maximum(0.0, likeness.letters - 0.5) * 2 * np.tanh(likeness.ratio / 3)
    rare = _rarity(column.counts.astype(float), column)
    return [
        alike,
        np.maximum(0.0, likeness.digits - 0.5) * 2 * np.tanh(likeness.ratio / 3),
        alike * (column.counts <= 2),
        filled * _odd_kind([skeleton(text) for text in column.texts], column),
        filled * _odd_kind([shape(text) for text in column.texts], column),
        filled * rare,
        _repeated(column),
        filled * letters**2,
        _outlier(column),
        filled * np.isnan(column.numbers) * _number_share(column) ** 2,
        filled * _odd_signs(column),
        filled * _odd_length(column),
        _case(column),
    ]


def _rarity(counts: Floats, column: Column) -> Floats:
    """0..1: log2 of how much rarer a text is than the text of a typical row."""
    typical = float(np.median(counts[column.codes]))
    return np.asarray(np.clip(np.log2(max(1.0, typical) / np.maximum(1, counts)) / 8, 0, 1))


def _odd_kind(kinds: list[str], column: Column) -> Floats:
    """0..1: log2 of how much rarer a way of writing is than the commonest, of values that are there."""
    weights: Counter[str] = Counter()
    for kind, rows, text in zip(kinds, column.counts.tolist(), column.texts, strict=True):
        weights[kind] += rows if text else 0
    most = max(weights.values(), default=1) or 1
    return np.array([np.clip(np.log2(most / max(1, weights[kind])) / 8, 0, 1) for kind in kinds])


def _repeated(column: Column) -> Floats:
    """A value that occurs again, in a column where nearly none does."""
    single = float(column.shares[column.counts == 1].sum())
    return np.asarray((column.counts > 1) * column.filled * max(0.0, single - 0.8) * 5)


def _number_share(column: Column) -> float:
    there = column.shares * column.filled
    return float(there[~np.isnan(column.numbers)].sum() / max(1e-9, there.sum()))


def _outlier(column: Column) -> Floats:
    """Robust distance from the middle half, in widths of it: log2 beyond one and a half, over 6, cut at 1."""
    numbers = column.numbers
    if _number_share(column) < 0.5:
        return np.zeros(len(numbers))
    rows = numbers[column.codes]
    low, high = np.quantile(rows[~np.isnan(rows)], [0.25, 0.75])
    width = max(float(high - low), abs(float(high)) * 0.01, 1e-9)
    beyond = np.maximum(np.maximum(low - numbers, numbers - high) / width - 1.5, 0)
    return np.asarray(np.nan_to_num(np.clip(np.log2(1 + beyond) / 6, 0, 1)))


def _odd_signs(column: Column) -> Floats:
    """How rare the rarest sign (neither letter nor digit) of a text is in the column."""
    held = [signs(text) for text in column.texts]
    rows: Counter[str] = Counter()
    for found, count in zip(held, column.counts.tolist(), strict=True):
        rows.update(dict.fromkeys(found, count))
    total = max(1, int(column.counts.sum()))
    return np.asarray([max((1 - rows[sign] / total for sign in found), default=0.0) ** 4 for found in held])


def _odd_length(column: Column) -> Floats:
    lengths = np.array([len(text) for text in column.texts], dtype=float)
    rows = lengths[column.codes]
    rows = rows[rows > 0]
    if not len(rows):
        return np.zeros(len(lengths))
    low, high = np.quantile(rows, [0.1, 0.9])
    beyond = np.maximum(low - lengths, lengths - high) / max(2.0, high - low)
    return np.asarray(np.clip(np.log2(1 + np.maximum(0, beyond)) / 4, 0, 1))


def _case(column: Column) -> Floats:
    """The same text in other capitals or blanks is more frequent."""
    most: dict[str, int] = {}
    folded = [" ".join(text.casefold().split()) for text in column.texts]
    for text, rows in zip(folded, column.counts.tolist(), strict=True):
        most[text] = max(most.get(text, 0), rows)
    best = np.array([most[text] for text in folded])
    return np.asarray(np.tanh(np.log2(np.maximum(1, best / np.maximum(1, column.counts))) / 3))
