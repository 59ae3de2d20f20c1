"""Moments that used to move on and stand still."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median

from checks.changes.change import Change
from checks.phrase import tick
from checks.profile import Profile

_STILL = 0.1
_LATE = "0.99"


def standing_still(profiles: Sequence[Profile]) -> list[Change]:
    """The 99 % quantile of a column of moments, because one wild date in the future would hide what stands still."""
    now = profiles[-1]
    found = []
    for name, column in now.columns.items():
        if column.type not in ("date", "datetime"):
            continue
        late = [
            each.columns[name].quantiles[_LATE]
            for each in profiles
            if name in each.columns and _LATE in each.columns[name].quantiles
        ]
        steps = [b - a for a, b in pairwise(late)]
        if _still(steps) and not _still(steps[:-1]):
            day = datetime.fromtimestamp(late[-1], UTC).date().isoformat()
            sentence = f"{tick(name)} does not move on: its latest moments are of {day}, no later than before"
            found.append(Change("freshness", (name,), now.label, sentence, 0.8, 4.0))
    return found


def _still(steps: Sequence[float]) -> bool:
    """The last step is a tenth of the usual one, or less."""
    return len(steps) > 2 and steps[-1] < _STILL * median(steps[:-1])
