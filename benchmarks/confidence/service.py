"""How fast numbers follow the log: a thousand datasets recomputed, and one look from recorded to number.

`python -m benchmarks.confidence.service [datasets]`. Everything as `make up` runs it, on a folder of its own.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
import psutil

from benchmarks.desk.service import Service, served
from config.local import manage, processes

LOOKS, ROUNDS, PATIENCE = 200, 10, 180.0


@dataclass
class Took:
    """Seconds: by the clock, of this process's CPU, and of PostgreSQL's for this process's connection."""

    wall: float = 0.0
    python: float = 0.0
    database: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.python + self.database:.1f} s of CPU ({self.python:.1f} Python, {self.database:.1f} PostgreSQL), "
            f"{self.wall:.1f} s by the clock"
        )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="weirdness-bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o711)
        with served(Path(folder) / "data") as service:
            manage.once(service.place, "set_up", service.env, own_database=False)
            os.environ.update(service.env)
            os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
            django.setup()
            _measure(service, count)


def _measure(service: Service, count: int) -> None:
    from django.utils import timezone

    from benchmarks.confidence.filling import fill, one_more_look
    from weirdness.models import Dataset, Look

    fill(count=count, looks=LOOKS, now=timezone.now())
    pks = list(Dataset.objects.order_by("pk").values_list("pk", flat=True))
    print(f"{len(pks):,} datasets, {Look.objects.count():,} looks.", flush=True)
    print(f"all recomputed, two thirds change their state: {_all(pks)}", flush=True)
    one_more_look(now=timezone.now())
    print(f"all recomputed, each with a new look: {_all(pks)}", flush=True)
    print(f"all recomputed, nothing is new: {_all(pks)}", flush=True)
    _start(service)
    _one(pks[-1])  # until the workers are up
    seconds = sorted(_one(pk) for pk in pks[:ROUNDS])
    print(f"one look to its number: median {statistics.median(seconds):.1f} s, slowest {seconds[-1]:.1f} s", flush=True)


def _all(pks: list[int]) -> Took:
    from django.utils import timezone

    from weirdness.services import confidence

    with _timed() as took:
        done, left = confidence.recompute_many(pks, now=timezone.now())
    assert (done, left) == (len(pks), []), (done, left)
    return took


@contextmanager
def _timed() -> Iterator[Took]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = psutil.Process(cursor.fetchone()[0])
    took, begun = Took(), time.perf_counter()
    mine, its = _cpu(), sum(backend.cpu_times()[:2])
    yield took
    took.wall, took.python = time.perf_counter() - begun, _cpu() - mine
    took.database = sum(backend.cpu_times()[:2]) - its


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _start(service: Service) -> None:
    """The workers and the clock."""
    table = {each.name: each for each in processes.service(service.place, service.env, set())}
    for name in ("worker", "beat"):
        service.supervisor.start(table[name])


def _one(pk: int) -> float:
    """Seconds from a look that a person records, as the web server does it, until its number is stored."""
    from django.utils import timezone

    from weirdness import tasks
    from weirdness.models import Dataset, Person, Snapshot
    from weirdness.services import looks

    before, begun = Snapshot.objects.filter(dataset=pk).count(), time.perf_counter()
    dataset = Dataset.objects.get(pk=pk)
    person = Person.objects.exclude(looks__in=dataset.looks.filter(day=timezone.localdate())).first()
    looks.check_in(dataset=dataset, person=person, now=timezone.now())
    tasks.ring()
    while Snapshot.objects.filter(dataset=pk).count() == before:
        assert time.perf_counter() - begun < PATIENCE, "the number did not follow"
        time.sleep(0.02)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
