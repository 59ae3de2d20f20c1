"""How a text is written, without what it says: its shape, its words, its unit, its odd signs."""

import re
from functools import lru_cache

_SIGNS = "- -- --- . .. ? ?? ??? #n/a #ref! #value! n/a na nan null none nil unknown undefined missing empty tbd tba"
_STANDINS = "9999 99999 -999 -9999 01/01/1900 1900-01-01 1970-01-01 9999-12-31"
PLACEHOLDERS = frozenset([*_SIGNS.split(), *_STANDINS.split(), "not available", "not applicable", "no data"])
_GARBLED = re.compile(r"Ã.|Â.|â€|\ufffd|&amp;|&#\d+;|\\u00|\x00")
_RUNS = re.compile(r"[^\W\d_]+|\d+")
_WORDS = re.compile(r"a(?: a)+")
_SPACES = re.compile(r"^\s|\s$|\s\s|[\t\n\r\u00a0]")
_LAST = re.compile(r"([^\W\d_]+\.?|%|[^\w\s])\s*$")
_LONGEST = 60


@lru_cache(maxsize=200_000)
def skeleton(text: str) -> str:
    """Runs of letters as a, runs of digits as 9, several words as "a…", signs as they are."""
    runs = _RUNS.sub(lambda run: "9" if run.group().isdigit() else "a", text[:_LONGEST])
    return _WORDS.sub("a…", runs)


@lru_cache(maxsize=200_000)
def shape(text: str) -> str:
    """Each digit as 9, a run of letters as a, A or Aa by its case, signs as they are."""
    return _RUNS.sub(lambda run: _run(run.group()), text[:_LONGEST])


def _run(run: str) -> str:
    if run[0].isdigit():
        return "9" * len(run)
    return "a" if run.islower() else "A" if run.isupper() else "Aa" if run.istitle() else "aA"


def signs(text: str) -> set[str]:
    """Its characters that are neither letter, digit nor blank, and letters beyond ASCII as one."""
    return {
        sign if sign.isascii() else "letters beyond English ones"
        for sign in set(text)
        if not sign.isascii() or not (sign.isalnum() or sign == " ")
    }


def ending(text: str) -> str:
    """The word or sign after the last digit, in lower case: a unit; "" when there is none."""
    found = _LAST.search(text) if any(sign.isdigit() for sign in text) else None
    return found.group(1).lower() if found else ""


def is_placeholder(text: str) -> bool:
    return text.strip().lower() in PLACEHOLDERS


def is_garbled(text: str) -> bool:
    return bool(_GARBLED.search(text))


def has_odd_blanks(text: str) -> bool:
    return bool(_SPACES.search(text))
