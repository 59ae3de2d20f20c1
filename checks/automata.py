"""Regular expressions as automata (Thompson, 1968), for the part of RE2's syntax that people mostly write. Pure."""

from dataclasses import dataclass, field

_LAST = 0x10FFFF
_MOST_STATES, _DEEPEST = 1_000, 20
_DIGITS, _SPACES = ((48, 57),), ((9, 10), (12, 13), (32, 32))
_WORDS = (*_DIGITS, (65, 90), (95, 95), (97, 122))
_CLASSES = {"d": _DIGITS, "w": _WORDS, "s": _SPACES}
_ANY = ((0, _LAST),)
_SIGNS = frozenset(r".^$*+?{}[]()|\/-@_:;,!#%&=<>~'" + '" ')
Ranges = tuple[tuple[int, int], ...]
_Part = tuple[int, int]  # the first and the last state of a piece of an automaton


class Unknown(ValueError):
    """The expression says something that is not read here."""


@dataclass
class Automaton:
    """`edges[state]`: ranges of characters with the state they lead to; `free[state]`: states reached without any."""

    edges: list[list[tuple[Ranges, int]]] = field(default_factory=list)
    free: list[list[int]] = field(default_factory=list)
    first: int = 0
    last: int = 0

    def state(self) -> int:
        if len(self.edges) >= _MOST_STATES:
            raise Unknown("too long")
        self.edges.append([])
        self.free.append([])
        return len(self.edges) - 1


def finder(regex: str) -> Automaton:
    """The automaton of all texts in which the expression finds something; raises Unknown."""
    reader = _Reader(regex)
    made = reader.automaton
    at_start, at_end = regex.startswith("^"), regex.endswith("$") and not regex.endswith("\\$")
    reader.at, reader.end = int(at_start), len(regex) - int(at_end)
    if (at_start or at_end) and _has_choice(regex):
        raise Unknown("an anchor that belongs to one of several choices")
    first, last = reader.choice()
    if reader.at != reader.end:
        raise Unknown("a bracket that nothing opened")
    made.first, made.last = first, last
    for state in [first] * (not at_start) + [last] * (not at_end):
        made.edges[state].append((_ANY, state))
    return made


def _has_choice(regex: str) -> bool:
    """Whether | stands outside of all brackets."""
    depth = 0
    escaped = listed = False
    for sign in regex:
        if escaped or sign == "\\":
            escaped = not escaped
        elif sign in "[]":
            listed = sign == "["
        elif not listed:
            depth += (sign == "(") - (sign == ")")
            if sign == "|" and not depth:
                return True
    return False


@dataclass
class _Reader:
    """Reads `regex` from `at` to `end` into pieces of one automaton."""

    regex: str
    at: int = 0
    end: int = 0
    depth: int = 0
    automaton: Automaton = field(default_factory=Automaton)

    def choice(self) -> _Part:
        made = self.automaton
        first, last = made.state(), made.state()
        while True:
            one = self._sequence()
            made.free[first].append(one[0])
            made.free[one[1]].append(last)
            if not self._taken("|"):
                return first, last

    def _sequence(self) -> _Part:
        first = last = self.automaton.state()
        while self.at < self.end and self.regex[self.at] not in "|)":
            begin = self.at
            part = self._repeated(begin, self._one())
            self.automaton.free[last].append(part[0])
            last = part[1]
        return first, last

    def _one(self) -> _Part:
        if self._taken("("):
            if self._taken("?") and not self._taken(":"):
                raise Unknown("a group with a question mark")
            self.depth += 1
            if self.depth > _DEEPEST:
                raise Unknown("too many brackets in brackets")
            part = self.choice()
            self.depth -= 1
            if not self._taken(")"):
                raise Unknown("a bracket that is not closed")
            return part
        first, last = self.automaton.state(), self.automaton.state()
        self.automaton.edges[first].append((self._ranges(), last))
        return first, last

    def _repeated(self, begin: int, part: _Part) -> _Part:
        """The piece as often as its * + ? or {1,2} says; it is read anew for each time."""
        (least, most), made = self._times(), self.automaton
        resume = self.at
        if self.at < self.end and self.regex[self.at] in "*+?{":
            raise Unknown("repeated twice")
        first, last = made.state(), made.state()
        made.free[first].append(part[0])
        for time in range(1, max(least, most or 0, 1)):
            self.at = begin
            if time > least - 1:
                made.free[part[1]].append(last)
            again = self._one()
            made.free[part[1]].append(again[0])
            part = again
        made.free[part[1]].append(last)
        if most is None:
            made.free[part[1]].append(part[0])
        if not least:
            made.free[first].append(last)
        self.at = resume
        return first, last

    def _times(self) -> tuple[int, int | None]:
        """At least, and at most; None: without end."""
        for sign, times in {"*": (0, None), "+": (1, None), "?": (0, 1)}.items():
            if self._taken(sign):
                self._taken("?")  # as few times as possible: the same texts match
                return times
        if not self._taken("{"):
            return 1, 1
        inner, closed, _ = self.regex[self.at : self.end].partition("}")
        least, comma, most = inner.partition(",")
        if not closed or not least.isdecimal() or not (most.isdecimal() or not most) or most == "0" or inner == "0":
            raise Unknown("braces")
        self.at += len(inner) + 1
        self._taken("?")
        return int(least), int(most) if most else (None if comma else int(least))

    def _ranges(self) -> Ranges:
        sign = self.regex[self.at]
        self.at += 1
        if sign == "[":
            return self._listed()
        if sign == "\\":
            return self._escaped()
        if sign == ".":
            return _without(((10, 10),))
        if sign in "^$*+?{}]":
            raise Unknown(sign)
        return ((ord(sign), ord(sign)),)

    def _escaped(self) -> Ranges:
        sign = self.regex[self.at] if self.at < self.end else ""
        self.at += 1
        if sign in _CLASSES:
            return _CLASSES[sign]
        if sign.lower() in _CLASSES:
            return _without(_CLASSES[sign.lower()])
        if sign not in _SIGNS:
            raise Unknown(sign)
        return ((ord(sign), ord(sign)),)

    def _listed(self) -> Ranges:
        negated, ranges = self._taken("^"), list[tuple[int, int]]()
        while not self._taken("]") or not ranges:
            low = self._member()
            if len(low) == 1 and self._taken("-"):
                if self._taken("]"):
                    ranges += [*low, (45, 45)]
                    break
                high = self._member()
                if len(high) != 1 or low[0][0] != low[0][1] or high[0][0] != high[0][1] or low > high:
                    raise Unknown("a range")
                low = ((low[0][0], high[0][0]),)
            ranges += low
        return _without(tuple(ranges)) if negated else tuple(ranges)

    def _member(self) -> Ranges:
        if self.at >= self.end or self.regex[self.at] in "[]":
            raise Unknown("a list of characters")
        sign = self.regex[self.at]
        self.at += 1
        return self._escaped() if sign == "\\" else ((ord(sign), ord(sign)),)

    def _taken(self, sign: str) -> bool:
        taken = self.at < self.end and self.regex[self.at] == sign
        self.at += taken
        return taken


def _without(ranges: Ranges) -> Ranges:
    """All characters but these."""
    left, low = [], 0
    for first, last in sorted(ranges):
        if first > low:
            left.append((low, first - 1))
        low = max(low, last + 1)
    return (*left, (low, _LAST)) if low <= _LAST else tuple(left)
