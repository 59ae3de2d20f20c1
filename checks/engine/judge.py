"""Great Expectations says what to measure and judges the measures; how they are taken is ours (compute.py).

Only counts and statistics come back, never rows. What a metric of ours does not know, its own resolver does.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import great_expectations as gx
from great_expectations.exceptions.exceptions import GreatExpectationsError
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

from checks.engine.compute import compute
from checks.engine.interface import Refused
from checks.engine.measures import Known, Measure, Recipe, recipe
from checks.engine.progress import progress
from checks.engine.resolve import COUNTS_ONLY, engine_of, resolved
from checks.engine.table import Table
from checks.expectations import KINDS
from checks.kind import Arguments
from checks.specs import Row

VERSION = gx.__version__
_POSITION = "position"
_JUDGING_FAILED = (GreatExpectationsError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations says: its result dict (counts, observed_value), or the message of its failure."""

    success: bool
    result: Row
    failure: str = ""
    waived: int = 0


@dataclass(frozen=True)
class Case:
    """An expectation whose metrics are all known: metric → what to measure and how its value follows."""

    expectation: Expectation
    recipes: dict[str, Recipe]

    @property
    def counted(self) -> str:
        """The metric that counts failing rows."""
        return f"{getattr(self.expectation, 'map_metric', None)}.unexpected_count"


def judge(table: Table, asked: dict[int, tuple[str, Row]], waived: dict[int, int], most: int = 0) -> dict[int, Verdict]:
    """Verdicts by position for expectations given as position → (type, arguments).

    `waived`: so many of the failing rows are known, and are taken from the count before it is judged. `most`: so many
    of the first failing rows will be asked for.
    """
    with _quietly():
        engine, configured = engine_of(table), _configured(asked)
        known = {} if table.kind == "spark" else _known(engine, table, asked, configured)
        found = compute(table, _measures(known), lambda done, of: _tell(table, len(asked), done / of), most)
        verdicts = {p: _judged(engine, table, case, found, waived.get(p, 0)) for p, case in known.items()}
        rest = [configured[position] for position in asked if position not in known]
        return verdicts | _resolved(table, engine, rest)


def cases(table: Table, asked: dict[int, tuple[str, Row]]) -> dict[int, Case]:
    """Those expectations whose metrics are all known here, by position."""
    with _quietly():
        return _known(engine_of(table), table, asked, _configured(asked))


def measures_of(known: dict[int, Case]) -> list[Measure]:
    return list(dict.fromkeys(_measures(known)))


def failing_of(table: Table, case: Case, found: dict[Measure, Any]) -> int:
    """How many rows fail, waived ones included; 0 of an expectation that looks at no single rows."""
    parts, follows = case.recipes.get(case.counted, ((), lambda: 0))
    return int(follows(*(part.answer(table) if isinstance(part, Known) else found[part] for part in parts)))


def verdicts_of(
    table: Table, known: dict[int, Case], found: dict[Measure, Any], waived: dict[int, int]
) -> dict[int, Verdict]:
    """What the measures mean, wherever they were taken; `waived` as for judge()."""
    with _quietly():
        engine = engine_of(table)
        return {p: _judged(engine, table, case, found, waived.get(p, 0)) for p, case in known.items()}


@contextmanager
def _quietly() -> Iterator[None]:
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    with warnings.catch_warnings(), _configurations_kept():
        warnings.simplefilter("ignore")
        yield


def _configured(asked: dict[int, tuple[str, Row]]) -> dict[int, ExpectationConfiguration]:
    return {
        position: ExpectationConfiguration(type=kind, kwargs=kwargs, meta={_POSITION: position})
        for position, (kind, kwargs) in asked.items()
    }


def _tell(table: Table, of: int, share: float) -> None:
    progress(done=int(of * share), of=of, rows=table.row_count)


