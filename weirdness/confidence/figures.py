"""What the discovery curve of one dataset says, as plain figures that a stored result can hand on."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from weirdness.confidence.curve import VERSION as DRAWING
from weirdness.confidence.curve import Drawing, drawing
from weirdness.confidence.discovery import VERSION as DISCOVERY
from weirdness.confidence.discovery import DiscoveryCurve, Range
from weirdness.confidence.numbers import StateInputs
from weirdness.confidence.words import Estimate, estimate


class Figures(NamedTuple):
    """`of`: a digest of all that the figures hang on (looks, finds, prior, versions of the formulas)."""

    of: str
    rate: float
    guess: Estimate
    drawing: Drawing


def figures(inputs: StateInputs, kept: Mapping[str, Any] | None = None) -> Figures:
    """From the finds and looks, or out of the result `kept` of the same ones; both ways give the same figures."""
    of = _digest(inputs)
    if kept is not None and kept.get("curve_of") == of:
        return _again(of, kept)
    curve = DiscoveryCurve(inputs.finds, inputs.looks, inputs.prior)
    return Figures(of, curve.rate(), estimate(curve), drawing(curve))


def _digest(inputs: StateInputs) -> str:
    parts = [DISCOVERY, DRAWING, inputs.looks, sorted(inputs.finds), inputs.prior.as_json()]
    return hashlib.sha256(json.dumps(parts, default=int).encode()).hexdigest()[:32]


def _again(of: str, kept: Mapping[str, Any]) -> Figures:
    forecast = dict(kept["forecast"])
    uses = forecast.pop("uses")
    return Figures(of, kept["rate"], Estimate(uses, Range(**forecast), Range(**kept["found"])), kept["curve"])
