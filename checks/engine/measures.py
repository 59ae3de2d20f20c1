"""Great Expectations' metrics as measures that share scans; what is not known here, it resolves itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from checks.engine.table import Table
from checks.kind import Arguments, Condition, Kind
from checks.sql import quoted, skip_missing


@dataclass(frozen=True)
class Count:
    """Rows for which a condition about some columns holds."""

    condition: Condition
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Value:
    """An aggregate of one column; `sorts`: it needs the values in order."""

    sql: str
    columns: tuple[str, ...]
    sorts: bool = False


@dataclass(frozen=True)
class Distinct:
    """How many different values columns hold together, missing ones left out; `columns` are one or several."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class Repeats:
    """Rows whose combination of filled-in values occurs more than once."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """Something that needs no look at the rows."""

    answer: Callable[[Table], Any]


Measure = Count | Value | Distinct | Repeats
_MEDIAN = {"duckdb": "median({})", "postgresql": "percentile_cont(0.5) WITHIN GROUP (ORDER BY {})"}
Recipe = tuple[tuple[Measure | Known, ...], Callable[..., Any]]
_ROWS_LISTED = ".unexpected_values"
_ROWS_FAILING = ".unexpected_count"
_ROWS_LOOKED_AT = ".filtered_row_count"
_AGGREGATES = {
    "column.min": "min({})",
    "column.max": "max({})",
    "column.mean": "avg({})",
    "column.sum": "sum({})",
    "column.standard_deviation": "stddev_samp({})",
}


def recipe(metric: str, kind: Kind, a: Arguments, engine: str) -> Recipe | None:
    """What to measure for one metric of an expectation, and how its value follows; None: not known here.

    `engine` is the kind of the table, since few words of SQL differ.
    """
    if metric in _TABLE:
        return (Known(_TABLE[metric]),), _same
    if metric.endswith(_ROWS_LISTED):
        return (), list  # failing rows are fetched by key, not here
    if metric == "column_values.nonnull.unexpected_count":
        return (filled(a["column"]), ROWS), lambda filled, rows: rows - filled
    if metric == "column_values.null.unexpected_count":
        return (filled(a["column"]),), _same
    if metric.endswith(_ROWS_FAILING):
        return _failing(kind, a)
    if metric.endswith(_ROWS_LOOKED_AT):
        return _looked_at(kind, a)
    return _of_column(metric, a["column"], engine) if a["column"] else None


def filled(column: str) -> Value:
    """Rows in which a column is not missing: files often tell without a look."""
    return Value(f"count({quoted(column)})", (column,))


def _failing(kind: Kind, a: Arguments) -> Recipe | None:
    if kind.repeats:
        return (Repeats(tuple(kind.examines(a))),), _same
    if kind.failing is None:
        return None
    condition = kind.failing(a)
    if " OVER (" in condition.sql:
        return None
    return (Count(condition, tuple(kind.examines(a))),), _same


def _looked_at(kind: Kind, a: Arguments) -> Recipe | None:
    columns = kind.examines(a)
    if len(columns) < 2:
        return None
    return (Count(Condition(skip_missing(a, columns)), tuple(columns)),), _same


def _of_column(metric: str, column: str, engine: str) -> Recipe | None:
    if metric in _AGGREGATES:
        return (Value(_AGGREGATES[metric].format(quoted(column)), (column,)),), _same
    if metric == "column.median" and engine in _MEDIAN:
        return (Value(_MEDIAN[engine].format(quoted(column)), (column,), sorts=True),), _same
    if metric == "column.distinct_values.count":
        return (Distinct((column,)),), _same
    if metric == "column.unique_proportion":
        return (Distinct((column,)), filled(column)), _share
    if metric == "column.non_null_proportion":
        return (filled(column), ROWS), _share
    return None


def _same(value: Any) -> Any:
    return value


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0


_TABLE: dict[str, Callable[[Table], Any]] = {
    "table.row_count": lambda table: table.row_count,
    "table.columns": lambda table: list(table.types),
    "table.column_count": lambda table: len(table.types),
}
ROWS = Known(_TABLE["table.row_count"])
