"""Kills a worker that is silent while its queue waits; the supervisor starts it again.

A worker that lost its connection stays alive and looks well, so the process table can't tell. It is asked
only when its queue has not shrunk for a minute: a worker in a long run answers, a lost one doesn't.
"""

import os
import signal
import sys
import time
from dataclasses import dataclass

import redis

from config.local import place as places
from config.local import running
from config.local.processes import QUEUES
from config.local.words import say

EVERY = 5.0  # seconds between two looks
SILENCE = 60.0  # seconds


@dataclass
class Patience:
    """How long one queue has been waiting without getting shorter."""

    length: int = 0
    since: float = 0.0

    def waited(self, length: int, now: float) -> float:
        """Seconds since the queue was last empty, or last got shorter."""
        if length == 0 or length < self.length or self.length == 0:
            self.since = now
        self.length = length
        return now - self.since


def works(queue: str) -> bool:
    """Whether the queue's worker says, when asked, that it has a task in hand."""
    from config.celery import app  # heavy, and needed only when something is wrong

    name = f"{queue}@weirdness"
    for _ in range(2):
        answer = app.control.inspect([name], timeout=5).active() or {}
        if answer.get(name):
            return True
        time.sleep(1)
    return False


def look(client: redis.Redis, place: places.Place, patience: dict[str, Patience]) -> None:
    for process, queue in QUEUES.items():
        if patience[process].waited(int(client.llen(queue)), time.monotonic()) < SILENCE or works(queue):
            continue
        patience[process] = Patience()
        pid, _ = running.recorded(place)["processes"].get(process, (0, 0))
        if pid:
            say(f"{process} was silent for {SILENCE:g} s while {queue} waited: killed, to be started again")
            os.killpg(pid, signal.SIGKILL)


def main() -> None:
    place, patience = places.find(), {process: Patience() for process in QUEUES}
    with redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=3, socket_connect_timeout=1) as client:
        while True:
            time.sleep(EVERY)
            try:
                look(client, place, patience)
            except (redis.RedisError, OSError) as trouble:
                say(f"the queue can't be seen: {trouble}")


if __name__ == "__main__":
    sys.exit(main())
