"""Values that must occur in another dataset: its argument, and the rows whose values do not."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

import re
from collections.abc import Iterator
from typing import Any

from checks.arguments import Argument, text
from checks.kind import Arguments, Condition, Data, Outcome, Unable
from checks.own import MOST_AT_ONCE, MOST_BAD_VALUES, counted, row_count, rows_among
from checks.phrase import ticks
from checks.sql import quoted

MOST_KNOWN = 2_000_000
_KEY = re.compile(r"[a-z0-9_-]+/[a-z0-9_-]+")

DATASET = Argument(
    "the key of a dataset, such as nyc/planes",
    lambda value: isinstance(value, str) and bool(_KEY.fullmatch(value)),
    required=True,
    grouping=True,
    field="dataset",
    label="Other dataset",
)
OTHER_COLUMN = Argument(
    "the name of a column of the other dataset", text, grouping=True, help="Empty means of the same name"
)


def missing_there(data: Data, a: Arguments, here: list[str], there: list[str]) -> Outcome:
    """Judge each combination of values in the columns `here` by whether `there` has it; gaps are left out."""
    known = _known(data, a["dataset"], here, there)
    missing: list[tuple[Any, ...]] = []
    looked_at = bad = 0
    for values, rows in combinations(data, here):
        looked_at += rows
        if values not in known:
            bad += rows
            if len(missing) < MOST_BAD_VALUES:
                missing.append(values)
    success, result = counted(a, row_count(data), looked_at, bad)
    return Outcome(success, result, _holding(data, here, missing))


def _known(data: Data, dataset: str, here: list[str], there: list[str]) -> set[tuple[Any, ...]]:
    with data.other(dataset) as other:
        if missing := [name for name in there if name not in other.columns]:
            raise Unable(f"{dataset} has no column {ticks(missing)}. Correct the name, or ask its owner.")
        for name, other_name in zip(here, there, strict=True):
            _check_types(name, data.columns[name], f"{other_name} of {dataset}", other.columns[other_name])
        known: set[tuple[Any, ...]] = set()
        for values, _ in combinations(other, there):
            known.add(values)
            if len(known) > MOST_KNOWN:
                raise Unable(
                    f"{dataset} has more than {MOST_KNOWN:,} different values to compare with, which is too many. "
                    "Compare another column, or a narrower dataset."
                )
        return known


def _check_types(name: str, kind: str, other_name: str, other_kind: str) -> None:
    alike = {"integer": "number"}
    if alike.get(kind, kind) != alike.get(other_kind, other_kind):
        raise Unable(
            f"{ticks([name])} holds {kind} values and {ticks([other_name])} {other_kind} values, so none can be equal. "
            "Store both as one type, or choose another column."
        )


def combinations(data: Data, names: list[str]) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Each combination of filled-in values with its rows, some at a time so that memory stays small."""
    columns = ", ".join(map(quoted, names))
    filled = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in names)
    after: tuple[Any, ...] = ()
    while True:
        beyond = f" AND ({columns}) > ({', '.join('?' * len(after))})" if after else ""
        found = data.ask(
            f"SELECT {columns}, count(*) FROM {rows_among(data, 'data')} WHERE {filled}{beyond}"
            f" GROUP BY {columns} ORDER BY {columns} LIMIT {MOST_AT_ONCE}",
            (*data.among.values, *after),
        )
        yield from ((tuple(row[:-1]), row[-1]) for row in found)
        if len(found) < MOST_AT_ONCE:
            return
        after = tuple(found[-1][:-1])


def _holding(data: Data, names: list[str], missing: list[tuple[Any, ...]]) -> Condition | None:
    if not missing:
        return None
    equal = " AND ".join(f"{quoted(name)} = ?" for name in names)
    found = f"({data.among.sql}) AND ({' OR '.join([f'({equal})'] * len(missing))})"
    return Condition(found, (*data.among.values, *(value for each in missing for value in each)))
