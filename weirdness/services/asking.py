"""Asking the reporter, and the reply: the issue waits meanwhile, and then goes on where it was."""

from datetime import datetime

from django.db import transaction

from weirdness.models import Comment, Issue, Person
from weirdness.services.deciding import decide
from weirdness.services.errors import Refused

LONGEST = 4000


def ask(*, issue_id: int, actor: Person, now: datetime, question: str, version: int | None = None) -> Issue:
    """What those who flagged it must say before it can be judged."""
    said = _worded(question=question)
    with transaction.atomic():
        issue = decide("ask", issue_id, actor, now, version, said, None)
        Comment.objects.create(issue=issue, person=actor, kind=Comment.Kind.QUESTION, text=said, at=now)
    return issue


def reply(*, issue_id: int, actor: Person, now: datetime, reply: str, version: int | None = None) -> Issue:
    """The answer of somebody who flagged it; the issue is in the state it was asked in."""
    said = _worded(reply=reply)
    with transaction.atomic():
        issue = decide("reply", issue_id, actor, now, version, said, None)
        Comment.objects.create(issue=issue, person=actor, kind=Comment.Kind.REPLY, text=said, at=now)
    return issue


def _worded(**field: str) -> str:
    [(name, text)] = field.items()
    said = text.strip()
    if not said:
        raise Refused(**{name: "Write what you want to know." if name == "question" else "Write your answer."})
    if len(said) > LONGEST:
        raise Refused(**{name: f"This is {len(said):,} characters; {LONGEST:,} fit. Shorten it."})
    return said
