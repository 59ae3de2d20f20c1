"""Columns that name rows: alone, or two together."""

import re
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from checks.phrase import percent, tick, ticks
from checks.proposal import Column, Facts, Proposal, Rule, expectation

_NEARLY, _ENOUGH, _LONGEST = 0.995, 50, 40
_MOST_TRIED = 12
_NAMED = re.compile(r"(^|[\W_])(id|key|uuid|guid|code|no|nr|num|number|index)$|Id$|ID$", re.IGNORECASE)


def _propose(facts: Facts) -> Iterator[Proposal]:
    if facts.rows < _ENOUGH:
        return
    alone = [column for column in facts.columns.values() if _names_rows(column, facts)]
    for column in alone:
        yield Proposal(
            expectation("column_values_to_be_unique", column=column.name),
            f"{tick(column.name)} looks like a name of rows, and is different in {percent(round(_share(column), 4))}.",
            0.85 if column.profile.distinct == column.filled else 0.7,
        )
    if not alone and (pair := facts.key_columns if len(facts.key_columns) > 1 else _pair(facts)):
        yield Proposal(
            expectation("compound_columns_to_be_unique", column_list=list(pair)),
            f"{ticks(list(pair))} together are different in every row.",
            0.7,
        )


def _share(column: Column) -> float:
    rows = len(column.codes) - column.profile.nulls
    return min(1.0, len(column.texts) / rows) if rows else 0.0


def _names_rows(column: Column, facts: Facts) -> bool:
    """Nearly always different, and a code by its type, its name, or as the first column: measures may repeat."""
    if column.type not in ("integer", "text") or _share(column) < _NEARLY or column.filled < _ENOUGH:
        return False
    if any(len(text) > _LONGEST for text in column.texts[:100]):
        return False
    named = bool(_NAMED.search(column.name)) or (column.name,) == facts.key_columns
    first = next(iter(facts.profile.columns)) == column.name
    coded = column.type == "text" and all(any(sign.isdigit() for sign in text) for text in column.texts[:100])
    return named or first or coded


def _pair(facts: Facts) -> tuple[str, ...]:
    """Two codes without gaps that together name each row of the sample."""
    columns = [
        each
        for each in facts.columns.values()
        if each.type in ("integer", "text", "date") and each.filled == len(each.codes) and len(each.texts) > 1
    ][:_MOST_TRIED]
    for one, other in combinations(columns, 2):
        if len(one.texts) * len(other.texts) >= facts.rows:
            together = one.codes * (len(other.texts) + 1) + other.codes
            if len(np.unique(together)) == len(together) == facts.rows:
                return one.name, other.name
    return ()


RULE = Rule("keys", _propose, order=8, most=0.02)
