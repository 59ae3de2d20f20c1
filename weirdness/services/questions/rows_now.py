"""The rows that were reported, as they are now, beside what was seen then.

The answer: `head` (columns), `pairs` [{"then", "now" (None: gone), "changed" (a flag per column)}], and how many are
`changed`, `gone` and `same`. Cells are texts, as in Evidence; a masked cell is never called changed.
"""

from typing import Any

from checks.specs import MASK
from weirdness.models import Evidence, Flag, Inquiry, Issue
from weirdness.services import plans
from weirdness.services.errors import Refused
from weirdness.services.merging import flags_here
from weirdness.services.question import Question

MOST = 50
Row = dict[str, str]


def copied(issue: Issue) -> list[Evidence]:
    """The evidence whose rows were copied, of the issue and of what was merged into it."""
    flags = Flag.objects.filter(flags_here(issue))
    return list(Evidence.objects.filter(flag__in=flags.values("pk"), state=Evidence.State.COPIED).order_by("pk"))


def _seen(issue: Issue) -> list[Row]:
    """The rows as they were seen, each row key once: the first who saw it."""
    order = issue.dataset.key_columns
    first: dict[tuple[str, ...], Row] = {}
    for each in copied(issue):
        for row in each.rows:
            first.setdefault(_key(row, order), row)
    return list(first.values())[:MOST]


def _key(row: Row, order: list[str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in order)


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    issue = inquiry.issue
    assert issue is not None
    order = issue.dataset.key_columns
    seen = _seen(issue)
    if not seen or not order:
        raise Refused(rows="No rows were copied for this issue, so there is nothing to look up again.")
    keys = [{name: row.get(name, "") for name in order} for row in seen]
    return {**plans.asked_of(issue.dataset), "keys": keys, "columns": None}


def _answer(inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    issue = inquiry.issue
    assert issue is not None
    order = issue.dataset.key_columns
    now = {_key(row, order): row for row in map(_texts, found["rows"])}
    seen = _seen(issue)
    head = _head(issue, seen, found["columns"])
    pairs = [_pair(head, row, now.get(_key(row, order))) for row in seen]
    gone = sum(each["now"] is None for each in pairs)
    changed = sum(any(each["changed"]) for each in pairs)
    same = len(pairs) - gone - changed
    return {"head": head, "pairs": pairs, "gone": gone, "changed": changed, "same": same, "rows": len(pairs)}


def _texts(row: dict[str, Any]) -> Row:
    return {name: "" if value is None else str(value) for name, value in row.items()}


def _head(issue: Issue, seen: list[Row], columns: list[str]) -> list[str]:
    """What names a row, what the issue is about, then the data's own order."""
    names = dict.fromkeys([*issue.dataset.key_columns, issue.column, *columns, *(n for row in seen for n in row)])
    there = set(columns) | {name for row in seen for name in row}
    return [name for name in names if name in there]


def _pair(head: list[str], then: Row, now: Row | None) -> dict[str, Any]:
    cells = [then.get(name) for name in head]
    if now is None:
        return {"then": cells, "now": None, "changed": [False] * len(head)}
    fresh = [now.get(name) for name in head]
    changed = [a != b and MASK not in (a, b) for a, b in zip(cells, fresh, strict=True)]
    return {"then": cells, "now": fresh, "changed": changed}


KIND = Question(name="rows_now", op="fetch", payload=_payload, answer=_answer, deadline=30)
