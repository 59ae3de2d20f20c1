"""Numbers that several measures need, read in one scan: a database reads whole rows for each question."""

from collections.abc import Iterable, Iterator

import numpy as np

from checks.engine.interface import Table
from checks.engine.measures import Distinct, Measure, Median, Repeats
from checks.engine.repeats import Numbers, can_sort, count_sorted
from checks.sql import Number

_Wanted = dict[Measure, Number]


def read_ahead(table: Table, measures: Iterable[Measure]) -> None:
    """What is found is kept in the memo of the table, where the repeats and the median look for it."""
    if not table.gathers or not can_sort(table, pieces=1):
        return
    wanted = {each: form for each in measures if (form := _form(table, each)) is not None}
    for together in _batches(wanted, table.gathers // max(1, table.row_count)):
        gathered = table.gathered(list(together.values()))
        for measure in together:
            _keep(table, measure, gathered.pop(0))


def middle(numbers: Numbers) -> float | None:
    """The median; the order of the numbers is lost."""
    return float(np.median(numbers, overwrite_input=True)) if len(numbers) else None


def _form(table: Table, measure: Measure) -> Number | None:
    """None: no numbers are needed for it."""
    if isinstance(measure, Median):
        return table.number_of_middle(measure.columns[0])
    if isinstance(measure, Repeats) and table.is_unique(measure.columns):
        return None
    return table.number_of(measure.columns) if isinstance(measure, Distinct | Repeats) else None


def _batches(wanted: _Wanted, most: int) -> Iterator[_Wanted]:
    """Each with numbers of at most so many bytes per row, or of one measure; no numbers are taken twice."""
    batch: _Wanted = {}
    seen: dict[tuple[bool, tuple[str, ...]], None] = {}
    for measure, form in wanted.items():
        known = isinstance(measure, Median), measure.columns
        if known in seen:
            continue
        seen[known] = None
        if batch and sum(each.bytes for each in batch.values()) + form.bytes > most:
            yield batch
            batch = {}
        batch[measure] = form
    if batch:
        yield batch


def _keep(table: Table, measure: Measure, numbers: Numbers) -> None:
    if isinstance(measure, Median):
        table.memo["middle", measure.columns] = middle(numbers)
    else:
        table.memo["counted", measure.columns] = count_sorted(iter([numbers]))
