"""Numbers that are kept as text because of stray letters or units."""

import re
from collections import Counter
from collections.abc import Iterator

from checks.phrase import joined, percent, tick
from checks.proposal import Column, Facts, Proposal, Rule, expectation

NUMBER = r"^\s*[-+]?([0-9]+([.,][0-9]+)*|[.][0-9]+)([eE][-+]?[0-9]+)?\s*$"
_BARE = re.compile(NUMBER)
_UNIT = re.compile(r"^\s*[-+]?[0-9]+(?:[.,][0-9]+)*\s*([^\W\d_]{1,8}\.?|%|°[CF]?)\s*$")
_NEARLY, _HALF, _SOME = 0.9, 0.5, 0.02
_MOST_UNITS = 12


def _propose(facts: Facts) -> Iterator[Proposal]:
    for column in facts.texts():
        if reason := _reason(column):
            facts.take("numbers", column.name)
            yield Proposal(expectation("column_values_to_match_regex", column=column.name, regex=NUMBER), reason, 0.75)


def _reason(column: Column) -> str:
    """Why the column should hold bare numbers, "" when it need not."""
    bare = column.rows_of(lambda text: bool(_BARE.match(text))) / column.filled
    units = _units(column)
    united = sum(units.values()) / column.filled
    if bare + united < _NEARLY or not _are_units(units, column.filled):
        return ""
    named = joined([f'"{unit}"' for unit, _ in units.most_common(4)])
    if bare >= _SOME:
        return f"{percent(round(bare, 3))} of {tick(column.name)} are bare numbers, the others carry {named}."
    if len([n for n in units.values() if n >= _SOME * column.filled]) > 1:
        return f"{tick(column.name)} holds numbers with one unit written in several ways: {named}."
    return ""


def _units(column: Column) -> Counter[str]:
    found: Counter[str] = Counter()
    for text, n in zip(column.texts, column.counts, strict=True):
        if not _BARE.match(text) and (match := _UNIT.match(text)):
            found[match.group(1)] += int(n)
    return found


def _are_units(units: Counter[str], filled: int) -> bool:
    """A few signs, each with many numbers; single letters are rather parts of a code, unless there is but one."""
    common = [unit for unit, n in units.items() if n >= _SOME * filled] or list(units)
    letters = [unit for unit in common if len(unit) == 1 and unit.isalpha()]
    return 0 < len(units) <= _MOST_UNITS and len(letters) <= (1 if len(common) == 1 else 0)


RULE = Rule("numbers", _propose, order=1, most=1.0)