@contextmanager
def _configurations_kept() -> Iterator[None]:
    """An expectation rebuilds its configuration at each access, dozens of times per verdict: keep the first."""
    original: Any = vars(Expectation)["configuration"]
    kept: dict[int, tuple[Expectation, Any]] = {}

    def once(self: Expectation) -> Any:
        if id(self) not in kept:
            kept[id(self)] = (self, original.fget(self))
        return kept[id(self)][1]

    setattr(Expectation, "configuration", property(once))  # noqa: B010
    try:
        yield
    finally:
        setattr(Expectation, "configuration", original)  # noqa: B010


def _known(
    engine: ExecutionEngine[Any], table: Table, asked: dict[int, tuple[str, Row]], configured: dict[int, Any]
) -> dict[int, Case]:
    cases = {position: _case(engine, table, configured[position], *asked[position]) for position in asked}
    return {position: case for position, case in cases.items() if case is not None}


def _case(engine: ExecutionEngine[Any], table: Table, configured: Any, name: str, kwargs: Row) -> Case | None:
    """None: a metric is not known to us, or Great Expectations refuses the arguments and shall say so itself."""
    try:
        expectation = configured.to_domain_obj()
        needed = expectation.get_validation_dependencies(execution_engine=engine, runtime_configuration=_format())
    except _JUDGING_FAILED:
        return None
    kind, a = KINDS[name], Arguments(kwargs)
    recipes = {}
    for called, metric in needed.metric_configurations.items():
        known = recipe(metric.metric_name, kind, a, table.kind)
        if known is None:
            return None
        recipes[called] = known
    return Case(expectation, recipes)


def _format() -> Row:
    return {"result_format": dict(COUNTS_ONLY)}


def _measures(cases: dict[int, Case]) -> Iterator[Measure]:
    for case in cases.values():
        for parts, _ in case.recipes.values():
            yield from (part for part in parts if not isinstance(part, Known))


def _judged(engine: ExecutionEngine[Any], table: Table, case: Case, found: dict[Measure, Any], waived: int) -> Verdict:
    metrics = {}
    for metric, (parts, follows) in case.recipes.items():
        values = [part.answer(table) if isinstance(part, Known) else found[part] for part in parts]
        if refused := next((str(value) for value in values if isinstance(value, Refused)), ""):
            return Verdict(False, {}, refused)
        metrics[metric] = follows(*values) - waived if metric == case.counted and waived else follows(*values)
    try:
        # What each kind overrides; metrics_validate() around it would name every metric once more, which takes longest.
        judged: Any = case.expectation._validate(
            metrics=metrics, runtime_configuration=_format(), execution_engine=engine
        )
    except _JUDGING_FAILED as error:
        return Verdict(False, {}, str(error) or type(error).__name__)
    return Verdict(bool(judged["success"]), dict(judged.get("result") or {}), waived=waived)


def _resolved(table: Table, engine: ExecutionEngine[Any], configured: list[Any]) -> dict[int, Verdict]:
    """Together; one by one when Great Expectations cannot even say what one of them needs."""
    if not configured:
        return {}
    try:
        found = resolved(table, engine, configured)
    except _JUDGING_FAILED as error:
        if len(configured) == 1:
            return {int(configured[0].meta[_POSITION]): Verdict(False, {}, str(error) or type(error).__name__)}
        return {
            position: verdict for each in configured for position, verdict in _resolved(table, engine, [each]).items()
        }
    return {int(each.expectation_config.meta[_POSITION]): _verdict(each) for each in found}


def _verdict(found: Any) -> Verdict:
    return Verdict(bool(found.success), dict(found.result or {}), _failure(found.exception_info or {}))


def _failure(info: dict[str, Any]) -> str:
    """Great Expectations reports one failure flat, and one of several metrics nested by the metric's name."""
    infos = [info] if "raised_exception" in info else list(info.values())
    raised = [str(each.get("exception_message")) for each in infos if each.get("raised_exception")]
    return raised[0] if raised else ""
