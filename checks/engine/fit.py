"""Bring the arguments of an expectation to the types of the columns, or say why they do not fit."""

from datetime import date, datetime, time
from typing import Any

from checks.engine.dialect import TYPES, base_type
from checks.engine.table import Table
from checks.kind import Arguments, Kind
from checks.phrase import joined, plain, tick
from checks.specs import Row

_HOLDS = {
    "integer": "whole numbers",
    "number": "numbers",
    "text": "text",
    "boolean": "true and false",
    "date": "dates",
    "datetime": "dates with a time",
    "nested": "lists or records",
    "binary": "binary data",
    "duration": "durations",
    "time": "times of day",
}
_TYPE_NAMES = {
    **{name: name for name in TYPES},
    **dict.fromkeys(("TEXT", "STRING"), "VARCHAR"),
    **dict.fromkeys(("DOUBLE PRECISION", "DOUBLE_PRECISION", "FLOAT8"), "DOUBLE"),
    **dict.fromkeys(("REAL", "FLOAT4"), "FLOAT"),
    **dict.fromkeys(("INT", "INT4"), "INTEGER"),
    **{"INT8": "BIGINT", "NUMERIC": "DECIMAL", "DATETIME": "TIMESTAMP", "BYTEA": "BLOB", "BOOL": "BOOLEAN"},
}


class Misfit(ValueError):
    """An argument that the column cannot be compared with; str() is a sentence."""


def fit(kind: Kind, a: Arguments, table: Table) -> Row:
    """The arguments for Great Expectations; raises Misfit."""
    for pattern in [a["regex"], *(a["regex_list"] or [])]:
        if pattern is not None:
            _try_pattern(pattern, table)
    for column in kind.examines(a):
        if kind.needs and table.logical(column) not in kind.needs:
            needed = joined([_HOLDS[each] for each in kind.needs], "or")
            raise Misfit(
                f"{tick(column)} holds {_HOLDS[table.logical(column)]}, and this expectation needs {needed}. "
                "Choose another column or another expectation."
            )
    return {name: _fitted(kind, name, value, a, table) for name, value in a.items() if name in kind.arguments}


def _try_pattern(regex: str, table: Table) -> None:
    """A pattern that Python takes and RE2 does not would fail once per metric, in words about the data."""
    if ("pattern", regex) not in table.memo:
        table.memo["pattern", regex] = table.pattern_fault(regex)
    if reason := table.memo["pattern", regex]:
        raise Misfit(f"The pattern {regex[:60]} cannot be used ({reason}). Write it as RE2 reads it.")


def _fitted(kind: Kind, name: str, value: Any, a: Arguments, table: Table) -> Any:
    if name == "type_":
        return _type_name(value, a["column"], table)
    if name == "type_list":
        return [_type_name(each, a["column"], table) for each in value]
    if not kind.arguments[name].of_column or a["column"] not in table.types:
        return value
    if isinstance(value, list):
        return [fit_value(table, a["column"], each) for each in value]
    return fit_value(table, a["column"], value)


def fit_value(table: Table, column: str, value: Any) -> Any:
    """A value as the column holds it; raises Misfit when it cannot be compared with that column."""
    return _as(table.logical(column), value, column)


def _as(logical: str, value: Any, column: str) -> Any:
    convert = {"text": _text, "integer": _number, "number": _number, "date": _day, "datetime": _moment}
    try:
        return convert[logical](value) if logical in convert else value
    except (ValueError, TypeError):
        raise Misfit(
            f"{tick(column)} holds {_HOLDS[logical]}, with which {plain(value)} cannot be compared. "
            "Correct the value, or choose another column."
        ) from None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else plain(value).replace(",", "")


def _number(value: Any) -> int | float:
    if isinstance(value, bool):
        raise ValueError(value)
    return value if isinstance(value, int | float) else float(value)


def _moment(value: Any) -> date | datetime:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise ValueError(value)
    moment = datetime.fromisoformat(value)
    return moment if len(value) > len("2013-01-31") else moment.date()


def _day(value: Any) -> date:
    """A date; a moment with a time of day has none that could be compared with dates."""
    moment = _moment(value)
    if not isinstance(moment, datetime):
        return moment
    if moment.time() != time():
        raise ValueError(value)
    return moment.date()


def _type_name(name: str, column: str, table: Table) -> str:
    """The name under which the table knows a type; a database may have types of its own."""
    known = _TYPE_NAMES.get(name.upper())
    if table.kind != "duckdb":
        stored = table.types.get(column, "")
        return stored if known and known == _TYPE_NAMES.get(base_type(stored)) else name
    if known is None:
        raise Misfit(f"There is no type {name}. Choose one of {', '.join(sorted(_TYPE_NAMES))}.")
    return known
