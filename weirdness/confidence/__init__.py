"""When has a dataset stopped surprising people? Pure mathematics: counts in, estimates out; no Django.

A find is given as its look position, counted from 1 in the era. Every refusal is a `Refused` (a `ValueError`) whose
text says what to mend. The formulas' versions are in `methods`.
"""

from weirdness.confidence.agreement import alpha_in_words, krippendorff_alpha_nominal
from weirdness.confidence.batch import Task, summarise_many
from weirdness.confidence.blind_sweep import BlindSweep, blind_sweep
from weirdness.confidence.breadth import Breadth, breadth, breadth_2, capped_number, effective_number
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
from weirdness.confidence.hidden import hidden_confidence, needed_confidence
from weirdness.confidence.labels import Consensus, label_consensus
from weirdness.confidence.numbers import Numbers, State, StateInputs, measure
from weirdness.confidence.outlook import Sensitivity, looks_needed, sensitivity, strictest
from weirdness.confidence.pace import Pace, pace, pace_words
from weirdness.confidence.prior import STANDING, Prior
from weirdness.confidence.quiet_run import QuietRun, Route, plan, quiet_run, shortest_route
from weirdness.confidence.quiet_run_2 import way_to_go
from weirdness.confidence.rate import RatePosterior, confidence, rate_posterior
from weirdness.confidence.refit import History, Refit, refit
from weirdness.confidence.relapse import relapse_plan, relapsed
from weirdness.confidence.rule import IN_FORCE, Rule, needed, rule_of
from weirdness.confidence.scoring import Coverage, Forecast, Score, apart, coverage, coverage_words, score
from weirdness.confidence.state import StateDecision, decide
from weirdness.confidence.summary import summarise
from weirdness.confidence.tiers import TIERS, Tier, tier, tier_cost, tier_words, tiers
from weirdness.confidence.trend import CrowAmsaa, crow_amsaa, laplace_z
from weirdness.confidence.words import STATE_WORDS, About, Estimate, estimate, headline, screen, sentences

__all__ = [
    "IN_FORCE",
    "STANDING",
    "STATE_WORDS",
    "TIERS",
    "About",
    "BlindSweep",
    "Breadth",
    "CheckPosterior",
    "Consensus",
    "Coverage",
    "CrowAmsaa",
    "DiscoveryCurve",
    "Drawing",
    "Estimate",
    "Forecast",
    "History",
    "Numbers",
    "Pace",
    "Prior",
    "QuietRun",
    "Range",
    "RatePosterior",
    "Refit",
    "Refused",
    "Route",
    "Rule",
    "Score",
    "Sensitivity",
    "State",
    "StateDecision",
    "StateInputs",
    "Task",
    "Tier",
    "alpha_in_words",
    "apart",
    "blind_sweep",
    "breadth",
    "breadth_2",
    "capped_number",
    "check_posterior",
    "check_reliable",
    "confidence",
    "coverage",
    "coverage_words",
    "crow_amsaa",
    "decide",
    "drawing",
    "effective_number",
    "estimate",
    "flap_percent",
    "flapping",
    "headline",
    "hidden_confidence",
    "krippendorff_alpha_nominal",
    "label_consensus",
    "laplace_z",
    "looks_needed",
    "measure",
    "needed",
    "needed_confidence",
    "one_run_per_data",
    "pace",
    "pace_words",
    "plan",
    "quiet_run",
    "rate_posterior",
    "refit",
    "relapse_plan",
    "relapsed",
    "rule_of",
    "score",
    "screen",
    "sensitivity",
    "sentences",
    "shortest_route",
    "strictest",
    "summarise",
    "summarise_many",
    "tier",
    "tier_cost",
    "tier_words",
    "tiers",
    "way_to_go",
]
