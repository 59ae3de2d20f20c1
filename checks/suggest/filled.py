"""A column that is always, or nearly always, filled in should be; of columns that miss together, the first speaks."""

import math
from collections.abc import Iterator

from checks.phrase import percent, tick
from checks.proposal import Facts, Proposal, Rule, expectation

_FEW, _HARDLY = 0.02, 0.001
_ENOUGH = 100


def _propose(facts: Facts) -> Iterator[Proposal]:
    if facts.rows < _ENOUGH:
        return
    beside = {name for group in facts.profile.together for name in group.columns[1:]}
    for name, column in facts.profile.columns.items():
        share = column.share_null(facts.rows)
        if share > _FEW or (share and name in beside):
            continue
        often = "every row" if not share else f"{percent(round(1 - share, 4))} of the rows"
        tolerant = {} if share <= _HARDLY else {"mostly": _tolerance(share, facts.rows)}
        told = "; more would be new" if tolerant else ""
        yield Proposal(
            expectation("column_values_to_not_be_null", column=name, **tolerant),
            f"{tick(name)} is filled in {often}{told}.",
            0.9 if not share else 0.7,
        )


def _tolerance(share: float, rows: int) -> float:
    """The share that must be filled: twice the missing and what chance adds are let through."""
    return math.floor((1 - 2 * share - 4 * math.sqrt(share / rows)) * 1000) / 1000


RULE = Rule("filled", _propose, order=9, most=_FEW)
