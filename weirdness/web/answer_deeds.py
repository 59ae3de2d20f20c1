"""What a link in a letter can be for: what its page asks, and the verb that the answer calls.

A reply, whether a fix holds, and hearing no more of an issue need no log-in: the link was mailed to that person, and
each can be said or taken back on the issue's page (docs/decisions/0008). Everything else asks for log-in first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from weirdness.models import Flag, Issue, Person
from weirdness.services import disputes, flags, following, triage

Carry = Callable[[Issue, Person, datetime, str], object]


@dataclass(frozen=True)
class Deed:
    """What is asked, how the answer is named on the page and in the verb, and what is said when it is done."""

    asks: str
    button: str
    done: str
    carry: Carry
    label: str = ""  # of the text field; "" without one
    field: str = ""
    is_required: bool = False
    needs_log_in: bool = False


def _verdict(verb: str, field: str) -> Carry:
    return lambda issue, person, now, text: triage.VERDICTS[verb](
        issue_id=issue.pk, actor=person, now=now, **{field: text}
    )


def _wants(wanted: bool) -> Carry:
    return lambda issue, person, now, text: following.follow(issue_id=issue.pk, person=person, wanted=wanted)


def _side(verb: Callable[..., Flag]) -> Carry:
    return lambda issue, person, now, text: verb(person=person, issue_id=issue.pk, now=now, sentence=text)


DEEDS: dict[str, Deed] = {
    "reply": Deed(
        "Your answer is asked for",
        "Send the answer",
        "Thank you. Your answer is there, and those who judge the issue go on with it.",
        _verdict("reply", "reply"),
        "Your answer",
        "reply",
        is_required=True,
    ),
    "verify": Deed(
        "Is it fixed for you?",
        "Yes, fixed for me",
        "Thank you. The fix is verified, and the issue is closed.",
        _verdict("verify", "reason"),
        "Anything to add? (optional)",
        "reason",
    ),
    "not_fixed": Deed(
        "Is it not fixed for you?",
        "No, not fixed",
        "Thank you. The issue waits for another repair.",
        _verdict("not_fixed", "reason"),
        "What do you still see? (optional)",
        "reason",
    ),
    "same_here": Deed(
        "Did you meet it again?",
        "Same here",
        "Thank you. You are counted, and you will hear what becomes of it.",
        _side(flags.same_here),
        "What did you see? (optional)",
        "sentence",
        needs_log_in=True,
    ),
    "dispute": Deed(
        "Does the verdict not fit what you saw?",
        "It does not fit",
        "Thank you. When several people see it so, the issue opens again.",
        _side(disputes.dispute),
        "What do you see that it does not explain?",
        "sentence",
        is_required=True,
        needs_log_in=True,
    ),
    "follow": Deed(
        "Hear what becomes of it?", "Follow it", "You hear what becomes of it.", _wants(True), needs_log_in=True
    ),
    "unfollow": Deed("Hear no more of it?", "Hear no more of it", "You hear no more of it.", _wants(False)),
}
