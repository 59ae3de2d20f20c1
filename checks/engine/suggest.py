"""Proposals for a table: rules guess from a profile and a sample, then each guess is counted on all rows."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from dataclasses import replace
from typing import Any

import numpy as np

from checks.engine.fit import Misfit, fit
from checks.engine.interface import Table
from checks.engine.own import is_own, judge_own
from checks.engine.profile import profile_of
from checks.expectations import KINDS
from checks.kind import Arguments, Condition
from checks.profile import ColumnProfile
from checks.proposal import Column, Facts, Proposal, Rule
from checks.specs import Plan, Source
from checks.sql import quoted
from checks.suggest import proposals
from checks.validate import fault
from checks.words import arguments_of, identity

MOST_CELLS = 500_000
MOST_ROWS = 100_000
MOST = 60
LEAST_SURE = 0.5
_COMPARED = ("integer", "number", "text", "boolean", "date", "datetime", "time")


def suggest(
    table: Table,
    source: Source,
    key_columns: tuple[str, ...] = (),
    masked: tuple[str, ...] = (),
    most: int = MOST,
) -> list[Proposal]:
    """At most `most` proposals, the surest first; what finds more than its rule allows is a wrong guess."""
    facts = facts_of(table, key_columns, masked)
    counted = [
        each for rule, proposal in proposals(facts) if (each := _counted(table, source, rule, proposal)) is not None
    ]
    kept = [each for each in _without_repeats(counted) if each.sure >= LEAST_SURE]
    return sorted(kept, key=lambda each: (-each.sure, -each.finds))[:most]


def facts_of(table: Table, key_columns: tuple[str, ...] = (), masked: tuple[str, ...] = ()) -> Facts:
    """The profile, and the columns of a sample as codes."""
    profile = profile_of(table, masked)
    names = [name for name in table.types if name not in masked and table.logical(name) in _COMPARED]
    rows = min(MOST_ROWS, MOST_CELLS // max(len(names), 1))
    taken = ""
    if table.row_count > rows:
        taken = f" USING SAMPLE reservoir({rows} ROWS) REPEATABLE (1)" if table.kind == "duckdb" else f" LIMIT {rows}"
    selected = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in names)
    found = table.ask(f"SELECT {selected} FROM data{taken}") if names else []
    columns = {
        name: _column(name, table.logical(name), profile.columns[name], [row[at] for row in found])
        for at, name in enumerate(names)
    }
    return Facts(profile, columns, key_columns)


def _column(name: str, logical: str, profile: ColumnProfile, texts: list[str | None]) -> Column:
    places: dict[str, int] = {}
    codes = np.array([-1 if text is None else places.setdefault(text, len(places)) for text in texts], dtype=np.int64)
    return Column(name, logical, profile, list(places), codes)


def _counted(table: Table, source: Source, rule: Rule, proposal: Proposal) -> Proposal | None:
    """With what it finds; None when it cannot be asked of these data or finds too much."""
    if fault(proposal.expectation, list(table.types), source_kind=source.kind):
        return None
    condition = failing(table, source, proposal.expectation)
    if condition is None:
        return None
    statement = f"SELECT count(*) FROM (SELECT ({condition.sql}) AS fails_ FROM numbered) AS judged WHERE fails_"
    finds = int(table.ask(statement, condition.values)[0][0])
    if finds > rule.most * table.row_count:
        return None
    return replace(proposal, finds=finds, of=table.row_count, rule=rule.name)


def failing(table: Table, source: Source, proposed: dict[str, Any]) -> Condition | None:
    """What finds the failing rows of an expectation about rows; None when it cannot be asked of these data."""
    kind, a = KINDS[proposed["type"]], arguments_of(proposed)
    try:
        if is_own(kind, a):
            return judge_own(table, Plan(source, {}), kind, a).failing or Condition("FALSE")
        return kind.failing(Arguments(fit(kind, a, table))) if kind.failing else None
    except Misfit:
        return None


def _without_repeats(found: list[Proposal]) -> list[Proposal]:
    """Each expectation once: the surest of those that two rules propose."""
    kept: dict[str, Proposal] = {}
    for each in found:
        name = identity(each.expectation)
        if name not in kept or each.sure > kept[name].sure:
            kept[name] = each
    return list(kept.values())
