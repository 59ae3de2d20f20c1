"""Which expectations would guard against an issue: what each finds now, and whether it finds the reported rows."""

from dataclasses import replace
from typing import Any

import checks
from weirdness.models import Inquiry, Issue, Suite
from weirdness.services import back_test, plans, promotions
from weirdness.services.question import Question

SAMPLES = 5
MUCH = 0.2  # of the rows
SHOWN = ("success", "observed", "element_count", "unexpected_count", "waived_count", "error")


def payload_of(issue: Issue, expectations: list[dict[str, Any]], *, learn: bool) -> dict[str, Any]:
    """What the engine is asked: these expectations, and with `learn` those that the reported rows teach."""
    suite = Suite(dataset=issue.dataset, document={"name": "promote", "expectations": expectations})
    plan = replace(plans.plan_of(suite), samples=SAMPLES)
    reported = promotions.marked(issue)
    return {"plan": plan.to_dict(), "marked": reported, "learn": learn and any(each["columns"] for each in reported)}


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    assert inquiry.issue is not None
    return payload_of(inquiry.issue, promotions.propose(inquiry.issue), learn=True)


def _answer(inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    issue = inquiry.issue
    assert issue is not None
    profiles = back_test.last_profiles(issue.dataset)
    told = [_told(issue, at, each, found, profiles) for at, each in enumerate(found["proposals"])]
    seeing = [each for each in told if not each["refused"]]
    fit = sorted((each for each in seeing if not each["taken"]), key=lambda each: _rank(each, found["rows"]))
    taken = [each for each in seeing if each["taken"]]
    kept = {name: found[name] for name in ("reported", "missing", "rows", "note")}
    return {**kept, "proposals": fit, "taken": taken, "refused": [each for each in told if each["refused"]]}


def _rank(told: dict[str, Any], rows: int) -> tuple[int, bool, bool, int]:
    """What finds most of the reported rows first; what finds many rows, or only the very values, later."""
    finds_much = (told["unexpected_count"] or 0) > MUCH * rows
    return -(told["caught"] or 0), finds_much, told["literal"], told["at"]


def _told(issue: Issue, at: int, each: dict[str, Any], found: dict[str, Any], profiles: list[Any]) -> dict[str, Any]:
    result = each["result"]
    history = back_test.over(profiles, each["expectation"])
    rows = list(result["examples"] or result["keys"])
    return {
        **{name: result[name] for name in SHOWN},
        "at": at,
        "expectation": each["expectation"],
        "sentence": checks.sentence(each["expectation"]),
        "learned": each["learned"],
        "caught": each["caught"],
        "refused": promotions.blind(issue, each, found),
        "taken": promotions.taken(issue, each["expectation"]),
        "same_as": promotions.keeper(issue, each["expectation"]),
        "literal": each["expectation"]["type"] == promotions.NEVER,
        "table": _table(rows, [*issue.dataset.key_columns, issue.column]),
        "told": history.told,
        "fired": history.fired,
    }


def _table(rows: list[dict[str, Any]], order: list[str]) -> dict[str, Any]:
    names = dict.fromkeys(name for row in rows for name in row)
    head = sorted(names, key=lambda name: order.index(name) if name in order else len(order))
    return {"head": head, "body": [[row.get(name) for name in head] for row in rows]} if rows else {}


KIND = Question(name="promote", op="promote", payload=_payload, answer=_answer, deadline=90)
