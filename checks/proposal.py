"""What a file of checks/suggest declares, and what it knows of a table. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checks.profile import ColumnProfile, Profile
from checks.specs import Spec

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Proposal(Spec):
    """An expectation (GX JSON) that a person may accept. `finds` failing rows now, `of` so many; `sure`: 0 to 1."""

    expectation: dict[str, Any]
    reason: str
    sure: float
    finds: int = 0
    of: int = 0
    rule: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a sample: `codes[row]` is the place of its text in `texts`, -1 where nothing is."""

    name: str
    type: str
    profile: ColumnProfile
    texts: list[str]
    codes: Codes

    @cached_property
    def counts(self) -> Codes:
        """Rows of each text."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.texts))

    @cached_property
    def filled(self) -> int:
        return int(self.counts.sum())

    def rows_of(self, holds: Callable[[str], bool]) -> int:
        """Rows whose text has a property."""
        return int(sum(n for text, n in zip(self.texts, self.counts, strict=True) if holds(text)))


@dataclass(frozen=True)
class Facts:
    """A profile of all rows and a sample of them; masked columns are left out, their values may not be told."""

    profile: Profile
    columns: dict[str, Column]
    key_columns: tuple[str, ...] = ()
    _taken: dict[str, set[str]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return self.profile.row_count

    def take(self, rule: str, column: str) -> None:
        """Remember that a rule speaks for a column, so that a later one may keep quiet."""
        self._taken.setdefault(rule, set()).add(column)

    def taken(self, rule: str, column: str) -> bool:
        return column in self._taken.get(rule, ())

    def texts(self) -> list[Column]:
        return [each for each in self.columns.values() if each.type == "text" and each.filled]


@dataclass(frozen=True)
class Rule:
    """One way to guess what a table should hold. `order`: lower ones go first; `most`: share of rows it may find."""

    name: str
    propose: Callable[[Facts], Iterable[Proposal]]
    order: int = 5
    most: float = 0.2


def expectation(kind: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": f"expect_{kind}", "kwargs": kwargs, "severity": "warning"}
