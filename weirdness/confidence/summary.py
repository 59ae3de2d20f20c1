"""All numbers of one open dataset at once, as a snapshot stores them beside the inputs they came from."""

from collections.abc import Mapping
from typing import Any

from weirdness.confidence.figures import Figures, figures
from weirdness.confidence.methods import in_summary
from weirdness.confidence.numbers import Numbers, StateInputs, measure
from weirdness.confidence.rule import IN_FORCE, Rule
from weirdness.confidence.state import StateDecision, decide_from
from weirdness.confidence.words import About, headline, screen, sentences


def summarise(
    inputs: StateInputs, about: About, kept: Mapping[str, Any] | None = None, rule: Rule = IN_FORCE
) -> dict[str, Any]:
    """State, reasons, numbers, curve and sentences as one JSON-serialisable dict; the same inputs give the same dict.

    `kept`: an earlier result of this dataset; its curve is used again when no look, find, prior or formula changed
    since. The result is the same without it. `rule`: to make a stored result anew as it was (`rule_of`).
    Numbers that people may not see yet are there too; `show_point` and `show_found` say so, `sentences` heeds both.
    The inputs themselves: `inputs.as_json()`. Errors as in each metric.
    """
    numbers = measure(inputs, rule)
    curve = figures(inputs, kept)
    decision = decide_from(inputs, numbers)
    told = sentences(inputs, numbers, curve.guess, about)
    return {
        "methods": list(in_summary(rule)),
        **decision._asdict(),
        **_figures(inputs, numbers, curve),
        "headline": headline(about, decision.state),
        "sentences": told,
        "screen": screen(about, decision.state, _with_reasons(decision, told)),
    }


def _figures(inputs: StateInputs, numbers: Numbers, curve: Figures) -> dict[str, Any]:
    return {
        "quiet_run": dict(numbers.quiet_run),
        "shortest_route": {**numbers.shortest._asdict(), "to_go": numbers.shortest.to_go},
        "confidence": numbers.confidence,
        "needed": numbers.needed,
        "breadth": dict(numbers.breadth),
        "rate": curve.rate,
        "forecast": {"uses": curve.guess.uses, **curve.guess.forecast._asdict()},
        "found": curve.guess.found._asdict(),
        "show_point": inputs.show_point,
        "show_found": inputs.show_found,
        "prior": inputs.prior.version,
        "curve": curve.drawing,
        "curve_of": curve.of,
    }


def _with_reasons(decision: StateDecision, told: list[str]) -> list[str]:
    """Learning and stable explain themselves; the other states say first what made them so."""
    return told if decision.state in ("learning", "stable") else [*decision.reasons, *told]
