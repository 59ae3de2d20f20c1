"""From expectations and a table to results: refuse what cannot run, judge the rest, name the rows that fail."""

import re
from dataclasses import replace
from typing import Any

from checks.engine.evidence import Evidence, evidence, most_shown
from checks.engine.fit import Misfit, fit
from checks.engine.judge import Verdict, judge
from checks.engine.own import OwnVerdict, is_own, judge_own
from checks.engine.rows import MASK, plain
from checks.engine.table import Table
from checks.engine.waive import count_waived, known, waivers_of
from checks.expectations import KINDS
from checks.kind import Arguments, Condition, Kind
from checks.phrase import listed, percent
from checks.phrase import plain as said
from checks.specs import ExpectationResult, Plan, Row
from checks.validate import fault
from checks.words import arguments_of, column_of, sentence

_TELLS_NO_VALUE = re.compile("count|proportion|type|exist")


def evaluate(table: Table, expectations: list[Any], plan: Plan) -> tuple[ExpectationResult, ...]:
    """One result per expectation, in order; raises SourceUnreadable or OverBudget if the data gave out midway."""
    errors: dict[int, str] = {}
    asked: dict[int, tuple[str, Row]] = {}
    ours: dict[int, Verdict] = {}
    waived: dict[int, int] = {}
    for position, expectation in enumerate(expectations):
        try:
            kind, a = prepared(table, expectation, plan)
            if is_own(kind, a):
                ours[position] = _forgiving(table, plan, expectation, judge_own(table, plan, kind, a))
            else:
                asked[position] = kind.name, fit(kind, a, table)
                waived[position] = waived_by(table, plan, expectation, kind, asked[position][1])
        except Misfit as misfit:
            errors[position] = str(misfit)
    verdicts = ours | (judge(table, asked, waived, most_shown(plan)) if asked else {})
    for refused in table.faults:
        if reason := table.reason(refused):
            raise reason
    return tuple(
        _result(table, plan, expectation, verdicts.get(position), errors.get(position, ""))
        for position, expectation in enumerate(expectations)
    )


def prepared(table: Table, expectation: Any, plan: Plan) -> tuple[Kind, Arguments]:
    if reason := fault(expectation, list(table.types), dataset=table.name, source_kind=plan.source.kind):
        raise Misfit(reason)
    return KINDS[expectation["type"]], arguments_of(expectation)


def waived_by(table: Table, plan: Plan, expectation: Any, kind: Kind, fitted: Row) -> int:
    """How many of the failing rows of an expectation that Great Expectations judges are known."""
    waivers = waivers_of(plan, expectation)
    if not waivers or kind.failing is None:
        return 0
    a = Arguments(fitted)
    return count_waived(table, plan, kind.failing(a), kind.examines(a), waivers)


def _forgiving(table: Table, plan: Plan, expectation: Any, verdict: OwnVerdict) -> Verdict:
    """A verdict of ours without the rows that are waived; it holds when only these failed."""
    waivers, count = waivers_of(plan, expectation), verdict.result.get("unexpected_count")
    if not waivers or not count or verdict.failing is None:
        return verdict
    examined = KINDS[expectation["type"]].examines(arguments_of(expectation))
    waived = count_waived(table, plan, verdict.failing, examined, waivers)
    result = {**verdict.result, "unexpected_count": count - waived}
    return replace(verdict, success=verdict.success or count == waived, result=result, waived=waived)


def _result(table: Table, plan: Plan, expectation: Any, verdict: Verdict | None, error: str) -> ExpectationResult:
    given: dict[str, Any] = expectation if isinstance(expectation, dict) else {}
    if verdict and verdict.failure:
        error = _words(verdict.failure, plan.masked_columns)
    elif verdict is None and not error:
        error = "Great Expectations gave no verdict on this expectation. Write it in another way."
    found = Verdict(False, {}) if error or verdict is None else exact(table, given, verdict)
    seen = Evidence() if error else _evidence(table, plan, given, found)
    return told(plan, given, found, seen, error)


