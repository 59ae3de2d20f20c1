"""The counts of one open dataset, and the few numbers that its state and its sentences both need."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from weirdness.confidence import rate
from weirdness.confidence.breadth import Breadth, breadth, breadth_2
from weirdness.confidence.hidden import hidden_confidence, needed_confidence
from weirdness.confidence.positions import find_positions, look_count, starting_look
from weirdness.confidence.prior import STANDING, Prior
from weirdness.confidence.quiet_run import QuietRun, Route, plan, quiet_run, shortest_route
from weirdness.confidence.quiet_run_2 import way_to_go
from weirdness.confidence.rule import IN_FORCE, Rule

State = Literal["learning", "stable", "quiet", "relapsed", "stale"]

POINT_LOOKS, POINT_PEOPLE = 10, 3
FOUND_FINDS, FOUND_LOOKS = 5, 20


@dataclass(frozen=True, kw_only=True)
class StateInputs:
    """What is known of one open dataset in its present era; every count is of that era unless it says otherwise."""

    looks: int  # U, person-days
    tolerated_rate: float  # λ*, new issues per look: key 0.02, standard 0.05, sandbox 0.10
    finds: tuple[int, ...] = ()  # look positions from 1
    since: int = 0  # look position of the last noticed change, 0: none
    look_age_days: tuple[float, ...] | None = None  # one per look, in the same order; None: all today
    looks_by_person: tuple[int, ...] = ()
    looks_by_viewpoint: tuple[int, ...] = ()
    viewpoints_missing: tuple[str, ...] = ()  # names of those from which nobody looked
    open_major: int = 0
    open_critical: int = 0
    new_critical: bool = False  # a critical issue that came after graduation is open
    untriaged: int = 0
    failing_checks: int = 0  # live expectations, severity major or critical, whose last result isn't a pass
    flapping_checks: int = 0  # of the same
    previous: State | None = None  # None: never judged
    graduated_at: int | None = None  # look position at which it last became stable, in this era
    prior: Prior = STANDING

    def __post_init__(self) -> None:
        total = look_count(self.looks)
        find_positions(self.finds, total)
        starting_look(self.since, total)
        starting_look(self.graduated_at or 0, total)

    @property
    def days_since_last_look(self) -> float | None:
        """None when nobody has looked in this era."""
        if not self.looks:
            return None
        return float(min(self.look_age_days)) if self.look_age_days is not None else 0.0

    @property
    def people(self) -> int:
        """How many different people looked."""
        return sum(looks > 0 for looks in self.looks_by_person)

    @property
    def show_point(self) -> bool:
        """Whether one figure for confidence may be named: from 10 looks and 3 people on; below, the range only."""
        return self.looks >= POINT_LOOKS and self.people >= POINT_PEOPLE

    @property
    def show_found(self) -> bool:
        """Whether the share found may be named: from 5 finds and 20 looks on."""
        return len(self.finds) >= FOUND_FINDS and self.looks >= FOUND_LOOKS

    def looks_within(self, days: float) -> int:
        """Looks of this era at most `days` old."""
        if self.look_age_days is None:
            return self.looks
        return sum(age <= days for age in self.look_age_days)

    def as_json(self) -> dict[str, Any]:
        """The counts as a snapshot keeps them: plain lists, numbers and words."""
        plain = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


class Numbers(NamedTuple):
    """Quiet run (by greatest share), the route soonest completed, confidence 0..1 with what is needed, breadth."""

    quiet_run: QuietRun
    shortest: Route
    confidence: float
    breadth: Breadth
    needed: float = rate.NEEDED
    rule: Rule = 1


def measure(inputs: StateInputs, rule: Rule = IN_FORCE) -> Numbers:
    """The numbers that the gates of `state` look at, by the formulas of that rule; errors as in each metric."""
    return _first(inputs) if rule == 1 else _second(inputs)


def _first(inputs: StateInputs) -> Numbers:
    run = (inputs.finds, inputs.looks, inputs.tolerated_rate, inputs.since)
    return Numbers(
        quiet_run=quiet_run(*run),
        shortest=shortest_route(*run),
        confidence=rate.confidence(
            inputs.finds, inputs.looks, inputs.tolerated_rate, inputs.look_age_days, inputs.prior
        ),
        breadth=breadth(inputs.looks_by_person, inputs.looks_by_viewpoint),
        needed=rate.NEEDED,
        rule=1,
    )


def _second(inputs: StateInputs) -> Numbers:
    run = (inputs.finds, inputs.looks, inputs.tolerated_rate, inputs.look_age_days, inputs.since, inputs.prior)
    way = way_to_go(*run)
    enough = plan(inputs.tolerated_rate)[0]
    return Numbers(
        quiet_run=QuietRun(passed=not way.to_go, k=way.k, window=way.window, needed=way.needed, share=way.share),
        shortest=way,
        confidence=hidden_confidence(*run),
        breadth=breadth_2(inputs.looks_by_person, inputs.looks_by_viewpoint, enough),
        needed=needed_confidence(inputs.looks, inputs.tolerated_rate, inputs.since),
        rule=2,
    )
