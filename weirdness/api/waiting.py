"""Waiting for the end of a run within one request: short looks at its row, and never all threads at once."""

import time
from threading import BoundedSemaphore

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from weirdness import tasks
from weirdness.models import Run
from weirdness.services.errors import Refused

LONGEST = 60
AT_ONCE = 2  # of a web process's four threads; who finds no room is told to look again, as without waiting
PAUSES = (0.1, 0.2, 0.4)  # seconds between looks; the last one repeats
HOW_LONG = OpenApiParameter(
    "wait",
    int,
    description=f"Seconds to wait for the end, at most {LONGEST}. The answer may come sooner, with the run not over.",
)
_CHANGING = ("state", "message", "started_at", "finished_at", "row_count", "progress", "unchanged_since", "is_shadow")
_room = BoundedSemaphore(AT_ONCE)


def seconds(request: Request) -> int:
    text = request.query_params.get("wait", "0")
    if not (text.isascii() and text.isdecimal()) or int(text) > LONGEST:
        raise Refused(wait=f"`wait` is a number of seconds, at most {LONGEST}.")
    return int(text)


def for_end(run: Run, most: float) -> Run:
    """The run as it is once it is over, or after `most` seconds."""
    if not most or run.is_over or not _room.acquire(blocking=False):
        return run
    try:
        tasks.ring()  # the usual bell rings after the answer
        return _look(run, time.monotonic() + most)
    finally:
        _room.release()


def _look(run: Run, until: float) -> Run:
    looks = 0
    while not run.is_over and time.monotonic() < until:
        time.sleep(PAUSES[min(looks, len(PAUSES) - 1)])
        looks += 1
        run.refresh_from_db(fields=_CHANGING)
    return run
