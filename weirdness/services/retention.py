"""Forgetting: rows shown with old results go first, then old profiles. Runs, verdicts, issues and events stay.

Once a day, as a job: what an old run found stays countable, but the values that it showed are nobody's any more.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from weirdness.models import Job, Profile, Result
from weirdness.services import jobs

BATCH = 5_000
NIGHT = 3  # o'clock UTC


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
    showing = Result.objects.filter(run__finished_at__lt=before).exclude(Q(keys=[]) & Q(examples=[]))
    results = list(showing.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if results:
        return Result.objects.filter(pk__in=results).update(keys=[], examples=[], value_hashes=[])
    profiles = list(Profile.objects.filter(at__lt=before).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return Profile.objects.filter(pk__in=profiles).delete()[0]
