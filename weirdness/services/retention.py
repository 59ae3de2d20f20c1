"""Forgetting: rows shown with old results go first, then old profiles, then old bookkeeping (jobs, slots).

Once a day, as a job: what an old run found stays countable, but the values that it showed are nobody's any more.
Runs, verdicts, issues and events stay.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from weirdness.models import Job, LogUse, Profile, Result, Run, Slot
from weirdness.services import jobs

BATCH = 5_000
NIGHT = 3  # o'clock UTC
_OVER = (Run.State.PASSED, Run.State.FAILED, Run.State.ERROR, Run.State.CANCELLED)


def owe_daily(*, now: datetime) -> None:
    """One job a day, at night; none when RETENTION_DAYS is 0, which keeps everything."""
    key = f"retention:{now.date().isoformat()}"
    if settings.RETENTION_DAYS and now.hour >= NIGHT and not Job.objects.filter(dedupe_key=key).exists():
        jobs.enqueue(kind="retention", subject=0, key=key, now=now)


def perform(claim: jobs.Claim) -> None:
    """Forgets batch by batch, each in its own transaction, and keeps the lease meanwhile."""
    while forget_some(now=timezone.now()):
        jobs.extend(claim=claim, now=timezone.now())
    with transaction.atomic():
        jobs.finish(claim=claim, now=timezone.now())


def forget_some(*, now: datetime) -> int:
    """One batch; returns how many rows were forgotten, 0 when nothing old is left."""
    before = now - timedelta(days=settings.RETENTION_DAYS)
    for forget in (_shown_rows, _profiles, _uses, _jobs, _slots):
        if gone := forget(before):
            return gone
    return 0


def _shown_rows(before: datetime) -> int:
    showing = Result.objects.filter(run__finished_at__lt=before).exclude(Q(keys=[]) & Q(examples=[]))
    return Result.objects.filter(pk__in=_some(showing)).update(keys=[], examples=[], value_hashes=[])


def _profiles(before: datetime) -> int:
    return Profile.objects.filter(pk__in=_some(Profile.objects.filter(at__lt=before))).delete()[0]


def _uses(before: datetime) -> int:
    """What query logs told of names of which nobody ever said what they mean."""
    return LogUse.objects.filter(pk__in=_some(LogUse.objects.filter(log__finished_at__lt=before))).delete()[0]


@transaction.atomic
def _jobs(before: datetime) -> int:
    """What ended long ago, unless something that is not over refers to it.

    The estimate of a dataset has one job for ever, which is owed again and again: it stays.
    """
    ended = Job.objects.filter(state__in=[Job.State.DONE, Job.State.DEAD], finished_at__lt=before)
    awaited = Q(run__isnull=False) & ~Q(run__state__in=_OVER)
    old = _some(ended.exclude(kind="confidence").exclude(awaited).filter(inquiry=None))
    Run.objects.filter(job__in=old).update(job=None)
    return Job.objects.filter(pk__in=old).delete()[0]


@transaction.atomic
def _slots(before: datetime) -> int:
    """Slots whose runs are over, but for the newest of a suite, from which the next is counted.

    One in which missed ones collapsed stays: the page of its run says so.
    """
    newest = Slot.objects.filter(suite=OuterRef("suite")).order_by("-due_at").values("due_at")[:1]
    taken = Slot.objects.filter(due_at__lt=before, missed=0, run__state__in=_OVER, run__finished_at__lt=before)
    old = _some(taken.alias(newest=Subquery(newest)).filter(due_at__lt=F("newest")))
    Run.objects.filter(slot__in=old).update(slot=None)
    return Slot.objects.filter(pk__in=old).delete()[0]


def _some(rows: QuerySet[Any]) -> list[int]:
    """The ids of one batch, the oldest first."""
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
