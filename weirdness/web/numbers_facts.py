"""The numbers behind a stored estimate, for experts: everything is computed from the snapshot's own inputs."""

from dataclasses import dataclass
from functools import lru_cache

from weirdness.confidence import (
    CrowAmsaa,
    DiscoveryCurve,
    Range,
    RatePosterior,
    Refused,
    Sensitivity,
    StateInputs,
    confidence,
    crow_amsaa,
    laplace_z,
    rate_posterior,
    relapse_plan,
    rule_of,
    sensitivity,
    strictest,
)
from weirdness.confidence.hidden import fresh, hidden
from weirdness.confidence.posterior import (
    HiddenRate,
    Share,
    floor_shares,
    hidden_rate,
    rate_density,
    rate_quantiles,
    shape_shares,
)
from weirdness.confidence.quiet_run import Route, routes
from weirdness.confidence.rate import look_ages
from weirdness.confidence.rule import needed as needed_at
from weirdness.models import Snapshot
from weirdness.services import missing, stored
from weirdness.web import plots
from weirdness.web.plots import Plot

RATES = (0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.10, 0.15, 0.20, 0.30)
CLEAR = 1.96  # standard deviations beyond which a trend is told as clear


@dataclass(frozen=True)
class Rate:
    """The posterior of a constant rate with fading looks: the first rule's confidence, later ones' cross-check."""

    posterior: RatePosterior
    low: float
    middle: float
    high: float
    share: float
    plot: Plot


@dataclass(frozen=True)
class Hidden:
    """The second rule's confidence: what is left is rare enough, and it was looked at lately."""

    rate: HiddenRate
    rare: float
    recent: float
    plot: Plot


@dataclass(frozen=True)
class Curve:
    found: Range
    rate: float
    shapes: list[Share]
    floors: list[Share]


@dataclass(frozen=True)
class Trend:
    """None: too few finds for that test."""

    z: float | None
    power: CrowAmsaa | None

    @property
    def words(self) -> str:
        if self.z is None:
            return "A trend needs a find before the last use."
        if abs(self.z) < CLEAR:
            return "No clear trend: chance alone gives a z this far from 0 more than once in twenty times."
        way = "more rarely" if self.z < 0 else "more often"
        return f"New oddities come {way} than at first; chance alone gives that less than once in forty times."

    @property
    def power_words(self) -> str:
        if self.power is None:
            return ""
        if self.power.beta < 1:
            return "below 1: they are getting rarer"
        return "above 1: they are getting more frequent" if self.power.beta > 1 else "1: no trend"


@dataclass(frozen=True)
class Numbers:
    snapshot: Snapshot
    inputs: StateInputs
    rate: Rate | None
    hidden: Hidden | None
    curve: Curve | None
    trend: Trend
    routes: list[Route]
    relapse: dict[int, int]
    sensitivity: list[Sensitivity]
    promise: float | None
    needed: float
    plot: Plot
    people: list[int]


@lru_cache(maxsize=64)
def outlook(inputs: StateInputs) -> tuple[list[Sensitivity], float | None]:
    """At other rates, and the smallest that could be promised. Kept: a stored estimate's inputs never change."""
    return sensitivity(inputs, sorted({*RATES, inputs.tolerated_rate})), strictest(inputs)


def numbers(snapshot: Snapshot) -> Numbers:
    inputs = stored.inputs_of(snapshot)
    found, promise = outlook(inputs)
    needed = missing.needed_confidence(snapshot.result)
    return Numbers(
        snapshot=snapshot,
        inputs=inputs,
        rate=_rate(inputs),
        hidden=_hidden(inputs) if rule_of(snapshot.result["methods"]) == 2 and inputs.looks else None,
        curve=_curve(inputs),
        trend=_trend(inputs),
        routes=routes(inputs.finds, inputs.looks, inputs.tolerated_rate, inputs.since),
        relapse=relapse_plan(inputs.tolerated_rate),
        sensitivity=found,
        promise=promise,
        needed=needed,
        plot=plots.sensitivity(found, inputs.tolerated_rate, [needed_at(inputs.looks, each.rate) for each in found]),
        people=sorted(inputs.looks_by_person, reverse=True),
    )


def _rate(inputs: StateInputs) -> Rate | None:
    if not inputs.looks:
        return None
    about = (inputs.finds, inputs.looks, inputs.tolerated_rate, inputs.look_age_days, inputs.prior)
    posterior = rate_posterior(*about)
    low, middle, high = rate_quantiles(posterior)
    points = rate_density(posterior, up_to=inputs.tolerated_rate * 1.5)
    share = confidence(*about)
    return Rate(posterior, low, middle, high, share, plots.density(points, inputs.tolerated_rate, share))


@lru_cache(maxsize=64)
def _hidden(inputs: StateInputs) -> Hidden:
    rate = inputs.tolerated_rate
    ages = look_ages(inputs.look_age_days, inputs.looks)[inputs.since :]
    found = hidden_rate(inputs.finds, inputs.looks, inputs.prior, up_to=rate * 1.5)
    rare = hidden(inputs.finds, inputs.looks, rate, inputs.prior)
    return Hidden(found, rare, fresh(ages, rate, inputs.prior), plots.density(found.points, rate, rare))


def _curve(inputs: StateInputs) -> Curve | None:
    if not inputs.looks:
        return None
    curve = DiscoveryCurve(inputs.finds, inputs.looks, inputs.prior)
    return Curve(curve.found(), curve.rate(), shape_shares(curve), floor_shares(curve))


def _trend(inputs: StateInputs) -> Trend:
    try:
        return Trend(laplace_z(inputs.finds, inputs.looks), crow_amsaa(inputs.finds, inputs.looks))
    except Refused:  # no find yet, or none before the last look
        return Trend(None, None)
