"""Does one column follow from another, up to a few errors? Counted on codes (see checks/proposal.py). Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from checks.proposal import Codes

LEAST_GROUP = 3
# The least share of rows with a clear majority, the most errors, and how much of the variation they may be.
_FEW_ERRORS, _MANY_ERRORS = (0.9, 0.15, 0.25), (0.6, 0.35, 0.45)
_CLUMPED, _SCATTERED, _VARIED, _CHANCE = 1.8, 0.6, 0.5, 0.5
_STRANGE, _FEW, _HARDLY_CLUMPED = 0.5, 0.1, 1.3
_COVERED, _LEAST_COVERED, _LEAST_GROUPS, _LEAST_MEAN, _LEAST_VARIED = 0.3, 30, 5, 5, 0.05


@dataclass(frozen=True)
class Dependence:
    """How well one column follows from another one.

    `covered`: rows in groups of three or more; `errors`: rows against a clear majority; `wrong`: their numbers;
    `right`: the numbers of those with it.
    `strong`: share of the covered rows in groups with a clear majority; `chance`: the same with values shuffled.
    `varied`: share of the rows without the most frequent value; `unexplained`: errors as a part of these.
    `clumped`: errors per group that has any, as a multiple of what chance would give (true exceptions come in
    clumps). `scattered`: share of the errors that no other row of their group shares (true alternatives are shared).
    `strange`: share of the errors that are missing, or a value that hardly any row holds.
    """

    covered: int
    groups: int
    errors: int
    strong: float
    unexplained: float
    varied: float
    chance: float
    clumped: float
    scattered: float
    strange: float
    wrong: Codes
    right: Codes

    def holds(self, rows: int) -> bool:
        return (
            self.covered >= max(_COVERED * rows, _LEAST_COVERED)
            and self.groups >= _LEAST_GROUPS
            and self.covered >= _LEAST_MEAN * self.groups
            and self.clumped <= _CLUMPED
            and self.varied >= _LEAST_VARIED
            and (self.strange >= _STRANGE or not self.errors or self._is_plain())
            and (self._within(*_FEW_ERRORS) or (self._is_no_chance() and self._within(*_MANY_ERRORS)))
        )

    def _is_plain(self) -> bool:
        """Errors that are right values elsewhere may be exceptions; many rows must speak against few of them."""
        many_agree = self.covered >= 2 * _LEAST_MEAN * self.groups
        few = _LEAST_MEAN <= self.errors <= _FEW * self.covered
        return many_agree and few and self.clumped <= _HARDLY_CLUMPED and self.unexplained <= _FEW

    def _is_no_chance(self) -> bool:
        told = self.scattered >= _SCATTERED and self.varied >= _VARIED
        return told and self.chance <= _CHANCE and self.strong >= (1 + self.chance) / 2

    def _within(self, strong: float, errors: float, unexplained: float) -> bool:
        return self.strong >= strong and self.errors <= errors * self.covered and self.unexplained <= unexplained


def dependence(given: Codes, of: Codes) -> Dependence | None:
    """None when no group has three rows. A missing `given` says nothing; a missing `of` is a value like any other."""
    rows = np.flatnonzero(given >= 0)
    a, b = given[rows], of[rows] + 1
    width = int(b.max(initial=0)) + 1
    pairs, at, counts = np.unique(a * width + b, return_inverse=True, return_counts=True)
    owners = pairs // width
    sizes = np.bincount(a, minlength=int(given.max(initial=0)) + 1)
    largest = np.zeros(len(sizes), dtype=np.int64)
    np.maximum.at(largest, owners, counts)
    big = sizes >= LEAST_GROUP
    covered = int(sizes[big].sum())
    if not covered:
        return None
    clear = big & (largest * 3 >= sizes * 2)
    failing = clear[owners] & (counts * 3 <= sizes[owners])
    errors = int(counts[failing].sum())
    rare = np.bincount(b) < LEAST_GROUP
    rare[0] = True  # missing
    inside = big[a]
    varied = 1 - np.bincount(b[inside]).max() / covered
    return Dependence(
        covered=covered,
        groups=int(big.sum()),
        errors=errors,
        strong=float(sizes[clear].sum() / covered),
        unexplained=errors / covered / varied if varied else 1.0,
        varied=float(varied),
        chance=_chance(a, b, width, big),
        clumped=_clumped(sizes, owners, counts, failing, errors, int(sizes[clear].sum())),
        scattered=float(counts[failing & (counts == 1)].sum() / errors) if errors else 1.0,
        strange=float(rare[b][failing[at]].sum() / errors) if errors else 1.0,
        wrong=rows[failing[at]],
        right=rows[(clear[owners] & ~failing)[at]],
    )


def _chance(a: Codes, b: Codes, width: int, big: NDArray[np.bool_]) -> float:
    """The share of rows in groups with a clear majority when the values are dealt at random."""
    dealt = np.random.default_rng(0).permutation(b)
    pairs, counts = np.unique(a * width + dealt, return_counts=True)
    sizes, largest = np.bincount(a, minlength=len(big)), np.zeros(len(big), dtype=np.int64)
    np.maximum.at(largest, pairs // width, counts)
    return float(sizes[big & (largest * 3 >= sizes * 2)].sum() / sizes[big].sum())


def _clumped(sizes: Codes, owners: Codes, counts: Codes, failing: Codes, errors: int, strong: int) -> float:
    """Errors in the groups that have any, over their number there if each row erred by itself."""
    if not errors:
        return 1.0
    hit = np.unique(owners[failing])
    expected = np.maximum(errors / max(strong, 1) * sizes[hit], 1e-9)
    return float(errors / (expected / -np.expm1(-expected)).sum())
