"""The computed state of an open dataset, why it is so, and what is missing for stable."""

from typing import NamedTuple

from weirdness.confidence import gates
from weirdness.confidence.numbers import Numbers, State, StateInputs, measure
from weirdness.confidence.phrases import counted, percent
from weirdness.confidence.relapse import relapse_plan, relapsed
from weirdness.confidence.rule import IN_FORCE, Rule

GRADUATED = ("stable", "stale")


class StateDecision(NamedTuple):
    """`state`; `reasons` in plain sentences; `missing` for stable, in words with numbers (empty when stable).

    `graduated_at`: the look position to keep with the state (None unless stable or stale); hand it in next time.
    """

    state: State
    reasons: list[str]
    missing: list[str]
    graduated_at: int | None


class _Gaps(NamedTuple):
    breadth: list[str]
    recency: list[str]
    other: list[str]

    @property
    def all(self) -> list[str]:
        return [*self.other, *self.breadth, *self.recency]


def decide(inputs: StateInputs, rule: Rule = IN_FORCE) -> StateDecision:
    """The state that follows from the counts and the previous state, by one of the rules (`rule`).

    Entering stable asks for every gate: quiet run, confidence, breadth, no open major or critical issue, nothing
    untriaged, every important check passing and none flapping, a look within 90 days and 10 within 180. Only breadth
    missing: quiet, too few eyes.

    Leaving is harder than not entering, so that one minor flag doesn't take a dataset from its owner again:
    - stable stays stable until it relapses (relapse table since graduation, a new critical issue, an important
      check that fails), goes stale, or must prove itself again (a change noticed since graduation, or a new era);
    - stale (silence, or fewer than 10 looks in 180 days) can relapse; once people look again it must pass every gate
      anew: stable if it does, else quiet or learning with the reason;
    - relapsed stays relapsed, across eras and noticed changes too, until every gate passes; what lies before that new
      graduation no longer counts towards the next relapse;
    - learning and quiet never relapse: nothing was handed over yet.
    """
    return decide_from(inputs, measure(inputs, rule))


def decide_from(inputs: StateInputs, numbers: Numbers) -> StateDecision:
    """As `decide`, from numbers already measured on the same inputs."""
    gaps = _Gaps(
        breadth=gates.breadth_gaps(inputs, numbers.breadth),
        recency=gates.recency_gaps(inputs),
        other=[
            *gates.evidence_gaps(inputs, numbers),
            *gates.issue_gaps(inputs),
            *gates.check_gaps(inputs),
        ],
    )
    restart = _restart(inputs)
    if inputs.previous in GRADUATED and not restart and (kept := _after_graduation(inputs, gaps)):
        return kept
    return _towards_stable(inputs, numbers, gaps, restart)


def _restart(inputs: StateInputs) -> list[str]:
    if inputs.previous not in GRADUATED:
        return []
    if inputs.graduated_at is None:
        return ["A new era began, so it must prove itself again."]
    if inputs.since >= inputs.graduated_at:
        return ["The data changed since it became stable, so it must prove itself again."]
    return []


def _after_graduation(inputs: StateInputs, gaps: _Gaps) -> StateDecision | None:
    if alarms := _alarms(inputs):
        return StateDecision("relapsed", alarms, gaps.all, None)
    if gaps.recency:
        return StateDecision("stale", [_silence(inputs)], gaps.all, inputs.graduated_at)
    if inputs.previous == "stable":
        reason = "It became stable and nothing since then speaks against it."
        return StateDecision("stable", [reason], [], inputs.graduated_at)
    return None


def _alarms(inputs: StateInputs) -> list[str]:
    start, rate = inputs.graduated_at or 0, inputs.tolerated_rate
    alarms = []
    if relapsed(inputs.finds, inputs.looks, rate, start):
        alarms.append(_burst(inputs.finds, start, rate))
    if inputs.new_critical:
        alarms.append("A critical issue came up after it became stable.")
    if inputs.failing_checks:
        alarms.append(f"{counted(inputs.failing_checks, 'important check fails', 'important checks fail')}.")
    return alarms


def _burst(finds: tuple[int, ...], start: int, rate: float) -> str:
    later = sorted(find for find in finds if find > start)
    spans = (
        (k, min(last - first for first, last in zip(later, later[k - 1 :], strict=False)) + 1, window)
        for k, window in relapse_plan(rate).items()
        if len(later) >= k
    )
    k, span, window = next(found for found in spans if found[1] <= found[2])
    within = "1 use" if span == 1 else f"{span} uses in a row"
    return f"{k} new oddities came within {within}; within {window} uses that is too many."


def _silence(inputs: StateInputs) -> str:
    days = inputs.days_since_last_look
    if days is None or days > gates.SILENT_DAYS:
        return f"Nobody has looked for {gates.SILENT_DAYS} days, and silence is no confidence."
    recent = counted(inputs.looks_within(gates.RECENT_DAYS), "look")
    return f"Only {recent} in the last {gates.RECENT_DAYS} days; {gates.RECENT_LOOKS} keep it stable."


def _towards_stable(inputs: StateInputs, numbers: Numbers, gaps: _Gaps, restart: list[str]) -> StateDecision:
    if not gaps.all:
        reason = (
            f"The quiet run is complete, confidence is {percent(numbers.confidence)}, enough people of different "
            "viewpoints looked, and no important issue or check is open."
        )
        return StateDecision("stable", [reason], [], inputs.looks)
    if inputs.previous == "relapsed":
        reason = "It relapsed, and not every condition for stable holds again yet."
        return StateDecision("relapsed", [reason], gaps.all, None)
    if gaps.all == gaps.breadth:
        reason = "It has been quiet for long enough, but too few eyes saw it: propose a blind sweep."
        return StateDecision("quiet", [*restart, reason], gaps.all, None)
    return StateDecision("learning", [*restart, *_why_learning(inputs)], gaps.all, None)


def _why_learning(inputs: StateInputs) -> list[str]:
    if not inputs.looks:
        return ["Nobody has looked yet."]
    if inputs.previous == "stale":
        return ["People look again after a silence, so it must prove itself again."]
    return ["Not every condition for stable holds yet."]
