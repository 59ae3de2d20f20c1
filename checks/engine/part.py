"""What one part of a folder says to a suite, kept so that an unchanged part need not be read again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from checks.engine.additive import Indivisible, as_json, check
from checks.engine.compute import compute
from checks.engine.evaluate import prepared, waived_by
from checks.engine.evidence import Evidence, evidence
from checks.engine.fit import Misfit, fit
from checks.engine.interface import Refused
from checks.engine.judge import Case, cases, failing_of, measures_of
from checks.engine.own import OwnVerdict, judge_own
from checks.engine.rows import row_keys
from checks.engine.table import Table
from checks.engine.waive import count_waived, known, waivers_of
from checks.kind import Arguments, Condition, Kind
from checks.specs import Plan, Row, Spec

ABOUT_TYPES = (
    "expect_column_type_to_be",
    "expect_column_values_to_be_in_type_list",
    "expect_column_values_to_be_of_type",
)


@dataclass(frozen=True)
class Part(Spec):
    """What is kept of a part, by position of the expectation as text; without `rows` only that it was seen.

    `measured`: the measures that Great Expectations' verdicts need, in their order. `own`: rows, missing and failing
    ones of each expectation about some rows. `failing`: failing rows without those that are waived; `waived`: these.
    """

    path: str
    fingerprint: str
    rows: int | None = None
    measured: tuple[Any, ...] = ()
    own: dict[str, Any] = field(default_factory=dict)
    failing: dict[str, int] = field(default_factory=dict)
    waived: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A suite on tables of these columns: what Great Expectations judges by measures, what we judge of some rows.

    `typed` asks about the types of the columns alone, which the parts have in common.
    """

    expectations: Sequence[Row]
    cases: dict[int, Case]
    own: dict[int, tuple[Kind, Arguments]]
    typed: dict[int, tuple[str, Row]]

    @classmethod
    def of(cls, table: Table, expectations: Sequence[Row], plan: Plan) -> "Asked":
        """Raises Indivisible when something cannot be told from parts, or cannot be asked at all."""
        theirs: dict[int, tuple[str, Row]] = {}
        ours: dict[int, tuple[Kind, Arguments]] = {}
        for position, expectation in enumerate(expectations):
            try:
                kind, a = prepared(table, expectation, plan)
                if kind.judge is not None:
                    raise Indivisible
                if a["where"]:
                    ours[position] = _row_wise(kind, a), a
                else:
                    theirs[position] = kind.name, fit(kind, a, table)
            except Misfit:
                raise Indivisible from None
        typed = {p: asked for p, asked in theirs.items() if asked[0] in ABOUT_TYPES}
        known_cases = cases(table, {p: asked for p, asked in theirs.items() if p not in typed})
        if len(known_cases) + len(typed) < len(theirs):
            raise Indivisible
        for measure in measures_of(known_cases):
            check(table, measure)
        return cls(expectations, known_cases, ours, typed)


def _row_wise(kind: Kind, a: Arguments) -> Kind:
    if kind.repeats or kind.failing is None or " OVER (" in kind.failing(a).sql:
        raise Indivisible
    return kind


def read(table: Table, path: str, asked: Asked, plan: Plan) -> tuple[Part, dict[str, Evidence]]:
    """A part, and its first failing rows; raises Indivisible."""
    found = compute(table, measures_of(asked.cases))
    if any(isinstance(value, Refused) for value in found.values()):
        raise Indivisible
    failing: dict[int, int] = {p: failing_of(table, case, found) for p, case in asked.cases.items()}
    ours = {position: _judged(table, plan, kind, a) for position, (kind, a) in asked.own.items()}
    failing |= {position: int(verdict.result["unexpected_count"]) for position, verdict in ours.items()}
    waived, shown = {}, {}
    for position in [p for p, count in failing.items() if count]:
        waived[str(position)] = _waived(table, plan, asked.expectations[position], ours.get(position))
        shown[str(position)] = _shown(table, plan, asked.expectations[position], ours.get(position))
    part = Part(
        path=path,
        fingerprint=table.fingerprint,
        rows=table.row_count,
        measured=tuple(as_json(found[each]) for each in measures_of(asked.cases)),
        own={str(position): _counts(verdict) for position, verdict in ours.items()},
        failing={at: count - waived[at] for p, count in failing.items() if (at := str(p)) in waived},
        waived={at: count for at, count in waived.items() if count},
    )
    return part, shown


def _judged(table: Table, plan: Plan, kind: Kind, a: Arguments) -> OwnVerdict:
    try:
        verdict = judge_own(table, plan, kind, a)
    except Misfit:
        raise Indivisible from None
    if verdict.failure:
        raise Indivisible
    return verdict


def _counts(verdict: OwnVerdict) -> list[int]:
    return [int(verdict.result[name]) for name in ("element_count", "missing_count", "unexpected_count")]


def _waived(table: Table, plan: Plan, expectation: Row, ours: OwnVerdict | None) -> int:
    kind, a = prepared(table, expectation, plan)
    if ours is None:
        return waived_by(table, plan, expectation, kind, fit(kind, a, table))
    waivers = waivers_of(plan, expectation)
    assert ours.failing is not None
    return count_waived(table, plan, ours.failing, kind.examines(a), waivers) if waivers else 0


def _shown(table: Table, plan: Plan, expectation: Row, ours: OwnVerdict | None) -> Evidence:
    """Rows without key columns are named by how often they occur in the whole, which a part does not tell."""
    if not row_keys(plan.key_columns, plan.masked_columns):
        raise Indivisible
    kind, a = prepared(table, expectation, plan)
    failing = ours.failing if ours else _condition(table, kind, a)
    assert failing is not None
    return evidence(table, plan, kind, failing, kind.examines(a), known(waivers_of(plan, expectation)))


def _condition(table: Table, kind: Kind, a: Arguments) -> Condition:
    assert kind.failing is not None
    return kind.failing(Arguments(fit(kind, a, table)))
