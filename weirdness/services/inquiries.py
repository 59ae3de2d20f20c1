"""Inquiries: a page asks the data something, a worker answers, the page shows it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import checks
from checks import client
from weirdness.models import Dataset, Inquiry, Issue, Person, Source
from weirdness.services import jobs
from weirdness.services.errors import Refused
from weirdness.services.questions import KINDS

KEPT = timedelta(days=1)


@transaction.atomic
def ask(
    *,
    kind: str,
    actor: Person,
    now: datetime,
    dataset: Dataset | None = None,
    source: Source | None = None,
    issue: Issue | None = None,
    **arguments: Any,
) -> Inquiry:
    """Owes an answer to one person. What they may ask is the caller's to guard; the answer is theirs alone."""
    inquiry = Inquiry.objects.create(
        kind=KINDS[kind].name,
        dataset=dataset,
        source=source,
        issue=issue,
        arguments=arguments,
        asked_by=actor,
        asked_at=now,
    )
    key, urgency = f"inquiry:{inquiry.pk}", jobs.Urgency.PERSON
    inquiry.job = jobs.enqueue(kind="inquiry", subject=inquiry.pk, key=key, now=now, urgency=urgency)
    inquiry.save(update_fields=["job"])
    return inquiry


def perform(claim: jobs.Claim) -> None:
    """Asks the engine; what it says, or why it could not, is stored."""
    inquiry = Inquiry.objects.select_related("dataset__source", "source", "issue").get(pk=claim.subject)
    question = KINDS[inquiry.kind]
    try:
        found = client.ask(
            question.op,
            question.payload(inquiry),
            socket_path=settings.CHECKS_SOCKET,
            deadline=question.deadline,
            beat=lambda: jobs.extend(claim=claim, now=timezone.now()),
            beat_every=claim.lease.total_seconds() / 3,
        )
        content = found.content if isinstance(found, checks.Found) else found.to_dict()
        answer = question.answer(inquiry, content)
        with transaction.atomic():
            _keep(inquiry, answer, now=timezone.now())
            jobs.finish(claim=claim, now=timezone.now())
    except checks.EngineGone as gone:
        jobs.defer(claim=claim, until=timezone.now() + timedelta(seconds=5), reason=str(gone))
        return
    except (checks.CheckError, Refused) as error:
        with transaction.atomic():
            problems = error.problems if isinstance(error, Refused) else {}
            fail(inquiry=inquiry, message=str(error), now=timezone.now(), problems=problems)
            jobs.finish(claim=claim, now=timezone.now())


def _keep(inquiry: Inquiry, answer: dict[str, Any], *, now: datetime) -> None:
    inquiry.state, inquiry.answer, inquiry.answered_at = Inquiry.State.ANSWERED, answer, now
    inquiry.save()
    KINDS[inquiry.kind].settle(inquiry, now)


def fail(*, inquiry: Inquiry, message: str, now: datetime, problems: dict[str, str] | None = None) -> None:
    """`problems`: field to sentence, when a verb refused."""
    inquiry.state, inquiry.message, inquiry.answered_at = Inquiry.State.FAILED, message, now
    inquiry.answer = {"problems": problems} if problems else None
    inquiry.save()
    KINDS[inquiry.kind].settle(inquiry, now)


def give_up(*, inquiry_id: int, reason: str, now: datetime) -> None:
    fail(inquiry=Inquiry.objects.get(pk=inquiry_id), message=reason, now=now)


def forget_old(*, now: datetime) -> int:
    """Answers are for the page that waits for them: they are gone after a day. Returns how many went.

    One that still waits stays: its job would find nothing to answer.
    """
    gone, _ = Inquiry.objects.filter(asked_at__lt=now - KEPT).exclude(state=Inquiry.State.WAITING).delete()
    return gone
