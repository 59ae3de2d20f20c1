"""The second click of a promotion: the data are asked once more, and their answer decides.

`arguments`: expectation, stage (live or shadow), asked (the inquiry whose proposals were shown).
"""

from datetime import datetime
from typing import Any

import checks
from weirdness.models import Inquiry
from weirdness.services import promotions
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.question import Question
from weirdness.services.questions.promote import payload_of


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    assert inquiry.issue is not None
    return payload_of(inquiry.issue, [inquiry.arguments["expectation"]], learn=False)


def _settle(inquiry: Inquiry, now: datetime) -> None:
    if inquiry.state != Inquiry.State.ANSWERED or inquiry.issue is None or inquiry.answer is None:
        return
    said = inquiry.arguments
    try:
        suite = promotions.promote(
            issue_id=inquiry.issue.pk,
            expectation=said["expectation"],
            stage=said["stage"],
            found=inquiry.answer,
            actor=inquiry.asked_by,
            now=now,
        )
    except NotAllowed as no:
        raise Refused(expectation=str(no)) from no
    inquiry.answer = {"suite": suite.name, "sentence": checks.sentence(said["expectation"])}
    inquiry.save(update_fields=["answer"])


KIND = Question(name="guard", op="promote", payload=_payload, settle=_settle, deadline=90)
