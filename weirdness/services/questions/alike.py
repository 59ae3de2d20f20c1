"""More rows like the reported ones of an issue, what finds them in a sentence, and which row to look at next."""

from typing import Any

from weirdness.models import Inquiry
from weirdness.services import promotions, rows, runs
from weirdness.services.errors import Refused
from weirdness.services.question import Question

MOST = 50


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    issue = inquiry.issue
    assert issue is not None
    reported = [each for each in promotions.marked(issue) if each["columns"]]
    if not reported:
        raise Refused(row="Nobody has named rows and the column that is wrong in them, so there is nothing to compare.")
    return {**runs.asked_of(issue.dataset), "marked": reported, "most": MOST}


def _answer(inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    issue = inquiry.issue
    assert issue is not None
    detectors = [
        {**each, "refused": promotions.taken(issue, each["expectation"]) if each["expectation"] else ""}
        for each in found["detectors"]
    ]
    order = issue.dataset.key_columns
    more = [{**each, "row": rows.words(each["key"], order)} for each in found["more"]]
    shown = [each["key"] for each in more]
    following = [{"key": key, "row": rows.words(key, order)} for key in found["ask_next"] if key not in shown]
    return {**found, "detectors": detectors, "more": more, "ask_next": following}


KIND = Question(name="alike", op="learn", payload=_payload, answer=_answer, deadline=90)