def told(plan: Plan, given: Row, found: Verdict, seen: Evidence, error: str = "") -> ExpectationResult:
    """The result of an expectation, from its verdict and the failing rows to show."""
    kwargs = given.get("kwargs")
    counted = "element_count" in found.result
    return ExpectationResult(
        id=str(given.get("id") or ""),
        type=str(given.get("type", "")),
        kwargs=kwargs if isinstance(kwargs, dict) else {},
        column=column_of(given),
        severity=given.get("severity") or "critical",
        sentence=sentence(given),
        success=found.success,
        observed=_observed(given, found, plan.masked_columns) if not error else "",
        element_count=found.result.get("element_count"),
        unexpected_count=(found.result.get("unexpected_count") or 0) if counted else None,  # None of no rows
        unexpected_percent=_percent(found.result),
        keys=seen.keys,
        examples=seen.examples,
        value_hashes=seen.hashes,
        waived_count=found.waived,
        error=error,
    )


def exact(table: Table, expectation: Row, verdict: Verdict) -> Verdict:
    """Great Expectations ignores the case of names on PostgreSQL, for which it takes us; here `Seats` is no `seats`."""
    kind, a = KINDS[expectation["type"]], arguments_of(expectation)
    wanted = [a[name] for name, argument in kind.arguments.items() if argument.expects_columns]
    names = [name for each in wanted for name in (each if isinstance(each, list) else [each])]
    return verdict if all(name in table.types for name in names) else replace(verdict, success=False)


def _percent(result: Row) -> float | None:
    """Of all rows, those with a missing value included; None when rows are not counted."""
    count, total = result.get("unexpected_count"), result.get("element_count")
    return None if count is None or total is None else round(100 * count / total, 6) if total else 0.0


def _evidence(table: Table, plan: Plan, expectation: Row, verdict: Verdict) -> Evidence:
    kind, a = KINDS[expectation["type"]], arguments_of(expectation)
    if plan.samples <= 0 or not _some_fail(verdict):
        return Evidence()
    failing = _failing(table, kind, a, verdict)
    if failing is None:
        return Evidence()
    return evidence(table, plan, kind, failing, kind.examines(a), known(waivers_of(plan, expectation)))


def _failing(table: Table, kind: Kind, a: Arguments, verdict: Verdict) -> Condition | None:
    if isinstance(verdict, OwnVerdict):
        return verdict.failing
    return kind.failing(Arguments(fit(kind, a, table))) if kind.failing else None


def _some_fail(verdict: Verdict) -> bool:
    return bool(verdict.result.get("unexpected_count")) or not verdict.success


def _observed(expectation: Row, verdict: Verdict, masked: tuple[str, ...]) -> str:
    """What was found, as short plain text; hidden when it would tell a masked value."""
    result = verdict.result
    if "unexpected_count" in result and "element_count" in result:
        return _counted(result["unexpected_count"], result["element_count"])
    if isinstance(verdict, OwnVerdict) and verdict.said:
        return MASK if _examines_masked(expectation, masked) else verdict.said
    if column_of(expectation) in masked and not _TELLS_NO_VALUE.search(expectation["type"]):
        return MASK
    value = result.get("observed_value")
    if isinstance(value, list | set | tuple):
        return listed([plain(each) for each in value], "and") if value else "nothing"
    if value is None:
        return _about_values(result)
    if "proportion" in expectation["type"]:
        return percent(round(value, 6))
    return said(float(f"{value:.6g}") if isinstance(value, float) else plain(value))


def _examines_masked(expectation: Row, masked: tuple[str, ...]) -> bool:
    return not set(masked).isdisjoint(KINDS[expectation["type"]].examines(arguments_of(expectation)))


def _counted(count: int, total: int) -> str:
    if not count:
        return f"all {total:,} rows pass"
    share = round(100 * count / total, 2) / 100
    return f"{count:,} of {total:,} rows fail ({percent(share) if share else 'under 0.01 %'})"


def _about_values(result: Row) -> str:
    """What is said of a set of values: Great Expectations counts those that are new and those that are gone."""
    new, gone = result.get("unexpected_count", 0), result.get("missing_count", 0)
    parts = [f"{said(new)} other values occur"] if new else []
    parts += [f"{said(gone)} of the values do not occur"] if gone else []
    if parts:
        return "; ".join(parts)
    return "there are no values" if "observed_value" in result and len(result) == 1 else ""


def _words(failure: str, masked: tuple[str, ...]) -> str:
    """A failure of the engine in a sentence; its own words only where they cannot tell a masked value."""
    detail = re.sub(r"\(?_?duckdb\.\w+\)?|\s+", " ", failure.partition("\n")[0]).strip()[:200]
    because = f" The engine says: {detail}" if detail and not masked else ""
    return f"This could not be evaluated on these data: check that values and columns are of one type.{because}"
