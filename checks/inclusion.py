"""Which of some regular expressions say the least new: a text that matches the first matches all others. Pure.

Each becomes a table of moves over the same few classes of characters; two tables are walked through side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checks.automata import Automaton, Ranges, Unknown, finder

_MOST_STATES = 500
_MOST_PAIRS = 20_000
_BEYOND = 0x110000
_States = frozenset[int]


@dataclass(frozen=True)
class _Moves:
    """`to[state][class]`, beginning with state 0; `found`: whether a text that ends in that state matches."""

    to: list[list[int]]
    found: list[bool]


def strictest(regexes: Sequence[str]) -> tuple[str, list[str]] | None:
    """One of the expressions and those that match whatever it matches, itself included; None: nothing is known."""
    automata: dict[str, Automaton] = {}
    for regex in dict.fromkeys(regexes):
        try:
            automata[regex] = finder(regex)
        except Unknown:
            continue
    tables = _tables(automata)
    if len(tables) < 2:
        return None
    found, *rest = tables
    for regex in rest:
        if _within(tables[regex], tables[found]):
            found = regex
    implied = [regex for regex in tables if _within(tables[found], tables[regex])]
    return (found, implied) if len(implied) > 1 else None


def _tables(automata: dict[str, Automaton]) -> dict[str, _Moves]:
    classes = _classes({ranges for each in automata.values() for edges in each.edges for ranges, _ in edges})
    made = {regex: _moves(automaton, classes) for regex, automaton in automata.items()}
    return {regex: moves for regex, moves in made.items() if moves is not None}


def _classes(every: set[Ranges]) -> list[int]:
    """One character for each class of those that no range tells apart."""
    borders = {0} | {border for ranges in every for low, high in ranges for border in (low, high + 1)}
    kinds: dict[tuple[bool, ...], int] = {}
    for character in sorted(borders - {_BEYOND}):
        kinds.setdefault(tuple(_holds(ranges, character) for ranges in every), character)
    return list(kinds.values())


def _holds(ranges: Ranges, character: int) -> bool:
    return any(low <= character <= high for low, high in ranges)


def _moves(automaton: Automaton, classes: list[int]) -> _Moves | None:
    """The automaton with one state for each set of states (Rabin and Scott, 1959); None: too many of them."""
    known = {ranges: [_holds(ranges, each) for each in classes] for edges in automaton.edges for ranges, _ in edges}
    sets = [_closed(automaton, {automaton.first})]
    places, to = {sets[0]: 0}, list[list[int]]()
    for states in sets:
        reached: list[set[int]] = [set() for _ in classes]
        for ranges, target in (edge for state in states for edge in automaton.edges[state]):
            for number, holds in enumerate(known[ranges]):
                if holds:
                    reached[number].add(target)
        row = []
        for each in reached:
            after = _closed(automaton, each)
            if after not in places:
                places[after] = len(sets)
                sets.append(after)
            row.append(places[after])
        to.append(row)
        if len(sets) > _MOST_STATES:
            return None
    return _Moves(to, [automaton.last in states for states in sets])


def _closed(automaton: Automaton, states: set[int]) -> _States:
    """These states and all that are reached from them without a character."""
    seen, waiting = set(states), list(states)
    while waiting:
        for other in automaton.free[waiting.pop()]:
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return frozenset(seen)


def _within(one: _Moves, other: _Moves) -> bool:
    """Whether a text that matches the one matches the other; False also when that would take too long to tell."""
    waiting = [(0, 0)]
    seen = set(waiting)
    while waiting:
        state, beside = waiting.pop()
        if (one.found[state] and not other.found[beside]) or len(seen) > _MOST_PAIRS:
            return False
        for pair in zip(one.to[state], other.to[beside], strict=True):
            if pair not in seen:
                seen.add(pair)
                waiting.append(pair)
    return True
