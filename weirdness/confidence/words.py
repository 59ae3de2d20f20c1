"""The sentences that people read on a dataset's page, made from its numbers."""

from dataclasses import dataclass
from typing import NamedTuple

from weirdness.confidence.discovery import DiscoveryCurve, Range
from weirdness.confidence.gates import RECENT_DAYS
from weirdness.confidence.numbers import Numbers, State, StateInputs
from weirdness.confidence.phrases import IF_NOTHING_NEW, counted, listed, one_in, percent
from weirdness.confidence.quiet_run import Route
from weirdness.confidence.rule import Rule

VERSION = "words/1"
NOBODY = "Nobody has looked yet."
STATE_WORDS: dict[State, str] = {
    "learning": "learning",
    "stable": "stable",
    "quiet": "quiet, too few eyes",
    "relapsed": "relapsed",
    "stale": "stale",
}


@dataclass(frozen=True, kw_only=True)
class About:
    """What the numbers don't know: the dataset's name and how its era began ("the schema change of 3 March")."""

    name: str
    era_began: str = ""


class Estimate(NamedTuple):
    """New issues in the next `uses` looks, and the share of issues found, each (low, mean, high)."""

    uses: int
    forecast: Range
    found: Range


def estimate(curve: DiscoveryCurve, uses: int = 100) -> Estimate:
    """The two ranges that the sentences name, from one discovery curve."""
    return Estimate(uses, curve.forecast(uses), curve.found())


def headline(about: About, state: State) -> str:
    """`Customer orders: learning.`"""
    return f"{about.name}: {STATE_WORDS[state]}."


def sentences(inputs: StateInputs, numbers: Numbers, guess: Estimate, about: About) -> list[str]:
    """What follows the headline; percentages rounded down. No looks: "Nobody has looked yet." and no number."""
    if not inputs.looks:
        return [NOBODY]
    point = inputs.show_point
    confident = [_confidence(inputs, numbers)] if point else []
    found = [_found(guess.found, point)] if inputs.show_found else []
    return [
        quiet_words(numbers.shortest, numbers.rule),
        *confident,
        *found,
        _forecast(guess, point),
        _based_on(inputs, about),
        *_absent(inputs),
    ]


def screen(about: About, state: State, told: list[str]) -> str:
    """Headline in bold and sentences as one Markdown paragraph."""
    return " ".join([f"**{headline(about, state)}**", *told])


def quiet_words(route: Route, rule: Rule) -> str:
    """`61 of 74 quiet uses.`; with finds among them, what that rule asks of them; complete once there are enough."""
    return _allowing_words(route) if rule == 1 else _hidden_words(route)


def _hidden_words(route: Route) -> str:
    """The second rule allows no number of finds: each makes the way longer."""
    if not route.to_go:
        return f"The quiet run is complete: {route.window:,} {'uses' if route.k else 'quiet uses'}."
    if route.k:
        return f"{route.window:,} of {route.needed:,} uses, {IF_NOTHING_NEW}."
    return f"{route.window:,} of {route.needed:,} quiet uses."


def _allowing_words(route: Route) -> str:
    allowed = f" with at most {counted(route.k, 'new oddity', 'new oddities')}" if route.k else ""
    if not route.to_go:
        kind = "uses" + allowed if route.k else "quiet uses"
        enough = f" ({route.needed:,} needed)" if route.needed < route.window else ""
        return f"The quiet run is complete: {route.window:,} {kind}{enough}."
    return f"{route.window:,} of {route.needed:,} {'uses' + allowed if route.k else 'quiet uses'}."


def _confidence(inputs: StateInputs, numbers: Numbers) -> str:
    return (
        f"Confidence {percent(numbers.confidence)} (needs {percent(numbers.needed)}) that fewer than "
        f"{one_in(inputs.tolerated_rate)} turns up something new."
    )


def _found(found: Range, point: bool) -> str:
    what = "of what people like you run into here is already on the list"
    if point:
        return f"About {percent(found.mean)} {what} (at least {percent(found.low)})."
    return f"At least {percent(found.low)} {what}."


def _forecast(guess: Estimate, point: bool) -> str:
    low, high = guess.forecast.low, guess.forecast.high
    many = f"{low:,.0f} to {high:,.0f} new oddities" if high else "no new oddities"
    if point:
        return f"The next {guess.uses} uses should turn up {many}."
    return f"It is too early for one figure; the next {guess.uses} uses should turn up {many}."


def _based_on(inputs: StateInputs, about: About) -> str:
    people = counted(inputs.people, "person", "people")
    roles = counted(sum(n > 0 for n in inputs.looks_by_viewpoint), "role")
    since = f" since {about.era_began}" if about.era_began else ""
    return f"Based on {counted(inputs.looks, 'use')} by {people} in {roles}{since}{_age(inputs)}."


def _age(inputs: StateInputs) -> str:
    days = inputs.days_since_last_look
    return f", the last {days:.0f} days ago" if days is not None and days > RECENT_DAYS / 2 else ""


def _absent(inputs: StateInputs) -> list[str]:
    if not inputs.viewpoints_missing:
        return []
    return [f"Nobody from {listed(inputs.viewpoints_missing)} has looked yet."]
