"""Every kind of job in one table, and the sweep that keeps them moving."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from weirdness.models import Job
from weirdness.services import (
    ageing,
    clocks,
    eras,
    estimates,
    evidence,
    handing_over,
    inquiries,
    jobs,
    notifications,
    priors,
    retention,
    runs,
    schedule,
    sweep_clock,
)
from weirdness.services.query_logs import reading as query_logs
from weirdness.services.query_logs import statements

CHECKS, ASKED = "checks", "asked"


@dataclass(frozen=True)
class Kind:
    """How a kind of job is done: by which queue's workers, under how long a lease, and what its death means."""

    queue: str
    lease: timedelta
    do: Callable[[jobs.Claim], None]
    died: Callable[[int, str, datetime], None]


KINDS: dict[str, Kind] = {
    "run": Kind(
        CHECKS, timedelta(seconds=30), runs.perform, lambda pk, why, now: runs.give_up(run_id=pk, reason=why, now=now)
    ),
    "evidence": Kind(
        CHECKS,
        timedelta(seconds=40),
        evidence.copy,
        lambda pk, why, now: evidence.give_up(evidence_id=pk, reason=why, now=now),
    ),
    "inquiry": Kind(
        CHECKS,
        timedelta(seconds=30),
        inquiries.perform,
        lambda pk, why, now: inquiries.give_up(inquiry_id=pk, reason=why, now=now),
    ),
    "mail": Kind(
        "default",
        timedelta(seconds=45),
        notifications.send,
        lambda pk, why, now: notifications.give_up(notification_id=pk, reason=why, now=now),
    ),
    "confidence": Kind("default", timedelta(seconds=30), estimates.estimate, lambda pk, why, now: None),
    "night": Kind("default", timedelta(seconds=60), estimates.estimate_block, estimates.give_up_block),
    "log": Kind(
        CHECKS,  # minutes at times, and some of it is asked of the engine
        timedelta(seconds=60),
        query_logs.perform,
        lambda pk, why, now: query_logs.give_up(log_id=pk, reason=why, now=now),
    ),
    "prior": Kind("default", timedelta(minutes=10), priors.perform, lambda pk, why, now: None),
    "retention": Kind("default", timedelta(seconds=60), retention.perform, lambda pk, why, now: None),
}


def perform(*, job_id: int, now: datetime) -> bool:
    """Claims one job and does it. False: somebody else has it, or it is not due."""
    claim = _claim(Job.objects.get(pk=job_id), now=now)
    if claim is None:
        return False
    do(claim)
    return True


def take(*, job_id: int, now: datetime) -> jobs.Claim | None:
    """What a delivery of this job means: the most urgent of its queue that is due, itself among equals first.

    None: the job itself is done, taken or not due. Redis delivers in the order of publication, the oldest first; who
    was asked last and waits for it would be behind the night. A delivery takes until its own job was taken.
    """
    job = Job.objects.get(pk=job_id)
    if job.state == Job.State.QUEUED and job.due_at <= now:
        rivals = [name for name, kind in KINDS.items() if kind.queue == KINDS[job.kind].queue]
        for rival in jobs.most_urgent(kinds=rivals, now=now, above=job.urgency):
            if claim := _claim(rival, now=now):
                return claim
    return _claim(job, now=now)


def do(claim: jobs.Claim) -> None:
    KINDS[claim.kind].do(claim)


def _claim(job: Job, *, now: datetime) -> jobs.Claim | None:
    return jobs.claim(job_id=job.pk, lease=KINDS[job.kind].lease, now=now)


def sweep(*, now: datetime) -> list[tuple[int, str]]:
    """Opens due slots, owes what each day owes, buries the dead; returns (job, queue) to publish."""
    schedule.open_due(now=now)
    ageing.age(now=now)
    clocks.tick(now=now)
    handing_over.tick(now=now)
    inquiries.forget_old(now=now)
    eras.begin_due(now=now)
    sweep_clock.tick(now=now)
    estimates.owe_daily(now=now)
    retention.owe_daily(now=now)
    priors.owe_monthly(now=now)
    statements.owe_nightly(now=now)
    for job in jobs.take_dead(now=now):
        KINDS[job.kind].died(job.subject, job.error, now)
    return [(job.pk, queue_of(job)) for job in jobs.take_due(now=now)]


def queue_of(job: Job) -> str:
    """What a person or a pipeline waits for has a worker of its own, which no long run of the night holds up."""
    queue = KINDS[job.kind].queue
    return ASKED if queue == CHECKS and job.urgency >= jobs.Urgency.API else queue


def drain(*, most: int = 1000) -> int:
    """Does what is due here and now, in this process: for commands and tests. Returns how many were done."""
    done = 0
    while due := sweep(now=timezone.now()):
        for job_id, _queue in due:
            done += perform(job_id=job_id, now=timezone.now())
        if done >= most:
            break
    return done
