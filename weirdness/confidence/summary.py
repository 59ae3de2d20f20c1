"""All numbers of one open dataset at once, as a snapshot stores them beside the inputs they came from."""

from typing import Any

from weirdness.confidence.curve import drawing
from weirdness.confidence.discovery import DiscoveryCurve
from weirdness.confidence.methods import IN_SUMMARY
from weirdness.confidence.numbers import Numbers, StateInputs, measure
from weirdness.confidence.state import StateDecision, decide_from
from weirdness.confidence.words import About, Estimate, estimate, headline, screen, sentences


def summarise(inputs: StateInputs, about: About) -> dict[str, Any]:
    """State, reasons, numbers, curve and sentences as one JSON-serialisable dict; the same inputs give the same dict.

    Numbers that people may not see yet are there too; `show_point` and `show_found` say so, `sentences` heeds both.
    The inputs themselves: `inputs.as_json()`. Errors as in each metric.
    """
    numbers = measure(inputs)
    curve = DiscoveryCurve(inputs.finds, inputs.looks)
    guess = estimate(curve)
    decision = decide_from(inputs, numbers)
    told = sentences(inputs, numbers, guess, about)
    return {
        "methods": list(IN_SUMMARY),
        **decision._asdict(),
        **_figures(inputs, numbers, guess, curve),
        "curve": drawing(curve),
        "headline": headline(about, decision.state),
        "sentences": told,
        "screen": screen(about, decision.state, _with_reasons(decision, told)),
    }


def _figures(inputs: StateInputs, numbers: Numbers, guess: Estimate, curve: DiscoveryCurve) -> dict[str, Any]:
    return {
        "quiet_run": dict(numbers.quiet_run),
        "shortest_route": {**numbers.shortest._asdict(), "to_go": numbers.shortest.to_go},
        "confidence": numbers.confidence,
        "breadth": dict(numbers.breadth),
        "rate": curve.rate(),
        "forecast": {"uses": guess.uses, **guess.forecast._asdict()},
        "found": guess.found._asdict(),
        "show_point": inputs.show_point,
        "show_found": inputs.show_found,
    }


def _with_reasons(decision: StateDecision, told: list[str]) -> list[str]:
    """Learning and stable explain themselves; the other states say first what made them so."""
    return told if decision.state in ("learning", "stable") else [*decision.reasons, *told]
