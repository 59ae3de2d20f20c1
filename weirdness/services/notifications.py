"""Owing letters, and sending them through the outbox: at least once, in practice exactly once."""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from weirdness.mail import letters
from weirdness.models import Dataset, Event, Flag, Issue, Notification, Person
from weirdness.services import events, jobs

log = logging.getLogger(__name__)
UNDO = timedelta(seconds=15)  # mail about a verdict waits longer than the ten seconds in which it can be undone
FOR_OWNERS = ("owner_digest", "run_error", "state_changed")  # an owner's deputy reads them, a former owner does not
AGAIN = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240)]


def owe(
    *,
    message: str,
    key: str,
    person: Person,
    now: datetime,
    wait: timedelta = timedelta(0),
    dataset: Dataset | None = None,
    issue: Issue | None = None,
    context: dict[str, Any] | None = None,
) -> None:
    """Owes one letter per key. `context` is JSON: what was true when it was owed."""
    if not person.is_active:
        return
    notification, created = Notification.objects.get_or_create(
        key=key,
        defaults={
            "message": message,
            "person": person,
            "dataset": dataset,
            "issue": issue,
            "context": context or {},
            "created_at": now,
        },
    )
    if created:
        jobs.enqueue(kind="mail", subject=notification.pk, key=f"mail:{notification.pk}", now=now, due_at=now + wait)


def tell(*, issue: Issue, event: Event, now: datetime, wait: timedelta = timedelta(0)) -> None:
    """Whoever flagged it, or what was merged into it, and the assignee hear of every change, nobody of their deed."""
    flagged = Flag.objects.filter(Q(issue=issue) | Q(issue__merged_root=issue), person__isnull=False)
    heard = set(Person.objects.filter(pk__in=flagged.values("person")))
    if issue.assignee:
        heard.add(issue.assignee)
    for person in sorted(heard - {event.actor}, key=lambda each: each.pk):
        tell_one(issue=issue, event=event, person=person, now=now, wait=wait)


def tell_one(*, issue: Issue, event: Event, person: Person, now: datetime, wait: timedelta = timedelta(0)) -> None:
    """One person hears of it, once, whoever tells."""
    owe(
        message="issue_changed",
        key=f"event:{event.pk}:{person.pk}",
        person=person,
        now=now,
        wait=wait,
        dataset=issue.dataset,
        issue=issue,
        context={"event": event.pk},
    )


def send(claim: jobs.Claim) -> None:
    """Sends one owed letter. Permission is asked again; nothing is sent inside a transaction."""
    notification = Notification.objects.select_related("person", "dataset", "issue").get(pk=claim.subject)
    if notification.state == Notification.State.SENT or not _still_allowed(notification):
        state = notification.state if notification.state == Notification.State.SENT else Notification.State.WITHDRAWN
        _close(claim, notification, state=state)
        return
    letter = letters.render(notification)
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, text = next(iter(refused.recipients.values()))
        _after_refusal(claim, notification, code=code, text=text.decode(errors="replace"))
    except smtplib.SMTPResponseException as refused:
        _after_refusal(claim, notification, code=refused.smtp_code, text=str(refused.smtp_error))
    except (smtplib.SMTPServerDisconnected, OSError) as silence:
        _try_again(claim, notification, reason=f"The mail server does not answer: {silence}")
    else:
        notification.message_id = letter.extra_headers["Message-ID"]
        _close(claim, notification, state=Notification.State.SENT)


def _still_allowed(notification: Notification) -> bool:
    if not notification.person.is_active:
        return False
    if notification.message in FOR_OWNERS and notification.dataset:
        return notification.person in notification.dataset.owners()
    return notification.dataset is None or notification.dataset.level_of(notification.person) is not None


def _close(claim: jobs.Claim, notification: Notification, *, state: str) -> None:
    now = timezone.now()
    with transaction.atomic():
        notification.state = state
        if state == Notification.State.SENT:
            notification.sent_at = notification.sent_at or now
        notification.error = ""
        notification.save()
        jobs.finish(claim=claim, now=now)


def _after_refusal(claim: jobs.Claim, notification: Notification, *, code: int, text: str) -> None:
    if code < 500:
        _try_again(claim, notification, reason=f"The mail server said {code}: {text}")
        return
    _give_up(claim, notification, reason=f"The mail server refused it ({code}): {text}")


def _try_again(claim: jobs.Claim, notification: Notification, *, reason: str) -> None:
    if notification.tries >= len(AGAIN):
        _give_up(claim, notification, reason=reason)
        return
    with transaction.atomic():
        jobs.defer(claim=claim, until=timezone.now() + AGAIN[notification.tries], reason=reason)
        notification.tries += 1
        notification.error = reason
        notification.save()


def _give_up(claim: jobs.Claim, notification: Notification, *, reason: str) -> None:
    now = timezone.now()
    log.warning("mail %s to %s failed: %s", notification.pk, notification.person.email, reason)
    with transaction.atomic():
        notification.state, notification.error = Notification.State.FAILED, reason
        notification.save()
        events.record(
            verb="mail_refused",
            now=now,
            dataset=notification.dataset,
            issue=notification.issue,
            after=notification.person.email[:40],
            reason=reason,
            data={"notification": notification.pk, "to": notification.person.email},
        )
        jobs.bury(claim=claim, reason=reason, now=now)


def give_up(*, notification_id: int, reason: str, now: datetime) -> None:
    """The worker died three times over this letter."""
    Notification.objects.filter(pk=notification_id).update(state=Notification.State.FAILED, error=reason)


@transaction.atomic
def withdraw_before(*, now: datetime, people: Iterable[Person], reason: str) -> int:
    """Letters to these people that were owed before `now` and wait are never sent. Returns how many."""
    waiting = Notification.objects.filter(state=Notification.State.DUE, created_at__lt=now, person__in=list(people))
    withdrawn = list(waiting.select_for_update().values_list("pk", flat=True))
    Notification.objects.filter(pk__in=withdrawn).update(state=Notification.State.WITHDRAWN, error=reason)
    jobs.drop(kind="mail", subjects=withdrawn, now=now)
    return len(withdrawn)
