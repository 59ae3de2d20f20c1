"""The one mechanism for owed work: enqueue, claim, extend, finish. Every step is a guarded update."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.db import models, transaction
from django.db.models import F, Q

from weirdness.models import Job

TRIES = 3  # deaths without a word before a job is given up
REPUBLISH = timedelta(seconds=30)
BATCH = 100


class Urgency(IntEnum):
    """Who waits: whatever waits for a person goes before the night."""

    SCHEDULE = 0
    FIX = 5
    API = 8
    PERSON = 10


class LeaseLost(Exception):
    """Somebody else holds the job now; whatever was done under the old lease is rolled back."""


@dataclass(frozen=True)
class Claim:
    """The right to do a job, taken at a moment, until its lease ends."""

    job_id: int
    kind: str
    subject: int
    token: uuid.UUID
    lease: timedelta
    at: datetime


def enqueue(
    *, kind: str, subject: int, key: str, now: datetime, due_at: datetime | None = None, urgency: int = 0
) -> Job:
    """Owes work once per key, the most urgent first. A key that is done is owed anew: its row is due again."""
    due = due_at or now
    job, created = Job.objects.get_or_create(
        dedupe_key=key,
        defaults={"kind": kind, "subject": subject, "due_at": due, "created_at": now, "urgency": urgency},
    )
    return job if created else _owe_again(job, due=due, urgency=urgency)


def _owe_again(job: Job, *, due: datetime, urgency: int) -> Job:
    # A running job is queued again, too: what it reads may be older than what is owed; its finish then finds no lease.
    stale = Job.objects.filter(pk=job.pk).exclude(state=Job.State.QUEUED)
    stale.update(
        state=Job.State.QUEUED,
        due_at=due,
        urgency=urgency,
        published_at=None,
        token=None,
        lease_until=None,
        attempts=0,
        error="",
    )
    return job


def claim(*, job_id: int, lease: timedelta, now: datetime) -> Claim | None:
    """Takes a due job, or nothing: a duplicate delivery, or not due yet."""
    token = uuid.uuid4()
    free = Q(state=Job.State.QUEUED, due_at__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=TRIES).update(
        state=Job.State.RUNNING, token=token, lease_until=now + lease, attempts=F("attempts") + 1
    )
    if not taken:
        return None
    job = Job.objects.get(pk=job_id)
    return Claim(job.pk, job.kind, job.subject, token, lease, now)


def most_urgent(*, kinds: Iterable[str], now: datetime, above: int = -1, most: int = 10) -> list[Job]:
    """What of these kinds is due, the most urgent first; `above`: only what is more urgent than this."""
    waiting = Job.objects.filter(kind__in=kinds, state=Job.State.QUEUED, due_at__lte=now, urgency__gt=above)
    return list(waiting.order_by("-urgency", "due_at")[:most])


def extend(*, claim: Claim, now: datetime) -> None:
    """Keeps the lease; called at a third of its length."""
    if not _held(claim).update(lease_until=now + claim.lease):
        raise LeaseLost(f"The lease on job {claim.job_id} was lost.")


def finish(*, claim: Claim, now: datetime) -> None:
    """Ends the job inside the caller's transaction; without the lease everything is rolled back."""
    assert transaction.get_connection().in_atomic_block
    if not _held(claim).update(state=Job.State.DONE, finished_at=now, token=None, lease_until=None, error=""):
        raise LeaseLost(f"The lease on job {claim.job_id} was lost.")


def defer(*, claim: Claim, until: datetime, reason: str) -> None:
    """Puts the job back for later, in words; this is no death, so it does not count against it."""
    _held(claim).update(
        state=Job.State.QUEUED, due_at=until, published_at=None, token=None, lease_until=None, error=reason, attempts=0
    )


def bury(*, claim: Claim, reason: str, now: datetime) -> None:
    """Gives the job up, with its reason."""
    _held(claim).update(state=Job.State.DEAD, finished_at=now, token=None, lease_until=None, error=reason)


def drop(*, kind: str, subjects: list[int], now: datetime) -> int:
    """Ends waiting jobs whose work is not wanted any more; one that is running finishes by itself."""
    waiting = Job.objects.filter(kind=kind, subject__in=subjects, state=Job.State.QUEUED)
    return waiting.update(state=Job.State.DONE, finished_at=now, error="")


def call_off(*, job_id: int, now: datetime) -> None:
    """Ends a job that is not wanted any more; who is doing it loses the lease, and with it whatever was done."""
    open_ = Job.objects.filter(pk=job_id, state__in=[Job.State.QUEUED, Job.State.RUNNING])
    open_.update(state=Job.State.DONE, finished_at=now, token=None, lease_until=None, error="")


def stumble(*, job_id: int, error: str, now: datetime) -> None:
    """An attempt that ended in an unexpected error: again in ten seconds; the sweep buries it after the third."""
    Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(lease_until=now + timedelta(seconds=10), error=error)


def _held(claim: Claim) -> models.QuerySet[Job]:
    return Job.objects.filter(pk=claim.job_id, token=claim.token, state=Job.State.RUNNING)


@transaction.atomic
def take_dead(*, now: datetime) -> list[Job]:
    """Marks jobs that died for the third time as dead and returns them."""
    poison = Job.objects.select_for_update(skip_locked=True).filter(
        state=Job.State.RUNNING, lease_until__lt=now, attempts__gte=TRIES
    )
    dead = list(poison[:BATCH])
    for job in dead:
        job.error = job.error or "The worker died three times while doing this."
        job.state, job.token, job.lease_until, job.finished_at = Job.State.DEAD, None, None, now
        job.save()
    return dead


@transaction.atomic
def take_due(*, now: datetime) -> list[Job]:
    """Marks as published, and returns, what is due and unpublished (or published 30 s ago without effect)."""
    unheard = Q(published_at__isnull=True) | Q(published_at__lt=now - REPUBLISH)
    due = Q(state=Job.State.QUEUED, due_at__lte=now) & unheard
    expired = Q(state=Job.State.RUNNING, lease_until__lt=now, attempts__lt=TRIES)
    jobs = list(
        Job.objects.select_for_update(skip_locked=True).filter(due | expired).order_by("-urgency", "due_at")[:BATCH]
    )
    Job.objects.filter(pk__in=[job.pk for job in jobs]).update(published_at=now)
    return jobs
