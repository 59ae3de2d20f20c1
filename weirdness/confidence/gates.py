"""The gates on the way to stable: each says in words what is still missing."""

import math
from collections.abc import Iterator

from weirdness.confidence.breadth import NEEDED_PEOPLE, NEEDED_VIEWPOINTS, Breadth
from weirdness.confidence.numbers import Numbers, StateInputs
from weirdness.confidence.phrases import IF_NOTHING_NEW, counted, listed, percent, tenths

SILENT_DAYS = 90
RECENT_DAYS, RECENT_LOOKS = 180, 10
_ROUNDING = 1e-9


def evidence_gaps(inputs: StateInputs, numbers: Numbers) -> list[str]:
    """What is missing in quiet looks and confidence."""
    gaps = []
    if not numbers.quiet_run["passed"]:
        gaps.append(_quiet_gap(numbers))
    if numbers.confidence < numbers.needed:
        known = f"confidence {percent(numbers.confidence)}, needs {percent(numbers.needed)}"
        gaps.append(known if inputs.show_point else f"confidence of {percent(numbers.needed)}, too early to tell")
    return gaps


def _quiet_gap(numbers: Numbers) -> str:
    route = numbers.shortest
    if numbers.rule == 2 and route.k:
        return f"{counted(route.to_go, 'more look')}, {IF_NOTHING_NEW}"
    return counted(route.to_go, "more quiet look")


def breadth_gaps(inputs: StateInputs, breadth: Breadth) -> list[str]:
    """What is missing in people and viewpoints: how many, and which."""
    return [
        *_people_gap(inputs.looks_by_person, breadth["people"]),
        *_viewpoint_gap(inputs, breadth["viewpoints"]),
    ]


def _people_gap(looks_by_person: tuple[int, ...], effective: float) -> Iterator[str]:
    if effective >= NEEDED_PEOPLE - _ROUNDING:
        return
    people = sum(looks > 0 for looks in looks_by_person)
    needed = f"{NEEDED_PEOPLE:g}"
    if people >= NEEDED_PEOPLE:
        yield (
            f"looks shared more evenly: {people} people looked, but a few so often "
            f"that they count as {tenths(effective)} of {needed}"
        )
        return
    more = counted(math.ceil(NEEDED_PEOPLE) - people, "more person", "more people")
    uneven = people and effective < people - 0.05
    yield f"{more} (so far they count as {tenths(effective)} of {needed})" if uneven else more


def _viewpoint_gap(inputs: StateInputs, effective: float) -> Iterator[str]:
    if effective >= NEEDED_VIEWPOINTS - _ROUNDING:
        return
    if not inputs.looks:
        yield "people of at least 2 viewpoints"
        return
    who = f" ({listed(inputs.viewpoints_missing)})" if inputs.viewpoints_missing else ""
    yield f"more looks from another viewpoint{who}: so far they count as {tenths(effective)} of {NEEDED_VIEWPOINTS:g}"


def issue_gaps(inputs: StateInputs) -> list[str]:
    """Open major and critical issues, and what waits for triage."""
    waiting = counted(inputs.untriaged, "issue waits", "issues wait")
    told = {
        counted(inputs.open_critical, "open critical issue"): inputs.open_critical,
        counted(inputs.open_major, "open major issue"): inputs.open_major,
        f"{waiting} for triage": inputs.untriaged,
    }
    return [words for words, count in told.items() if count]


def check_gaps(inputs: StateInputs) -> list[str]:
    """Live expectations of severity major or critical that fail or flap."""
    told = {
        counted(inputs.failing_checks, "important check fails", "important checks fail"): inputs.failing_checks,
        counted(inputs.flapping_checks, "important check flaps", "important checks flap"): inputs.flapping_checks,
    }
    return [words for words, count in told.items() if count]


def recency_gaps(inputs: StateInputs) -> list[str]:
    """What makes the looks too old: none for 90 days, or fewer than 10 in 180."""
    silent = inputs.days_since_last_look
    if silent is None:
        return ["a first look"]
    if silent > SILENT_DAYS:
        return [f"a new look (the last was {silent:.0f} days ago)"]
    recent = inputs.looks_within(RECENT_DAYS)
    if recent < RECENT_LOOKS:
        more = counted(RECENT_LOOKS - recent, "more look")
        return [f"{more} ({recent} in the last {RECENT_DAYS} days, {RECENT_LOOKS} needed)"]
    return []
