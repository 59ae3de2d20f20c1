"""A column that is always, or nearly always, filled in should be; of columns that miss together, the first speaks."""

from collections.abc import Iterator

from checks.phrase import percent, tick
from checks.proposal import Facts, Proposal, Rule, expectation

_FEW = 0.02
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
        yield Proposal(
            expectation("column_values_to_not_be_null", column=name),
            f"{tick(name)} is filled in {often}.",
            0.9 if not share else 0.7,
        )


RULE = Rule("filled", _propose, order=9, most=_FEW)
