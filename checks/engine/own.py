"""Kinds that are judged by us: what Great Expectations lacks, and every kind that is asked of some rows only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from checks import where
from checks.engine.fit import Misfit, fit, fit_value
from checks.engine.interface import Refused
from checks.engine.judge import Verdict
from checks.engine.table import Table, open_table
from checks.kind import Arguments, Condition, Data, Kind, Outcome, Unable
from checks.own import EVERYTHING, by_rows
from checks.specs import Plan, Row
from checks.sql import quoted


@dataclass(frozen=True)
class OwnVerdict(Verdict):
    """`failing` finds the rows that failed; `said` is what was observed, in words."""

    failing: Condition | None = None
    said: str = ""


@dataclass(frozen=True)
class OpenData:
    """A table as checks.kind.Data."""

    table: Table
    plan: Plan
    among: Condition = EVERYTHING
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def number(self) -> str:
        return self.table.number

    @property
    def columns(self) -> dict[str, str]:
        return dict(self.table.columns)

    @property
    def history(self) -> tuple[Row, ...]:
        return self.plan.history

    def ask(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        return self.table.attempt(statement, values)

    @property
    def language(self) -> str:
        return self.table.kind

    def written(self, statement: str) -> list[tuple[Any, ...]]:
        return self.table.written(statement)

    @contextmanager
    def other(self, dataset: str) -> Iterator[Data]:
        if dataset not in self.plan.others:
            raise Unable(f"There is no dataset {dataset} to compare with. Register it, or choose another one.")
        with open_table(self.plan.others[dataset]) as table:
            yield OpenData(table, self.plan, now=self.now)


def is_own(kind: Kind, a: Arguments) -> bool:
    """Whether an expectation is judged here and not by Great Expectations."""
    return kind.judge is not None or bool(a["where"])


def judge_own(table: Table, plan: Plan, kind: Kind, a: Arguments) -> OwnVerdict:
    """The verdict on one expectation, whose arguments may be unfitted; raises Misfit with a sentence."""
    fitted = Arguments(fit(kind, a, table))
    conditions = where.fitted(a["where"], lambda column, value: fit_value(table, column, value))
    data = OpenData(table, plan, where.condition(conditions))
    try:
        outcome = _judged(data, kind, fitted)
    except Unable as unable:
        raise Misfit(str(unable)) from None
    except Refused as refused:
        return OwnVerdict(False, {}, failure=str(refused))
    return OwnVerdict(outcome.success, outcome.result, failing=outcome.failing, said=outcome.said)


def _judged(data: OpenData, kind: Kind, a: Arguments) -> Outcome:
    if kind.judge is not None:
        return kind.judge(data, a)
    assert kind.failing is not None, f"{kind.name} takes `where`, so it must know its failing rows"
    skipped = f"{quoted(a['column'])} IS NULL" if kind.left_out is None else kind.left_out(a)
    return by_rows(data, a, kind.failing(a), skipped)
