"""What one expectation would find now: its verdict, its count, five failing rows."""

from dataclasses import replace
from typing import Any

import checks
from weirdness.models import Inquiry, Suite
from weirdness.services import runs
from weirdness.services.question import Question

SAMPLES = 5


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    """The plan of a suite that nobody saved; `partition` reads one part of the dataset alone."""
    document = {"name": "try", "expectations": [inquiry.arguments["expectation"]]}
    plan = replace(runs.plan_of(Suite(dataset=inquiry.dataset, document=document)), samples=SAMPLES)
    part = inquiry.arguments.get("partition")
    if part and isinstance(plan.source, checks.FileSource):
        plan = replace(plan, source=replace(plan.source, partition=part))
    return plan.to_dict()


def _answer(inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    (result,) = found["results"]
    kept = ("sentence", "success", "observed", "element_count", "unexpected_count", "waived_count", "error")
    order = [*inquiry.dataset.key_columns, result["column"]] if inquiry.dataset else []
    return {
        **{name: result[name] for name in kept},
        "table": _table(list(result["examples"] or result["keys"]), order),
        "row_count": found["row_count"],
        "partition": inquiry.arguments.get("partition", ""),
    }


def _table(rows: list[dict[str, Any]], order: list[str]) -> dict[str, Any]:
    """The rows as a page draws them, the columns named in `order` first; {} when there are none."""
    names = dict.fromkeys(name for row in rows for name in row)
    head = sorted(names, key=lambda name: order.index(name) if name in order else len(order))
    return {"head": head, "body": [[row.get(name) for name in head] for row in rows]} if rows else {}


KIND = Question(name="try", op="run", payload=_payload, answer=_answer)
