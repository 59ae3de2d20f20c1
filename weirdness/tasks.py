"""The clock's hands: a few thin tasks, and the doorbell that doors may ring so that nobody waits for the sweep."""

import logging
import time
from typing import Any

from celery import Task, shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from weirdness.services import jobs, work

log = logging.getLogger(__name__)
SILENCE = 30.0  # seconds without ringing after the bell did not sound
_quiet_until = 0.0


class Recorded(Task):
    """An attempt that ends in an unexpected error leaves its words on the job's row, and on no other's."""

    def on_failure(self, exc: BaseException, task_id: str, args: tuple, kwargs: dict, einfo: Any) -> None:
        taken = getattr(self.request, "taken", None)
        if taken and not isinstance(exc, jobs.LeaseLost):
            jobs.stumble(job_id=taken, error=f"{type(exc).__name__}: {exc}", now=timezone.now())


@shared_task(name="weirdness.sweep")
def sweep() -> None:
    for job_id, queue in work.sweep(now=timezone.now()):
        do.apply_async([job_id], queue=queue)


@shared_task(name="weirdness.do", base=Recorded, bind=True)
def do(self: Recorded, job_id: int) -> None:
    """A delivery says that there is work: what is more urgent goes first, then the job that it names."""
    while claim := work.take(job_id=job_id, now=timezone.now()):
        self.request.taken = claim.job_id
        work.do(claim)
        if claim.job_id == job_id:
            return


def ring() -> bool:
    """Asks for a sweep now. With the broker away nothing is lost: it is late, and the next 30 s don't wait for it."""
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return False
    try:
        sweep.apply_async(retry=False, expires=30)
    except OperationalError as error:
        _quiet_until = time.monotonic() + SILENCE
        log.warning("The doorbell did not sound (%s); the next sweep finds the work.", error)
        return False
    return True
