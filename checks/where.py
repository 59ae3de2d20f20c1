"""Which rows an expectation is asked of: `where`, a list of {"column", "is", "value"} that must all hold. Pure."""

from collections.abc import Callable
from typing import Any

from checks.arguments import Argument, scalar, text, values
from checks.kind import Condition
from checks.phrase import joined, listed, plain, tick
from checks.sql import marks, quoted

MOST_CONDITIONS = 5
_COMPARED = {
    "equal to": "=",
    "not equal to": "<>",
    "at least": ">=",
    "more than": ">",
    "at most": "<=",
    "less than": "<",
}
LISTED = {"one of": "IN", "none of": "NOT IN"}
_ALONE = {"filled in": "IS NOT NULL", "missing": "IS NULL"}
_IS = {"equal to": "", "not equal to": "not "}
RULES = (*_COMPARED, *LISTED, *_ALONE)


def _condition(given: Any) -> bool:
    if not isinstance(given, dict) or not text(given.get("column")) or not isinstance(given.get("is"), str):
        return False
    if given["is"] in _ALONE:
        return set(given) == {"column", "is"}
    if set(given) != {"column", "is", "value"}:
        return False
    return values(given["value"]) if given["is"] in LISTED else given["is"] in _COMPARED and scalar(given["value"])


def _conditions(given: Any) -> bool:
    return isinstance(given, list) and 0 < len(given) <= MOST_CONDITIONS and all(map(_condition, given))


WHERE = Argument(
    f'a list of 1 to {MOST_CONDITIONS} conditions such as {{"column": "origin", "is": "equal to", "value": "JFK"}}; '
    f'"is" is one of {", ".join(RULES)}',
    _conditions,
    grouping=True,
    field="where",
    label="Only rows in which",
    help="One condition on each line, such as: origin, one of, JFK, LGA",
)


def columns_of(where: Any) -> list[str]:
    """The columns that conditions name."""
    return [each["column"] for each in where or []]


def fitted(where: Any, fit: Callable[[str, Any], Any]) -> list[dict[str, Any]]:
    """The conditions with each value brought to the type of its column by `fit(column, value)`."""
    return [_fitted(each, fit) for each in where or []]


def _fitted(given: dict[str, Any], fit: Callable[[str, Any], Any]) -> dict[str, Any]:
    if "value" not in given:
        return given
    value, name = given["value"], given["column"]
    return {**given, "value": [fit(name, each) for each in value] if isinstance(value, list) else fit(name, value)}


def condition(where: Any) -> Condition:
    """SQL that is true for the rows meant; without conditions, for all."""
    parts, given = ["TRUE"], []
    for each in where or []:
        name, rule = quoted(each["column"]), each["is"]
        if rule in _ALONE:
            parts.append(f"{name} {_ALONE[rule]}")
        elif rule in LISTED:
            parts.append(f"{name} {LISTED[rule]} ({marks(len(each['value']))})")
            given += each["value"]
        else:
            parts.append(f"{name} {_COMPARED[rule]} ?")
            given.append(each["value"])
    return Condition(" AND ".join(parts), tuple(given))


def words(where: Any) -> str:
    """The tail of a sentence: ", where `origin` is JFK"; "" without conditions."""
    if not _conditions(where):
        return ""
    return f", where {joined([_said(each) for each in where])}"


def _said(given: dict[str, Any]) -> str:
    rule = given["is"]
    if rule in _ALONE:
        return f"{tick(given['column'])} is {rule}"
    said = listed(given["value"]) if rule in LISTED else plain(given["value"])
    return f"{tick(given['column'])} is {_IS.get(rule, f'{rule} ')}{said}"
