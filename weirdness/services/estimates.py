"""Estimates that are owed: of one dataset when something happened to it, of all once a day, a hundred in one job."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from weirdness.models import Dataset, Job, Snapshot
from weirdness.services import confidence, confidence_due, jobs

BLOCK = confidence.BATCH  # datasets whose numbers share all but the last two digits are one job
BEAT = 100  # what one beat owes; the next beat goes on
AGAIN = timedelta(hours=1)  # after a job that left some of its datasets without an estimate


def estimate(claim: jobs.Claim) -> None:
    """Does the owed estimate of one dataset."""
    with transaction.atomic():
        confidence.refresh(dataset_id=claim.subject, now=timezone.now())
        jobs.finish(claim=claim, now=timezone.now())


def estimate_block(claim: jobs.Claim) -> None:
    """Does the night's estimates of one block; who is busy, or can't be estimated, gets a job of its own."""
    now = timezone.now()
    with transaction.atomic():
        due = _of_block(claim.subject, now).order_by("pk").values_list("pk", flat=True)
        _, left = confidence.recompute_batch(list(due), now=now)
        _one_by_one(left, now)
        jobs.finish(claim=claim, now=timezone.now())


def give_up_block(block: int, why: str, now: datetime) -> None:
    """Something in it stops all of it: each gets a job of its own, and only the one that can't be done fails."""
    _one_by_one(list(_of_block(block, now).values_list("pk", flat=True)), now)


def owe_daily(*, now: datetime) -> None:
    """Confidence ages: whose last estimate is a day old gets a new one. Some in each beat, none twice."""
    due = _without_estimate(now)
    new = due.filter(~Exists(Snapshot.objects.filter(dataset=OuterRef("pk")))).filter(~_owed("confidence:", "pk", now))
    _one_by_one(list(new.order_by("pk").values_list("pk", flat=True)[:BEAT]), now)
    aged = due.filter(snapshots__isnull=False).annotate(block=F("pk") / BLOCK)
    blocks = aged.filter(~_owed("night:", "block", now)).order_by("block").values_list("block", flat=True)
    for block in blocks.distinct()[:BEAT]:
        jobs.enqueue(kind="night", subject=block, key=f"night:{block}", now=now)


def _one_by_one(datasets: list[int], now: datetime) -> None:
    for dataset in Dataset.objects.filter(pk__in=datasets).order_by("pk"):
        confidence_due.owe(dataset=dataset, now=now, urgency=jobs.Urgency.SCHEDULE)


def _of_block(block: int, now: datetime) -> QuerySet[Dataset]:
    return _without_estimate(now).filter(pk__gte=block * BLOCK, pk__lt=(block + 1) * BLOCK)


def _without_estimate(now: datetime) -> QuerySet[Dataset]:
    fresh = Snapshot.objects.filter(dataset=OuterRef("pk"), at__gt=now - confidence.NIGHT, at__lte=now)
    return Dataset.objects.filter(~Exists(fresh))


def _owed(prefix: str, number: str, now: datetime) -> Exists:
    """A job of this name that waits or runs, or that ended so lately that it is not tried again yet."""
    key = Concat(Value(prefix), Cast(OuterRef(number), TextField()))
    waits = Q(state__in=[Job.State.QUEUED, Job.State.RUNNING]) | Q(finished_at__gt=now - AGAIN)
    return Exists(Job.objects.filter(waits, dedupe_key=key))
