"""The types of the arguments that an expectation takes, each with the words that ask for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

MOST_VALUES = 10_000
LONGEST_TEXT = 2_000
_LOOK_AROUND = re.compile(r"\(\?(?:[=!>]|<[=!]|P=|\()|\\[1-9]|[*+?}]\+")
_RE2_ONLY = re.compile(r"\\[pPzQC]|\(\?[a-z]*U")


Field = Literal[
    "number",
    "text",
    "list",
    "column",
    "columns",
    "choice",
    "moment",
    "switch",
    "bound",
    "dataset",
    "table",
    "where",
    "json",
    "sql",
]


@dataclass(frozen=True)
class Argument:
    """`says` completes "must be …"; `grouping`: part of the grouping key; everything else is a threshold.

    `of_column`: it is compared with values of the column, and must be of its type.
    `names_columns`: columns it is asked of; `expects_columns`: columns that it asks for.
    `fault`: why a value that is accepted by its kind cannot be taken all the same, in a sentence.
    A form asks for it with `field` (see checks/forms.py), under `label`, with `help` below, `options` to choose from.
    """

    says: str
    accepts: Callable[[Any], bool]
    required: bool = False
    grouping: bool = False
    names_columns: bool = False
    of_column: bool = False
    fault: Callable[[Any], str] = lambda value: ""
    expects_columns: bool = False
    field: Field = "text"
    label: str = ""
    help: str = ""
    options: tuple[str, ...] = ()


def needed(argument: Argument) -> Argument:
    return replace(argument, required=True)


def grouping(argument: Argument) -> Argument:
    return replace(argument, grouping=True)


def labelled(argument: Argument, label: str, help: str = "") -> Argument:
    return replace(argument, label=label, help=help or argument.help)


def number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def whole(value: Any) -> bool:
    return finite(value) and value == int(value) and value >= 0


def finite(value: Any) -> bool:
    return number(value) and abs(value) != float("inf") and value == value


def moment(value: Any) -> bool:
    if isinstance(value, date | datetime):
        return True
    if not isinstance(value, str):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT


def texts(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= MOST_VALUES and all(map(text, value))


def scalar(value: Any) -> bool:
    return isinstance(value, bool) or finite(value) or (isinstance(value, str) and len(value) <= LONGEST_TEXT)


def values(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= MOST_VALUES and all(map(scalar, value))


def regex(value: Any) -> bool:
    if not text(value) or _LOOK_AROUND.search(re.sub(r"\\[^1-9]", "", value)):
        return False
    if _RE2_ONLY.search(value):
        return True
    try:
        re.compile(value)
    except re.error:
        return False
    return True


def choice(*options: str) -> Argument:
    says = "one of " + ", ".join(options)
    return Argument(says, lambda value: value in options, field="choice", options=options)


COLUMN = Argument(
    "the name of a column", text, required=True, grouping=True, names_columns=True, field="column", label="Column"
)
COLUMNS = Argument(
    "a list of two or more column names",
    lambda value: texts(value) and len(value) > 1,
    required=True,
    grouping=True,
    names_columns=True,
    field="columns",
    label="Columns",
)
NEW_COLUMN = replace(COLUMN, names_columns=False, expects_columns=True, field="text")
NAMES = Argument(
    "a list of column names", texts, required=True, expects_columns=True, field="list", label="Names of the columns"
)
SHARE = Argument(
    "a number from 0 to 1", lambda value: finite(value) and 0 <= value <= 1, field="number", help="0.95 is 95 %"
)
NUMBER = Argument("a number", finite, field="number")
BOUND = Argument(
    "a number, or a date such as 2013-01-31",
    lambda value: finite(value) or moment(value),
    of_column=True,
    field="bound",
)
WHOLE = Argument("a whole number, 0 or more", whole, field="number")
FLAG = Argument("true or false", lambda value: isinstance(value, bool), field="switch")
VALUES = Argument(
    f"a list of 1 to {MOST_VALUES:,} texts or numbers",
    values,
    required=True,
    of_column=True,
    field="list",
    label="Values",
    help="One value on each line",
)
REGEX = Argument(
    "a regular expression without look-around, back-references or possessive repeats "
    "(the engine reads RE2: write what must match, without (?=…), (?!…) or \\1)",
    regex,
    required=True,
    grouping=True,
    label="Pattern",
    help="A regular expression; ^ begins and $ ends the text, so ^[A-Z]{3}$ is three capital letters",
)
TYPE = Argument(
    "the name of a type, such as INTEGER or VARCHAR",
    text,
    required=True,
    label="Type",
    help="INTEGER, VARCHAR, DATE …",
)
TYPES = Argument(
    "a list of names of types, such as INTEGER or VARCHAR", texts, required=True, field="list", label="Types"
)
STRICT = {
    "strict_min": labelled(FLAG, "More than, not equal to, the least"),
    "strict_max": labelled(FLAG, "Less than, not equal to, the most"),
}


def between(bound: Argument) -> dict[str, Argument]:
    """The four arguments of a range whose ends are such arguments."""
    return {"min_value": labelled(bound, "At least"), "max_value": labelled(bound, "At most"), **STRICT}


RANGE, COUNT_RANGE, SHARE_RANGE, NUMBER_RANGE = map(between, (BOUND, WHOLE, SHARE, NUMBER))
MOSTLY = labelled(SHARE, "Share of rows that must pass", "Empty means all rows; 0.95 means 95 %")
PAIR_MISSING = labelled(
    choice("both_values_are_missing", "either_value_is_missing", "neither"), "Leave out rows in which"
)
ROW_MISSING = labelled(choice("all_values_are_missing", "any_value_is_missing", "never"), "Leave out rows in which")
