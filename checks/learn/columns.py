"""A table as it is looked at here: each column as its distinct texts, and which of them each row holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Column:
    """`texts`: the distinct values, "" for a missing one; `codes`: (rows,) the place of each row's value in `texts`."""

    name: str
    texts: tuple[str, ...]
    codes: Ints

    @cached_property
    def counts(self) -> Ints:
        """(distinct,) rows that hold each text."""
        return np.bincount(self.codes, minlength=len(self.texts)).astype(np.int64)

    @cached_property
    def shares(self) -> Floats:
        return self.counts / max(1, len(self.codes))

    @cached_property
    def filled(self) -> Flags:
        """(distinct,) which of the texts is a value at all."""
        return np.array([bool(text) for text in self.texts])

    @cached_property
    def numbers(self) -> Floats:
        """(distinct,) each text as a number, NaN where it is none."""
        return np.array([_number(text) for text in self.texts])

    def text(self, row: int) -> str:
        return self.texts[int(self.codes[row])]


def _number(text: str) -> float:
    try:
        return float(text) if text.strip().lower() not in ("nan", "inf", "-inf", "infinity") else np.nan
    except ValueError:
        return np.nan


def encode(name: str, values: Sequence[str | None]) -> Column:
    """A column of texts, None for missing."""
    places: dict[str, int] = {}
    codes = [places.setdefault(value or "", len(places)) for value in values]
    return Column(name, tuple(places), np.array(codes, dtype=np.int64))
