"""An expectation in words, and what makes two expectations the same question. Pure."""

import json
from hashlib import sha256
from typing import Any

from checks import where
from checks.expectations import KINDS
from checks.kind import Arguments

_NEVER_GROUPING = {
    "min_value",
    "max_value",
    "strict_min",
    "strict_max",
    "mostly",
    "value_set",
    "value",
    "meta",
    "severity",
}
_LONGEST_IDENTITY = 1_000


def arguments_of(expectation: dict[str, Any]) -> Arguments:
    """The given arguments of an expectation of GX's suite JSON; those that are null count as not given."""
    kwargs = expectation.get("kwargs")
    given = kwargs if isinstance(kwargs, dict) else {}
    return Arguments({name: value for name, value in given.items() if value is not None})


def column_of(expectation: dict[str, Any]) -> str:
    """The one column that an expectation is about, '' when it is about none or several."""
    column = arguments_of(expectation).get("column", "")
    return column if isinstance(column, str) else ""


def sentence(expectation: dict[str, Any]) -> str:
    """What an expectation demands, in plain English, without a full stop; never raises for an odd one."""
    name, a = str(expectation.get("type", "")), arguments_of(expectation)
    if name not in KINDS:
        return f"{name.removeprefix('expect_').replace('_', ' ').capitalize() or 'An expectation'} (unknown)"
    kind = KINDS[name]
    fit = {key: value for key, value in a.items() if key in kind.arguments and kind.arguments[key].accepts(value)}
    return kind.sentence(Arguments(fit)) + where.words(fit.get("where"))


def advice(expectation: dict[str, Any]) -> str:
    """What to do when it fails, in one line; "" for an unknown type."""
    name = str(expectation.get("type", ""))
    return KINDS[name].advice if name in KINDS else ""


def identity(expectation: dict[str, Any]) -> str:
    """The grouping key: type and arguments without thresholds, value lists, meta and severity.

    JSON text with sorted names; `column` is always there, '' when there is none; a list of columns is sorted.
    A text over 1,000 characters is cut and ends in its sha256.
    """
    name, a = str(expectation.get("type", "")), arguments_of(expectation)
    kind = KINDS.get(name)
    left_out = kind.thresholds if kind else _NEVER_GROUPING
    kept = {key: _sorted(value) for key, value in a.items() if key not in left_out}
    text = json.dumps({"column": "", **kept, "type": name}, sort_keys=True, ensure_ascii=False, default=str)
    if len(text) <= _LONGEST_IDENTITY:
        return text
    return f"{text[: _LONGEST_IDENTITY - 65]}…{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _sorted(value: Any) -> Any:
    return sorted(value, key=str) if isinstance(value, list) else value
