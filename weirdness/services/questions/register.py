"""Registers a dataset: the data are asked whether the key columns name each row once, and the answer decides.

`arguments["said"]` is a Registration; `looked` is the inquiry whose columns the form showed.
"""

from datetime import datetime
from typing import Any

from weirdness.models import Inquiry
from weirdness.services import registration, sources
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.question import Question
from weirdness.services.registration import Registration


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    assert inquiry.source is not None
    said = Registration.from_dict(inquiry.arguments["said"])
    source = sources.place_of(inquiry.source, said.location, said.format, said.key)
    return {"source": source.to_dict(), "key_columns": list(said.key_columns)}


def _settle(inquiry: Inquiry, now: datetime) -> None:
    if inquiry.state != Inquiry.State.ANSWERED:
        return
    assert inquiry.source is not None
    assert inquiry.answer is not None
    said = Registration.from_dict(inquiry.arguments["said"])
    try:
        registration.register(said=said, source=inquiry.source, found=inquiry.answer, actor=inquiry.asked_by, now=now)
    except NotAllowed as no:
        raise Refused(key=str(no)) from no


KIND = Question(
    name="register",
    op="describe",
    payload=_payload,
    answer=lambda inquiry, found: {**found, "key": inquiry.arguments["said"]["key"]},
    settle=_settle,
)
