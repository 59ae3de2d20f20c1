"""What is still missing for stable, as four bars: uses, people, viewpoints, issues and checks. From stored inputs."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from weirdness.confidence import Pace, Route, Rule, StateInputs, looks_needed, pace, pace_words, rule_of
from weirdness.confidence.breadth import NEEDED_PEOPLE, NEEDED_VIEWPOINTS
from weirdness.confidence.gates import recency_gaps
from weirdness.confidence.phrases import IF_NOTHING_NEW, counted, listed, percent, tenths
from weirdness.confidence.rate import NEEDED
from weirdness.models import Snapshot
from weirdness.services import stored

ROUNDING = 1e-9


@dataclass(frozen=True)
class Bar:
    """`had` of `needed`, and the same in words (`have`); `share` 0 to 1, 1 only when nothing is missing.

    `words`: what else is to be said of it.
    """

    name: str
    had: float
    needed: float
    have: str
    share: float
    words: list[str] = field(default_factory=list)

    @property
    def hundred(self) -> int:
        return int(self.share * 100)

    @property
    def is_full(self) -> bool:
        return self.share >= 1


def bars(snapshot: Snapshot, today: date) -> list[Bar]:
    inputs, breadth = stored.inputs_of(snapshot), snapshot.result["breadth"]
    return [
        _uses(inputs, snapshot.result, today),
        _people(inputs, breadth["people"]),
        _viewpoints(inputs, breadth["viewpoints"]),
        _open(inputs),
    ]


def needed_confidence(result: dict[str, Any]) -> float:
    """What stable asked for by the rule of a stored result; the first rule's results did not say it."""
    return float(result.get("needed", NEEDED))


def looks_to_go(inputs: StateInputs, result: dict[str, Any]) -> int:
    """Clean looks still needed; a result of the second rule says so itself, and it took most of its making."""
    if rule_of(result.get("methods", ())) == 2:
        return int(result["shortest_route"]["to_go"])
    return looks_needed(inputs, rule=1)


def pace_of(inputs: StateInputs, result: dict[str, Any]) -> Pace | None:
    """When the uses that are still missing will have happened; None: none is missing, or it is too early to say."""
    needed = looks_to_go(inputs, result)
    if not needed or not inputs.show_point or inputs.look_age_days is None:
        return None
    return pace(needed, inputs.look_age_days)


def _uses(inputs: StateInputs, result: dict[str, Any], today: date) -> Bar:
    told, sure, asked = result["shortest_route"], result["confidence"], needed_confidence(result)
    route = Route(told["k"], told["window"], told["needed"])
    words = _finds_among(route, rule_of(result.get("methods", ())))
    enough = sure >= asked
    if inputs.show_point and not enough:
        words.append(f"Confidence is {percent(sure)}; {percent(asked)} are needed.")
    gaps = recency_gaps(inputs) if inputs.looks else []
    words += [f"Also needed: {gap}." for gap in gaps]
    window = min(route.window, route.needed)
    return Bar(
        name="Uses",
        had=window,
        needed=route.needed,
        have=f"{window:,} of {route.needed:,} {'uses' if route.k else 'quiet uses'}",
        share=route.share if enough and not gaps else min(route.share, 0.99),
        words=[*words, *_when(inputs, result, today)],
    )


def _finds_among(route: Route, rule: Rule) -> list[str]:
    if not route.k:
        return []
    if rule == 1:
        return [f"with at most {counted(route.k, 'new oddity', 'new oddities')} among them"]
    return [IF_NOTHING_NEW] if route.to_go else []


def _when(inputs: StateInputs, result: dict[str, Any], today: date) -> list[str]:
    """When, at today's pace; too few looks say nothing about that."""
    needed = looks_to_go(inputs, result)
    if not needed:
        return []
    if not inputs.show_point or inputs.look_age_days is None:
        return [f"{counted(needed, 'more use')} without anything new; it is too early to say when that will be."]
    return [pace_words(pace_of(inputs, result), today)]


def _people(inputs: StateInputs, have: float) -> Bar:
    words = []
    if have < NEEDED_PEOPLE - ROUNDING and inputs.people >= NEEDED_PEOPLE:
        words = [f"{inputs.people} people looked, but a few so often that they count as {tenths(have)}."]
    said = f"{tenths(have)} of {NEEDED_PEOPLE:g}"
    return Bar("People", have, NEEDED_PEOPLE, said, _share(have, NEEDED_PEOPLE), words)


def _viewpoints(inputs: StateInputs, have: float) -> Bar:
    absent = inputs.viewpoints_missing
    words = [f"Nobody from {listed(absent)} has looked yet."] if absent else []
    said = f"{tenths(have)} of {NEEDED_VIEWPOINTS:g}"
    return Bar("Viewpoints", have, NEEDED_VIEWPOINTS, said, _share(have, NEEDED_VIEWPOINTS), words)


def _share(have: float, need: float) -> float:
    return min(1.0, (have + ROUNDING) / need)


def _open(inputs: StateInputs) -> Bar:
    waits = {
        counted(inputs.open_critical, "open critical issue"): inputs.open_critical,
        counted(inputs.open_major, "open major issue"): inputs.open_major,
        counted(inputs.untriaged, "issue that nobody judged", "issues that nobody judged"): inputs.untriaged,
        counted(inputs.failing_checks, "important check fails", "important checks fail"): inputs.failing_checks,
        counted(inputs.flapping_checks, "important check flaps", "important checks flap"): inputs.flapping_checks,
    }
    many = sum(waits.values())
    have = f"{many:,} in the way" if many else "none in the way"
    told = [words for words, number in waits.items() if number]
    return Bar("Issues and checks", many, 0, have, 0.0 if many else 1.0, told)
