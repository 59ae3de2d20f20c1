"""Arguments and conditions of the kinds that compare texts with several patterns, or with patterns of SQL's LIKE."""

from typing import Any

from checks.arguments import Argument, choice, labelled, regex, text
from checks.kind import Arguments, Condition
from checks.sql import column

MOST_PATTERNS = 100


def _some(accepts: Any) -> Any:
    return lambda value: isinstance(value, list) and 0 < len(value) <= MOST_PATTERNS and all(map(accepts, value))


_HELP = "% stands for any text, _ for one character"
LIKE = Argument(
    "a pattern such as N%, where % stands for any text and _ for one character",
    text,
    required=True,
    grouping=True,
    label="Pattern",
    help=_HELP,
)
LIKES = Argument(
    f"a list of 1 to {MOST_PATTERNS} patterns such as N%",
    _some(text),
    required=True,
    grouping=True,
    field="list",
    label="Patterns",
    help=f"One on each line; {_HELP}",
)
ESCAPE = Argument(
    "one character",
    lambda value: isinstance(value, str) and len(value) == 1,
    label="Escape",
    help="The character before a % or _ that means itself",
)
REGEXES = Argument(
    f"a list of 1 to {MOST_PATTERNS} regular expressions without look-around or back-references",
    _some(regex),
    required=True,
    grouping=True,
    field="list",
    label="Patterns",
    help="One regular expression on each line",
)
MATCH_ON = labelled(choice("any", "all"), "How many must match")


def likes_failing(a: Arguments, patterns: list[str], *, wanted: bool) -> Condition:
    """True where a text is like none of the patterns (all, with match_on) that are wanted, or one that is not."""
    escape = "" if a["escape"] is None else " ESCAPE ?"
    given = [part for each in patterns for part in ([each] if a["escape"] is None else [each, a["escape"]])]
    return _failing(a, [f"{column(a)} LIKE ?{escape}" for _ in patterns], given, wanted)


def regexes_failing(a: Arguments, *, wanted: bool) -> Condition:
    """The same for the regular expressions in regex_list."""
    parts = [f"regexp_matches({column(a)}, ?)" for _ in a["regex_list"]]
    return _failing(a, parts, a["regex_list"], wanted)


def _failing(a: Arguments, parts: list[str], given: list[str], wanted: bool) -> Condition:
    joined = (" AND " if wanted and a["match_on"] == "all" else " OR ").join(parts)
    return Condition(f"{'NOT ' if wanted else ''}({joined})", tuple(given))
