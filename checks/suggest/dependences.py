"""A column that follows from another: rows that agree there should agree here."""

from collections.abc import Iterator

from checks.dependence import Dependence, dependence
from checks.phrase import tick
from checks.proposal import Column, Facts, Proposal, Rule, expectation

_MOST_COLUMNS = 60
_MOST_OF_ONE = 2
_ADDS = 0.2
_MOSTLY_DIFFERENT, _FILLED = 0.5, 0.5
Found = tuple[Column, Dependence]


def _propose(facts: Facts) -> Iterator[Proposal]:
    columns = list(facts.columns.values())[:_MOST_COLUMNS]
    for column in columns:
        if len(column.texts) > 1 and column.filled >= _FILLED * len(column.codes):
            found = [each for other in columns if (each := _found(other, column))]
            yield from (_proposal(column, *each) for each in _best(found))


def _found(given: Column, of: Column) -> Found | None:
    """Numbers with a point name nothing, and what is nearly always different has no rows that agree."""
    if (
        given is of
        or given.type in ("number", "date", "datetime")
        or not 1 < len(given.texts) <= _MOSTLY_DIFFERENT * given.filled
    ):
        return None
    measured = dependence(given.codes, of.codes)
    return (given, measured) if measured and measured.holds(len(of.codes)) else None


def _best(found: list[Found]) -> list[Found]:
    """The one that explains most, and another one only if it finds much of which the first says nothing.

    Where the first holds a row for right, it is rather the other determinant that is wrong there.
    """
    found = sorted(found, key=lambda each: (each[1].errors - each[1].covered, each[0].name))
    if not found:
        return []
    kept, known, right = found[:1], set(found[0][1].wrong.tolist()), set(found[0][1].right.tolist())
    for each in found[1:]:
        new = set(each[1].wrong.tolist()) - known
        if len(kept) < _MOST_OF_ONE and len(new - right) > max(_ADDS * len(known), 2, len(new) / 2):
            kept, known = [*kept, each], known | new
    return kept


def _proposal(column: Column, given: Column, measured: Dependence) -> Proposal:
    agree = 1 - measured.errors / measured.covered
    return Proposal(
        expectation("column_values_to_follow_from_column", column=column.name, determinant=given.name),
        f"Rows with the same {tick(given.name)} have the same {tick(column.name)} in {agree:.1%} of "
        f"{measured.covered:,} cases, in {measured.groups:,} groups.".replace("%", " %"),
        0.85 if measured.errors else 0.7,
    )


RULE = Rule("dependences", _propose, order=3, most=0.35)
