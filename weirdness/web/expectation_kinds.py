"""The kinds of expectation to choose from: each as a sentence, in groups, searchable, those that fit the column."""

import re
from dataclasses import dataclass
from typing import Any

import checks
from checks.arguments import Argument
from checks.forms import fields
from checks.kind import Kind
from weirdness.models import Column

EACH, WHOLE, SEVERAL, TABLE, OTHER = (
    "Each value of a column",
    "A column as a whole",
    "Several columns",
    "The whole table",
    "Compared with other data",
)
LOGICAL = {"integer", "number", "text", "date", "datetime", "boolean"}
USUAL = ("to_not_be_null", "values_to_be_between", "values_to_be_in_set", "values_to_be_unique", "match_regex")
_GAPS = ((r"\b(is|has) anything", r"\1 between … and …"), (r"\?|\bNone\b|\bnothing\b|\banything\b", "…"))


@dataclass(frozen=True)
class Offer:
    """One kind on the page; `fits`: its column may be of the type that the chosen one has."""

    name: str
    sentence: str
    advice: str
    group: str
    fits: bool

    @property
    def own_name(self) -> str:
        """Great Expectations' name without what all names begin with."""
        return self.name.removeprefix("expect_")


def offers(column: Column | None, words: str) -> dict[str, list[Offer]]:
    """Group to kinds, in a steady order, the usual ones first; those that hold all of the words."""
    wanted = words.lower().replace("_", " ").split()
    found: dict[str, list[Offer]] = {group: [] for group in (EACH, WHOLE, SEVERAL, TABLE, OTHER)}
    for kind in sorted(checks.KINDS.values(), key=_place):
        offer = _offer(kind, column)
        text = f"{offer.name} {offer.sentence} {offer.advice} {offer.group}".lower().replace("_", " ")
        if all(word in text for word in wanted):
            found[offer.group].append(offer)
    return {group: each for group, each in found.items() if each}


def _place(kind: Kind) -> tuple[int, str]:
    usual = next((at for at, word in enumerate(USUAL) if kind.name.endswith(word)), len(USUAL))
    return usual, kind.name


def _offer(kind: Kind, column: Column | None) -> Offer:
    name = column.name if column else ""
    return Offer(kind.name, pattern(kind, name), kind.advice, group_of(kind), _fits(kind, column))


def _fits(kind: Kind, column: Column | None) -> bool:
    """A type in words of its own (an older registration) fits everything: the engine will say."""
    if column is None or not kind.needs or column.type not in LOGICAL:
        return True
    return column.type in kind.needs


def group_of(kind: Kind) -> str:
    asked = fields(kind)
    if any(each.field == "dataset" for each in asked.values()):
        return OTHER
    columns = [each for each in asked.values() if each.names_columns]
    if len(columns) > 1 or any(each.field == "columns" for each in columns):
        return SEVERAL
    if not columns and "column" not in asked:
        return TABLE
    return EACH if "mostly" in asked else WHOLE


def pattern(kind: Kind, column: str) -> str:
    """The sentence of a kind with … where something is to be filled in."""
    return gapped(kind, {name: column for name in list(_columns_of(kind))[:1] if column})


def _columns_of(kind: Kind) -> dict[str, Argument]:
    return {name: each for name, each in fields(kind).items() if each.names_columns}


def gapped(kind: Kind, kwargs: dict[str, Any]) -> str:
    """The sentence of an unfinished expectation: … stands for what is not there yet."""
    filled = dict(kwargs)
    for name, argument in fields(kind).items():
        if argument.field == "columns" and argument.required:
            given = filled.get(name) or []
            given = [given] if isinstance(given, str) else given
            filled[name] = given if len(given) > 1 else [*given, *["…"] * (2 - len(given))]
        elif argument.expects_columns and argument.field == "list":
            filled.setdefault(name, ["…", "…"])
        elif argument.required and (argument.names_columns or argument.expects_columns):
            filled[name] = filled.get(name) or "…"
    said = checks.sentence({"type": kind.name, "kwargs": filled})
    for gap, words in _GAPS:
        said = re.sub(gap, words, said)
    return said
