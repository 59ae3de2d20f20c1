"""Promotion on the data: which expectations find the rows that were reported, and what else they find now."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from checks.engine.evaluate import evaluate
from checks.engine.fit import fit
from checks.engine.learn import learn
from checks.engine.own import is_own, judge_own
from checks.engine.rows import check_names, failing_rows, numbers_of
from checks.engine.table import Table, open_table
from checks.errors import SuiteInvalid
from checks.expectations import KINDS
from checks.kind import Arguments, Condition
from checks.specs import ExpectationResult, Found, Key, Plan, Row
from checks.sql import marks, quoted
from checks.words import arguments_of

MOST_LEARNED = 8


def promote(payload: dict[str, Any]) -> Found:
    """{plan, marked: [{"key", "columns"}], learn} → what each expectation of the plan's suite would find now.

    With `learn`, also those that are learned from the marked rows. Content: "proposals": [{"expectation", "learned",
    "result" (the dict of an ExpectationResult), "caught": of the reported rows, None where it is about no rows}],
    "reported": marked rows that are in the data now, "missing": [key], "rows", "note".
    """
    plan = Plan.from_dict(payload["plan"])
    marked: list[Row] = list(payload.get("marked") or [])
    given = [(each, False) for each in plan.suite["expectations"]]
    learned, note = _learned(plan, marked) if payload.get("learn") else ([], "")
    offered = _once([*given, *((each, True) for each in learned)])
    with open_table(plan.source) as table:
        check_names(table, plan.key_columns)
        numbers, missing = _reported(table, marked)
        results = evaluate(table, [each for each, _ in offered], plan)
        proposals = [
            _told(table, plan, each, is_learned, result, numbers)
            for (each, is_learned), result in zip(offered, results, strict=True)
        ]
        found = {"proposals": proposals, "reported": len(numbers), "missing": missing}
        return Found({**found, "rows": table.row_count, "note": f"{note} {table.note}".strip()})


def _learned(plan: Plan, marked: list[Row]) -> tuple[list[dict[str, Any]], str]:
    """Detectors that catch a marked cell and can be asked; and why there are none, in a sentence."""
    try:
        found = learn(plan.source, plan.key_columns, plan.masked_columns, marked, most=0).content
    except SuiteInvalid as invalid:
        return [], f"Nothing could be learned from the rows: {invalid}"
    caught = [each for each in found["detectors"] if each["expectation"] and each["catches_marked"]]
    note = f"For the learned sentences: {found['note']}" if caught and found["note"] else ""
    return [each["expectation"] for each in caught[:MOST_LEARNED]], note


def _once(offered: Sequence[tuple[dict[str, Any], bool]]) -> list[tuple[dict[str, Any], bool]]:
    """Each question with the same arguments once."""
    kept = {json.dumps([each["type"], each.get("kwargs")], sort_keys=True): (each, how) for each, how in offered[::-1]}
    return list(kept.values())[::-1]


def _reported(table: Table, marked: list[Row]) -> tuple[list[Any], list[Key]]:
    """Numbers of the marked rows, and the keys that name none."""
    numbers: dict[Any, None] = {}
    missing = []
    for each in marked:
        found = numbers_of(table, each["key"])
        numbers |= dict.fromkeys(found)
        missing += [] if found else [each["key"]]
    return list(numbers), missing


def _told(
    table: Table, plan: Plan, expectation: dict[str, Any], learned: bool, result: ExpectationResult, numbers: list[Any]
) -> dict[str, Any]:
    caught = None if result.broken else _caught(table, plan, expectation, numbers)
    return {"expectation": expectation, "learned": learned, "result": result.to_dict(), "caught": caught}


def _caught(table: Table, plan: Plan, expectation: dict[str, Any], numbers: list[Any]) -> int | None:
    """How many of these rows it finds; None for an expectation about a column or table as a whole."""
    condition = _failing(table, replace(plan, waivers=()), expectation)
    if condition is None:
        return None
    among = Condition(f"{quoted(table.number)} IN ({marks(len(numbers))})", tuple(numbers))
    return len(failing_rows(table, condition, [], (), len(numbers), found_among=among)) if numbers else 0


def _failing(table: Table, plan: Plan, expectation: dict[str, Any]) -> Condition | None:
    kind, a = KINDS[expectation["type"]], arguments_of(expectation)
    if is_own(kind, a):
        return judge_own(table, plan, kind, a).failing
    return kind.failing(Arguments(fit(kind, a, table))) if kind.failing else None
