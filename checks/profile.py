"""What the columns of a table look like: a profile is kept per run, drawn, compared and suggested from. Pure."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from checks.specs import Spec

LARGEST = 200_000
TOP = 20
SHAPES = 10
BINS = 20
QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Histogram(Spec):
    """Counts of values in equal bins from `low` to `high`; the first and last also hold what lies beyond."""

    low: float
    high: float
    counts: tuple[int, ...]


@dataclass(frozen=True)
class TextProfile(Spec):
    """About texts; numbers of rows unless said otherwise.

    `shapes`: most frequent patterns, A for a capital, a for a small letter, 9 for a digit ("AAA-999"), a + after it
    where runs of any length are one. `numbers`, `dates`: read as such. `blank`: nothing but spaces. `padded`:
    spaces around or doubled. `variants`: values (not rows) that differ from another in case or spaces only.
    """

    shortest: int
    longest: int
    mean_length: float
    shapes: tuple[tuple[str, int], ...]
    numbers: int
    dates: int
    blank: int
    padded: int
    variants: int


@dataclass(frozen=True)
class ColumnProfile(Spec):
    """One column. `type` is logical; nulls are rows. What does not apply, or is masked, is None or empty.

    `least`, `most`: JSON values, dates in ISO 8601. `quantiles` by their share as text ("0.5"). `fractional`: numbers
    that are not whole. `negative`: numbers below zero. `top`: most frequent values with their rows;
    `top_is_all`: there are no others. `sampled`: top and text are of that many rows only (0: of all).
    """

    type: str
    nulls: int
    distinct: int
    approximate: bool = False
    masked: bool = False
    least: Any = None
    most: Any = None
    mean: float | None = None
    deviation: float | None = None
    fractional: int = 0
    negative: int = 0
    quantiles: dict[str, float] = field(default_factory=dict)
    histogram: dict[str, Any] | None = None
    top: tuple[tuple[Any, int], ...] = ()
    top_is_all: bool = False
    text: dict[str, Any] | None = None
    sampled: int = 0

    def share_null(self, rows: int) -> float:
        return self.nulls / rows if rows else 0.0


@dataclass(frozen=True)
class Together(Spec):
    """Columns that are missing in the same rows, and in how many."""

    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class Profile(Spec):
    """A table. `keys`: columns that alone name each row. `newest`: the latest moment per column of dates.

    `label` names the part or run it is of; `seconds` is the time it took.
    """

    row_count: int
    columns: dict[str, ColumnProfile]
    keys: tuple[str, ...] = ()
    newest: dict[str, str] = field(default_factory=dict)
    together: tuple[Together, ...] = ()
    label: str = ""
    seconds: float = 0.0


def together(patterns: list[tuple[list[str], int]], least_alike: float = 0.9) -> tuple[Together, ...]:
    """Groups of columns that miss together, from (columns missing in a row, rows): Jaccard ≥ `least_alike`."""
    rows: dict[str, set[int]] = {}
    for at, (columns, _) in enumerate(patterns):
        for name in columns:
            rows.setdefault(name, set()).add(at)
    groups: list[list[str]] = []
    for name, own in rows.items():
        home = next((each for each in groups if _alike(rows[each[0]], own, patterns) >= least_alike), None)
        groups.append([name]) if home is None else home.append(name)
    return tuple(
        Together(tuple(each), _weight(set.intersection(*(rows[name] for name in each)), patterns))
        for each in groups
        if len(each) > 1
    )


def _alike(one: set[int], other: set[int], patterns: list[tuple[list[str], int]]) -> float:
    return _weight(one & other, patterns) / _weight(one | other, patterns)


def _weight(which: set[int], patterns: list[tuple[list[str], int]]) -> int:
    return sum(patterns[at][1] for at in which)


def sized(profile: Profile, largest: int = LARGEST) -> Profile:
    """The profile with shorter lists, evenly over its columns, until its JSON has at most `largest` bytes."""
    kept = TOP
    while kept and len(json.dumps(profile.to_dict(), default=str).encode()) > largest:
        kept //= 2
        columns = {name: _shorter(each, kept) for name, each in profile.columns.items()}
        profile = replace(profile, columns=columns)
    return profile


def _shorter(column: ColumnProfile, kept: int) -> ColumnProfile:
    text = column.text and {**column.text, "shapes": column.text["shapes"][: kept // 2]}
    return replace(
        column,
        top=column.top[:kept],
        top_is_all=column.top_is_all and len(column.top) <= kept,
        histogram=column.histogram if kept >= SHAPES // 2 else None,
        text=text,
    )
