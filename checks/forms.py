"""What a form needs to ask for the arguments of an expectation, and how typed text becomes an argument. Pure.

How each `field` is typed: list, one value on each line; table, one line for each row with commas between its cells;
where, one condition on each line: column, rule, values; where, a line for each condition: column, rule, values;
json, as JSON; bound, a number or a moment; everything else
as it stands. Empty means not given.
"""

import csv
import io
import json
from dataclasses import replace
from typing import Any

from checks.arguments import Argument
from checks.kind import Kind
from checks.where import LISTED

_LAST = ("mostly", "where")
_NUMBERS = ("number", "bound")


def fields(kind: Kind) -> dict[str, Argument]:
    """Name to argument, in the order of a form; each has a label."""
    order = sorted(kind.arguments, key=lambda name: name in _LAST)
    return {name: _with_label(name, kind.arguments[name]) for name in order}


def _with_label(name: str, argument: Argument) -> Argument:
    label = argument.label or name.strip("_").replace("_", " ").capitalize()
    return replace(argument, label=label)


def read(argument: Argument, typed: str | list[str]) -> Any:
    """The argument that was typed or chosen, None for nothing; raises ValueError with a sentence.

    Whether it may be so is said by `argument.accepts` and validate.fault; text that is no number stays text.
    """
    if isinstance(typed, list):
        return [each for each in typed if each] or None
    if argument.field == "switch":
        return typed.strip().lower() in ("on", "true", "yes", "1")
    if not typed.strip():
        return None
    return _read_text(argument, typed)


def _read_text(argument: Argument, typed: str) -> Any:
    if argument.field in ("list", "columns"):
        lines = [line.strip() for line in typed.splitlines() if line.strip()]
        return [_value(line) for line in lines] if argument.of_column else lines
    if argument.field == "table":
        return [[_value(cell) for cell in row] for row in _rows(typed)]
    if argument.field == "where":
        return [_condition(row) for row in _rows(typed)]
    if argument.field == "json":
        return _json(typed)
    return _value(typed.strip()) if argument.field in _NUMBERS else typed.strip()


def _rows(typed: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(typed), skipinitialspace=True))
    except csv.Error as error:
        raise ValueError(f"These lines cannot be told apart: {error}. Type them anew.") from None
    return [[cell.strip() for cell in row] for row in rows if any(row)]


def _condition(cells: list[str]) -> dict[str, Any]:
    """column, rule, values: of one of and none of a list, even of one."""
    name, rule, *texts = [cell.strip() for cell in [*cells, ""][: max(len(cells), 2)]]
    values = [_value(text) for text in texts]
    if rule in LISTED:
        return {"column": name, "is": rule, "value": values}
    return {"column": name, "is": rule, **({"value": values[0] if len(values) == 1 else values} if values else {})}


def _json(typed: str) -> Any:
    try:
        return json.loads(typed)
    except ValueError as error:
        raise ValueError(f"This is not JSON: {error}. Correct it at that place.") from None


def _value(text: str) -> Any:
    """A number where the text is how that number is written: 007 and 1e5 stay text."""
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if str(number) == text or (kind is float and text.lstrip("-").replace(".", "", 1).isdecimal()):
            leading = text.lstrip("-")
            return number if not (leading.startswith("0") and leading[1:2].isdecimal()) else text
    return text


def written(argument: Argument, value: Any) -> str:
    """What stands in the field of a form for an argument; read() gives it back."""
    if value is None:
        return ""
    if argument.field == "json":
        return json.dumps(value, indent=2, ensure_ascii=False)
    if argument.field == "table":
        return _lines(value)
    if argument.field == "where":
        return _lines([[each["column"], each["is"], *_listed(each.get("value"))] for each in value])
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _lines(rows: list[list[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
