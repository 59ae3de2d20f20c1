"""When has a dataset stopped surprising people? Pure mathematics: counts in, estimates out; no Django.

A find is given as its look position, counted from 1 in the era. Every refusal is a `Refused` (a `ValueError`) whose
text says what to mend. The formulas' versions are in `methods`.
"""

from weirdness.confidence.agreement import alpha_in_words, krippendorff_alpha_nominal
from weirdness.confidence.blind_sweep import BlindSweep, blind_sweep
from weirdness.confidence.breadth import Breadth, breadth, effective_number
from weirdness.confidence.check_health import (
    CheckPosterior,
    check_posterior,
    check_reliable,
    flap_percent,
    flapping,
    one_run_per_data,
)
from weirdness.confidence.curve import Drawing, drawing
from weirdness.confidence.discovery import DiscoveryCurve, Range
from weirdness.confidence.errors import Refused
from weirdness.confidence.labels import Consensus, label_consensus
from weirdness.confidence.numbers import Numbers, State, StateInputs, measure
from weirdness.confidence.quiet_run import QuietRun, Route, plan, quiet_run, shortest_route
from weirdness.confidence.rate import RatePosterior, confidence, rate_posterior
from weirdness.confidence.relapse import relapse_plan, relapsed
from weirdness.confidence.state import StateDecision, decide
from weirdness.confidence.summary import summarise
from weirdness.confidence.trend import CrowAmsaa, crow_amsaa, laplace_z
from weirdness.confidence.words import STATE_WORDS, About, Estimate, estimate, headline, screen, sentences

__all__ = [
    "STATE_WORDS",
    "About",
    "BlindSweep",
    "Breadth",
    "CheckPosterior",
    "Consensus",
    "CrowAmsaa",
    "DiscoveryCurve",
    "Drawing",
    "Estimate",
    "Numbers",
    "QuietRun",
    "Range",
    "RatePosterior",
    "Refused",
    "Route",
    "State",
    "StateDecision",
    "StateInputs",
    "alpha_in_words",
    "blind_sweep",
    "breadth",
    "check_posterior",
    "check_reliable",
    "confidence",
    "crow_amsaa",
    "decide",
    "drawing",
    "effective_number",
    "estimate",
    "flap_percent",
    "flapping",
    "headline",
    "krippendorff_alpha_nominal",
    "label_consensus",
    "laplace_z",
    "measure",
    "one_run_per_data",
    "plan",
    "quiet_run",
    "rate_posterior",
    "relapse_plan",
    "relapsed",
    "screen",
    "sentences",
    "shortest_route",
    "summarise",
]
