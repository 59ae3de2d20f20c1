"""A suite as text: Great Expectations' JSON, read without losing a name or a number, written in a steady order."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from checks.expectations import KINDS
from weirdness.services.errors import Refused

LONGEST = 2_000_000  # characters
DEEPEST = 40
SUITE_ORDER = ("name", "id", "expectations", "meta", "notes")
EXPECTATION_ORDER = ("type", "kwargs", "meta", "id", "notes", "description", "severity")


def read(text: str) -> dict[str, Any]:
    """The suite that a text holds; raises Refused(document=…) where something would be lost or cannot be kept."""
    if len(text) > LONGEST:
        raise Refused(document=f"This text has over {LONGEST:,} characters. Divide the suite into several.")
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise Refused(
            document=f"This is not JSON: {error.msg} in line {error.lineno}, character {error.colno}. "
            "Correct it there; a missing comma or quote is often just before."
        ) from error
    except (RecursionError, ValueError) as error:
        raise Refused(document="This text is nested too deep, or holds a number too long to be kept.") from error
    if not isinstance(found, dict):
        raise Refused(document="A suite is a JSON object: it begins with { and has a list of expectations.")
    return found


def modern(document: dict[str, Any]) -> dict[str, Any]:
    """A suite from before Great Expectations 1.0 under today's names; everything else as it is."""
    found = _renamed(document, "expectation_suite_name", "name")
    if isinstance(found.get("expectations"), list):
        found["expectations"] = [
            _renamed(each, "expectation_type", "type") if isinstance(each, dict) else each
            for each in found["expectations"]
        ]
    return found


def _renamed(document: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    if old not in document or new in document:
        return dict(document)
    return {new if name == old else name: value for name, value in document.items()}


def check_kept(document: dict[str, Any]) -> None:
    """Raises Refused(document=…) for what the database could not give back as it came."""
    for value, depth in _walk(document, 1):
        if depth > DEEPEST:
            raise Refused(document=f"This suite is nested over {DEEPEST} deep. Write it flatter.")
        if isinstance(value, float) and (value != value or abs(value) == float("inf")):
            raise Refused(document="A number in this suite is infinite or no number (NaN). Write a finite one.")
        if isinstance(value, str) and ("\x00" in value or _is_broken(value)):
            raise Refused(document="A text in this suite holds a character that cannot be kept (NUL or half a pair).")


def write(document: dict[str, Any]) -> str:
    """The suite as indented JSON, in a steady order."""
    return json.dumps(ordered(document), indent=2, ensure_ascii=False) + "\n"


def ordered(document: dict[str, Any]) -> dict[str, Any]:
    """The same suite in Great Expectations' order of names; unknown names follow by alphabet."""
    found = _ordered(document, SUITE_ORDER)
    if isinstance(found.get("expectations"), list):
        found["expectations"] = [_expectation(each) for each in found["expectations"]]
    return found


def _expectation(document: Any) -> Any:
    if not isinstance(document, dict):
        return document
    ordered = _ordered(document, EXPECTATION_ORDER)
    kind, given = KINDS.get(str(document.get("type"))), document.get("kwargs")
    if isinstance(given, dict):
        ordered["kwargs"] = _ordered(given, tuple(kind.arguments) if kind else ())
    return ordered


def _ordered(document: dict[str, Any], first: tuple[str, ...]) -> dict[str, Any]:
    names = [name for name in first if name in document] + sorted(set(document) - set(first))
    return {name: document[name] for name in names}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused(document=f'The name "{twice}" stands twice in one object, and only one would be kept.')
    return found


def _constant(word: str) -> NoReturn:
    raise Refused(document=f"{word} is no JSON number. Write a finite number.")


def _walk(value: Any, depth: int) -> Iterator[tuple[Any, int]]:
    stack = [(value, depth)]
    while stack:
        each, depth = stack.pop()
        yield each, depth
        if depth > DEEPEST:
            continue
        if isinstance(each, dict):
            stack += [(part, depth + 1) for pair in each.items() for part in pair]
        elif isinstance(each, list):
            stack += [(part, depth + 1) for part in each]


def _is_broken(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
