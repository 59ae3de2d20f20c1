"""Agreement: do people who label the same rows mean the same thing by the labels?"""

from collections import Counter
from collections.abc import Hashable, Sequence

from weirdness.confidence.errors import Refused

VERSION = "agreement/1"
TENTATIVE, GOOD = 0.667, 0.8


def krippendorff_alpha_nominal(ratings: Sequence[Sequence[Hashable]]) -> float:
    """Nominal α = 1 − D_observed/D_expected, at most 1; 0 is chance, below 0 is worse than chance.

    `ratings`: one row per observer, one column per unit; None or NaN = not rated. Units with fewer than two ratings
    say nothing and are left out. Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability.
    Refused: ragged rows, no unit rated twice, ratings of one class only (α is then not defined).
    """
    rows = [list(row) for row in ratings]
    if len({len(row) for row in rows}) > 1:
        raise Refused("Every observer needs one place per unit: the rows have different lengths.")
    units = [[value for value in unit if not _missing(value)] for unit in zip(*rows, strict=True)]
    pairable = [Counter(unit) for unit in units if len(unit) >= 2]
    if not pairable:
        raise Refused("No unit was rated by two observers: agreement needs at least one.")
    totals = sum(pairable, Counter())
    if len(totals) == 1:
        raise Refused("Every rating is the same label: agreement can't be told from habit; add rows of other labels.")
    n = totals.total()
    observed = sum(_disagreeing_pairs(unit) / (unit.total() - 1) for unit in pairable) / n
    expected = _disagreeing_pairs(totals) / (n * (n - 1))
    return 1 - observed / expected


def alpha_in_words(alpha: float) -> str:
    """What the figure allows, by Krippendorff's marks .667 and .8."""
    if alpha >= GOOD:
        return "People agree on what the labels mean."
    if alpha >= TENTATIVE:
        return "People agree well enough for tentative conclusions only."
    return "People don't agree on what the labels mean: mend the labelling guide first."


def _missing(value: Hashable) -> bool:
    return value is None or value != value


def _disagreeing_pairs(counts: Counter[Hashable]) -> int:
    return counts.total() ** 2 - sum(n * n for n in counts.values())
