"""The same suite in other shapes: many expectations on the same columns, and the same on many columns."""

from datetime import timedelta
from typing import Any

from benchmarks.engine.suite import COLUMNS, renamed, suite

Suite = dict[str, tuple[str, dict[str, Any]]]
_COLUMN_NAMES = ("column", "column_A", "column_B")
_REPEATS = {"{6}": "{{6,{}}}", "{2,}": "{{2,{}}}"}
_TYPES = (
    "FLOAT", "DECIMAL", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT", "UHUGEINT", "VARCHAR", "ENUM", "UUID", "BOOLEAN", "DATE", "TIME", "TIMESTAMP",
)  # fmt: skip
_OTHER_KINDS = {
    "expect_table_row_count_to_equal": ("expect_table_row_count_to_be_between", {"min_value": 1}),
    "expect_table_columns_to_match_ordered_list": ("expect_table_column_count_to_be_between", {"min_value": 1}),
    "expect_column_value_lengths_to_equal": ("expect_column_value_lengths_to_be_between", {"column": "sku"}),
    "expect_column_distinct_values_to_equal_set": ("expect_column_distinct_values_to_be_in_set", {"column": "status"}),
    "expect_column_values_to_be_of_type": ("expect_column_values_to_be_in_type_list", {"column": "price"}),
}


def copied(rows: int, copies: int) -> Suite:
    """The suite for a table that holds every column `copies` times; what is about the whole table stays once."""
    made: Suite = {}
    for copy in range(copies):
        for name, (kind, arguments) in suite(rows).items():
            if not (copy and kind.startswith("expect_table_")):
                made[f"{name} {copy}"] = (kind, {key: _renamed(key, value, copy) for key, value in arguments.items()})
    every = [renamed(name, copy) for copy in range(copies) for name in COLUMNS]
    made["columns 0"][1]["column_list"] = every
    return made


def _renamed(key: str, value: Any, copy: int) -> Any:
    if key == "column_list":
        return [renamed(name, copy) for name in value]
    return renamed(value, copy) if key in _COLUMN_NAMES else value


def many(rows: int, number: int) -> Suite:
    """`number` expectations about the columns of the suite's, no two alike: each differs in its thresholds."""
    made, turn = {}, 0
    while len(made) < number:
        for name, (kind, arguments) in suite(rows).items():
            made[f"{name} {turn}"] = _varied(kind, arguments, turn)
        turn += 1
    return dict(list(made.items())[:number])


def _varied(kind: str, arguments: dict[str, Any], turn: int) -> tuple[str, dict[str, Any]]:
    if not turn:
        return kind, arguments
    if kind in _OTHER_KINDS:
        other, kept = _OTHER_KINDS[kind]
        return other, kept | _other_thresholds(arguments, turn)
    changed = {key: _threshold(key, value, turn) for key, value in arguments.items()}
    asks_each_row = not changed.keys() & {"min_value", "max_value", "value_set", "regex"}
    return kind, changed | ({"mostly": arguments.get("mostly", 1) - turn / 1000} if asks_each_row else {})


def _other_thresholds(arguments: dict[str, Any], turn: int) -> dict[str, Any]:
    if "value_set" in arguments:
        return {"value_set": _threshold("value_set", arguments["value_set"], turn)}
    if "type_" in arguments:
        return {"type_list": [arguments["type_"], *_TYPES[:turn]]}
    return {"max_value": arguments.get("value", len(COLUMNS)) + turn}


def _threshold(key: str, value: Any, turn: int) -> Any:
    if key == "value_set":
        return [*value, *(f"extra {number}" for number in range(turn))]
    if key == "regex":
        return next(value.replace(old, new.format(60 + turn)) for old, new in _REPEATS.items() if old in value)
    if key != "max_value":
        return value
    return value + (timedelta(days=turn) if not isinstance(value, int | float) else turn)
