"""What a form needs to ask for the arguments of an expectation, and how typed text becomes an argument. Pure.

How each `field` is typed: list, one value on each line; table, one line for each row with commas between its cells;
json, as JSON; bound, a number or a moment; everything else as it stands. Empty means not given.
"""

import csv
import io
import json
from dataclasses import replace
from typing import Any

from checks.arguments import Argument
from checks.kind import Kind

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
        rows = csv.reader(io.StringIO(typed), skipinitialspace=True)
        return [[_value(cell.strip()) for cell in row] for row in rows if any(row)]
    if argument.field == "json":
        return _json(typed)
    return _value(typed.strip()) if argument.field in _NUMBERS else typed.strip()


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
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(value)
        return out.getvalue()
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
