"""Owing letters, and sending them through the outbox: at least once, in practice exactly once."""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from weirdness.mail import issues_changed, letters
from weirdness.models import Comment, Dataset, Event, Issue, Notification, Person, Subscription
from weirdness.services import events, following, jobs, one_letter

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
    """Whoever hears of the issue (following.heard_by) hears of every change, nobody of their own deed.

    Who is given an issue is told so even if they did not want to hear of it.
    """
    heard = {each.pk: each for each in following.heard_by(issue)}
    if issue.assignee and event.verb == "assign":
        heard[issue.assignee.pk] = issue.assignee
    for person in sorted(heard.values(), key=lambda each: each.pk):
        if person != event.actor:
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
        context={"event": event.pk, **one_letter.batch_of(event)},
    )


def send(claim: jobs.Claim) -> None:
    """Sends one owed letter. Permission is asked again; nothing is sent inside a transaction."""
    owed = Notification.objects.select_related("person", "dataset", "issue").get(pk=claim.subject)
    notification = one_letter.gather(owed, now=timezone.now())
    if notification.state != Notification.State.DUE or not _still_allowed(notification):
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
    if notification.message == one_letter.TOGETHER:
        return issues_changed.has_readers(notification)
    if notification.issue:
        return _may_read(notification, notification.issue)
    return notification.dataset is None or notification.dataset.level_of(notification.person) is not None


def _may_read(notification: Notification, issue: Issue) -> bool:
    """A private issue, and an internal note on one, are for fewer than its dataset."""
    person = notification.person
    if not Issue.objects.visible_to(person).filter(pk=issue.pk).exists():
        return False
    if notification.message == "fix_question":
        return not Subscription.objects.filter(issue=issue, person=person, wanted=False).exists()
    if notification.message == "comment":
        said = Comment.objects.readable_by(person, issue)
        return said.filter(pk=notification.context["comment"]).exists()
    return True


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
    return _withdraw(waiting, reason, now)


@transaction.atomic
def withdraw_batch(*, batch: str, people: Iterable[Person], reason: str, now: datetime) -> int:
    """What these people would hear of a deed (events.together) of which another letter tells them. Returns how many."""
    waiting = Notification.objects.filter(state=Notification.State.DUE, person__in=list(people), context__batch=batch)
    return _withdraw(waiting, reason, now)


def _withdraw(waiting: QuerySet[Notification], reason: str, now: datetime) -> int:
    withdrawn = list(waiting.select_for_update().values_list("pk", flat=True))
    Notification.objects.filter(pk__in=withdrawn).update(state=Notification.State.WITHDRAWN, error=reason)
    jobs.drop(kind="mail", subjects=withdrawn, now=now)
    return len(withdrawn)
