"""Great Expectations' metrics as measures that share scans; what is not known here, it resolves itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from checks.engine.table import Table
from checks.kind import Arguments, Condition, Kind
from checks.sql import marks, quoted, skip_missing


@dataclass(frozen=True)
class Count:
    """Rows for which a condition about some columns holds; `failing`: people will want to see the first of them."""

    condition: Condition
    columns: tuple[str, ...]
    failing: bool = False


@dataclass(frozen=True)
class Filled:
    """Rows in which a column is not missing: files often tell without a look."""

    columns: tuple[str]


@dataclass(frozen=True)
class Value:
    """An aggregate of one column, with ? for each of `values`; `weighs`: it matters how many rows hold a value."""

    sql: str
    columns: tuple[str, ...]
    values: tuple[Any, ...] = ()
    weighs: bool = False


@dataclass(frozen=True)
class Median:
    """The middle of a column of numbers; `sql` says it where the table itself does not know."""

    columns: tuple[str]
    sql: str


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


Measure = Count | Filled | Value | Median | Distinct | Repeats


def values_of(measure: Measure) -> tuple[Any, ...]:
    """What stands for the marks in the SQL of a measure."""
    if isinstance(measure, Count):
        return measure.condition.values
    return measure.values if isinstance(measure, Value) else ()


_MEDIAN = {"duckdb": "median({})", "postgresql": "percentile_cont(0.5) WITHIN GROUP (ORDER BY {})"}
Recipe = tuple[tuple[Measure | Known, ...], Callable[..., Any]]
_ROWS_LISTED = ".unexpected_values"
_ROWS_FAILING = ".unexpected_count"
_ROWS_LOOKED_AT = ".filtered_row_count"
_DIFFERENT = "column.distinct_values."
_AGGREGATES = {
    "column.min": "min({})",
    "column.max": "max({})",
    "column.mean": "avg({})",
    "column.sum": "sum({})",
    "column.standard_deviation": "stddev_samp({})",
}
_EXTREMES = ("column.min", "column.max")


def recipe(metric: str, kind: Kind, a: Arguments, engine: str) -> Recipe | None:
    """What to measure for one metric of an expectation, and how its value follows; None: not known here.

    `engine` is the kind of the table, since few words of SQL differ.
    """
    if metric in _TABLE:
        return (Known(_TABLE[metric]),), _same
    if metric.endswith(_ROWS_LISTED):
        return (), list  # failing rows are fetched by key, not here
    if metric == "column_values.nonnull.unexpected_count":
        return (Filled((a["column"],)), ROWS), lambda filled, rows: rows - filled
    if metric == "column_values.null.unexpected_count":
        return (Filled((a["column"],)),), _same
    if metric.endswith(_ROWS_FAILING):
        return _failing(kind, a)
    if metric.endswith(_ROWS_LOOKED_AT):
        return _looked_at(kind, a)
    if metric.startswith(_DIFFERENT):
        return _of_different(metric.removeprefix(_DIFFERENT), a)
    return _of_column(metric, a["column"], engine) if a["column"] else None


def _failing(kind: Kind, a: Arguments) -> Recipe | None:
    if kind.repeats:
        return (Repeats(tuple(kind.examines(a))),), _same
    if kind.failing is None:
        return None
    condition = kind.failing(a)
    if " OVER (" in condition.sql:
        return None
    return (Count(condition, tuple(kind.examines(a)), failing=True),), _same


def _looked_at(kind: Kind, a: Arguments) -> Recipe | None:
    columns = kind.examines(a)
    if len(columns) < 2:
        return None
    return (Count(Condition(skip_missing(a, columns)), tuple(columns)),), _same


def _of_different(metric: str, a: Arguments) -> Recipe | None:
    """Different values that should not be there, and values of the set that do not occur."""
    name, given = quoted(a["column"]), tuple(a["value_set"] or ())
    if metric in ("not_in_set", "missing_from_column"):
        return (), list  # which they are is not asked
    if metric == "not_in_set.count" and given:
        sql = f"count(DISTINCT {name}) FILTER (WHERE {name} NOT IN ({marks(len(given))}))"
        return (Value(sql, (a["column"],), given),), _same
    if metric == "missing_from_column.count" and given:
        sql = f"count(DISTINCT {name}) FILTER (WHERE {name} IN ({marks(len(given))}))"
        return (Value(sql, (a["column"],), given),), lambda occur: len(set(given)) - occur
    if metric == "count":
        return (Distinct((a["column"],)),), _same
    return None


def _of_column(metric: str, column: str, engine: str) -> Recipe | None:
    if metric in _AGGREGATES:
        weighs = metric not in _EXTREMES
        return (Value(_AGGREGATES[metric].format(quoted(column)), (column,), weighs=weighs),), _same
    if metric == "column.median" and engine in _MEDIAN:
        return _median(column, engine), _same
    if metric == "column.unique_proportion":
        return (Distinct((column,)), Filled((column,))), _share
    if metric == "column.non_null_proportion":
        return (Filled((column,)), ROWS), _share
    return None


def _median(column: str, engine: str) -> tuple[Measure]:
    sql = _MEDIAN[engine].format(quoted(column))
    return (Median((column,), sql),)


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
