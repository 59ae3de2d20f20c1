"""The types of the arguments that an expectation takes, each with the words that ask for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

MOST_VALUES = 10_000
LONGEST_TEXT = 2_000
_LOOK_AROUND = re.compile(r"\(\?(?:[=!>]|<[=!]|P=|\()|\\[1-9]|[*+?}]\+")
_RE2_ONLY = re.compile(r"\\[pPzQC]|\(\?[a-z]*U")


@dataclass(frozen=True)
class Argument:
    """`says` completes "must be …"; `grouping`: part of the grouping key; everything else is a threshold.

    `of_column`: it is compared with values of the column, and must be of its type.
    `names_columns`: columns it is asked of; `expects_columns`: columns that it asks for.
    """

    says: str
    accepts: Callable[[Any], bool]
    required: bool = False
    grouping: bool = False
    names_columns: bool = False
    of_column: bool = False
    expects_columns: bool = False


def needed(argument: Argument) -> Argument:
    return replace(argument, required=True)


def grouping(argument: Argument) -> Argument:
    return replace(argument, grouping=True)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(value: Any) -> bool:
    return _finite(value) and value == int(value) and value >= 0


def _finite(value: Any) -> bool:
    return _number(value) and abs(value) != float("inf") and value == value


def _moment(value: Any) -> bool:
    if isinstance(value, date | datetime):
        return True
    if not isinstance(value, str):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT


def _texts(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= MOST_VALUES and all(map(_text, value))


def _scalar(value: Any) -> bool:
    return isinstance(value, bool) or _finite(value) or (isinstance(value, str) and len(value) <= LONGEST_TEXT)


def _values(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= MOST_VALUES and all(map(_scalar, value))


def _regex(value: Any) -> bool:
    if not _text(value) or _LOOK_AROUND.search(re.sub(r"\\[^1-9]", "", value)):
        return False
    if _RE2_ONLY.search(value):
        return True
    try:
        re.compile(value)
    except re.error:
        return False
    return True


def choice(*options: str) -> Argument:
    return Argument("one of " + ", ".join(options), lambda value: value in options)


COLUMN = Argument("the name of a column", _text, required=True, grouping=True, names_columns=True)
COLUMNS = Argument(
    "a list of two or more column names",
    lambda value: _texts(value) and len(value) > 1,
    required=True,
    grouping=True,
    names_columns=True,
)
NEW_COLUMN = replace(COLUMN, names_columns=False, expects_columns=True)
NAMES = Argument("a list of column names", _texts, required=True, expects_columns=True)
SHARE = Argument("a number from 0 to 1", lambda value: _finite(value) and 0 <= value <= 1)
NUMBER = Argument("a number", _finite)
BOUND = Argument(
    "a number, or a date such as 2013-01-31", lambda value: _finite(value) or _moment(value), of_column=True
)
WHOLE = Argument("a whole number, 0 or more", _whole)
FLAG = Argument("true or false", lambda value: isinstance(value, bool))
VALUES = Argument(f"a list of 1 to {MOST_VALUES:,} texts or numbers", _values, required=True, of_column=True)
REGEX = Argument(
    "a regular expression without look-around, back-references or possessive repeats "
    "(the engine reads RE2: write what must match, without (?=…), (?!…) or \\1)",
    _regex,
    required=True,
    grouping=True,
)
TYPE = Argument("the name of a type, such as INTEGER or VARCHAR", _text, required=True)
TYPES = Argument("a list of names of types, such as INTEGER or VARCHAR", _texts, required=True)
RANGE = {"min_value": BOUND, "max_value": BOUND, "strict_min": FLAG, "strict_max": FLAG}
COUNT_RANGE = {"min_value": WHOLE, "max_value": WHOLE, "strict_min": FLAG, "strict_max": FLAG}
SHARE_RANGE = {"min_value": SHARE, "max_value": SHARE, "strict_min": FLAG, "strict_max": FLAG}
NUMBER_RANGE = {"min_value": NUMBER, "max_value": NUMBER, "strict_min": FLAG, "strict_max": FLAG}
MAPPED = {"column": COLUMN, "mostly": SHARE}
