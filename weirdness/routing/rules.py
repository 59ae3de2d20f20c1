"""Ordered rules over plain facts: the first whose conditions all hold wins; each earlier one says why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from weirdness.routing.condition import Condition, Words
from weirdness.routing.conditions import KINDS
from weirdness.routing.facts import Facts


@dataclass(frozen=True)
class Clause:
    """One condition of a rule: its kind and its words."""

    kind: str
    words: Words


@dataclass(frozen=True)
class PlainRule:
    """`number`: its place as people count, from 1. `key`: whose it is, for the caller. No clause: it always holds."""

    number: int
    name: str
    clauses: tuple[Clause, ...] = ()
    key: int = 0


@dataclass(frozen=True)
class Missed:
    """A rule that did not match, and why."""

    rule: PlainRule
    because: str


@dataclass(frozen=True)
class Found:
    """The rule that matched, if any, and those before it that did not."""

    rule: PlainRule | None
    missed: tuple[Missed, ...]


def first(rules: Iterable[PlainRule], facts: Facts, kinds: Mapping[str, Condition] = KINDS) -> Found:
    missed: list[Missed] = []
    for rule in rules:
        because = why_not(rule, facts, kinds)
        if not because:
            return Found(rule, tuple(missed))
        missed.append(Missed(rule, because))
    return Found(None, tuple(missed))


def why_not(rule: PlainRule, facts: Facts, kinds: Mapping[str, Condition] = KINDS) -> str:
    """Every condition that does not hold, in words; empty: the rule matches."""
    faults = []
    for clause in rule.clauses:
        kind = kinds.get(clause.kind)
        if kind is None:
            faults.append(f"this Weirdness knows no condition “{clause.kind}”")
        elif not kind.holds(clause.words, facts):
            faults.append(kind.why_not(clause.words, facts))
    return ", and ".join(faults)


def may_reach(rule: PlainRule, facts: Facts, kinds: Mapping[str, Condition] = KINDS) -> bool:
    """Whether some flag on this dataset could match: what the rule asks of the dataset itself holds."""
    of_dataset = tuple(each for each in rule.clauses if each.kind not in kinds or kinds[each.kind].of_dataset)
    return not why_not(PlainRule(rule.number, rule.name, of_dataset), facts, kinds)


def phrase(clauses: Iterable[Clause], kinds: Mapping[str, Condition] = KINDS) -> str:
    """`the dataset is nyc/* and the severity is critical`; without a clause `anything is flagged`."""
    said = [
        kinds[each.kind].phrase(each.words) if each.kind in kinds else f"“{each.kind}”, which is not known any more"
        for each in clauses
    ]
    return " and ".join(said) or "anything is flagged"
