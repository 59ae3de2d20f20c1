"""How many oddities so many reviewers find, whichever of them they are: what one more would have added so far."""

from collections.abc import Sequence
from math import comb

from weirdness.confidence.errors import Refused


def accumulation(matrix: Sequence[Sequence[int]]) -> list[float]:
    """The mean number of issues found by 1, 2, … m of the m reviewers, over all ways to choose them.

    `matrix` as for `blind_sweep`: one row per reviewer, one column per issue, 1 = found. Sample-based rarefaction
    (Mao Tau; Colwell, Mao & Chang 2004, Ecology 85:2717, eq. 5): an issue that n of m found is missed by k reviewers
    in C(m−n, k) of C(m, k) ways. It describes what was found; it says nothing of what was not. Refused: ragged rows.
    """
    if len({len(row) for row in matrix}) > 1:
        raise Refused("Every reviewer needs a 0 or 1 for every issue: the rows have different lengths.")
    m = len(matrix)
    times = [sum(column) for column in zip(*matrix, strict=True)]
    found = [n for n in times if n]
    return [len(found) - sum(comb(m - n, k) for n in found) / comb(m, k) for k in range(1, m + 1)]
