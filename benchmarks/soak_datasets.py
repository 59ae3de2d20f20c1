"""Small datasets with a suite each, made inside a service that runs.

`begin N` registers them, due every minute, and `end` stops their clocks; `hurry N MINUTES FOLDER` has the clocks strike
so many minutes within seconds; `tiny RUNS FOLDER` has one of them read again and again.
"""

import sys
import time
from datetime import timedelta
from pathlib import Path

DATASETS, CHANGING, ROWS = 50, 25, 200
EVERY_MINUTE = "* * * * *"
PAUSE = 2.0  # seconds between two minutes in a hurry


def write(folder: Path, number: int, version: int) -> None:
    """A file of one dataset, put in its place at once; some versions hold a value that fails."""
    lines = [f"{row},{row % 97 + version},{'abc'[row % 3]}" for row in range(ROWS)]
    if version % 4 == 3:
        lines[7] = "7,-1,a"
    part = folder / f"{number}.part"
    part.write_text("\n".join(["id,amount,grade", *lines, ""]))
    part.replace(folder / f"{number}.csv")


def begin(count: int, cron: str) -> None:
    from django.utils import timezone

    from weirdness.models import Viewpoint
    from weirdness.services import datasets, people
    from weirdness.services.datasets import ColumnSpec

    now = timezone.now()
    viewpoint = Viewpoint.objects.get(slug="data-science").slug
    owner = people.join(email="soak@example.org", name="Sasha", viewpoint=viewpoint, password="", now=now)
    team = people.form_team(slug="soak", name="Soakers", members=[owner], lead=owner)
    source = datasets.register_source(slug="soak", name="Soak", root="soak", now=now)
    columns = [ColumnSpec("id", "integer"), ColumnSpec("amount", "integer"), ColumnSpec("grade", "text")]
    for number in range(count):
        dataset = datasets.register(
            key=f"soak/d{number}",
            title=f"Soak {number}",
            description="",
            source=source,
            location=f"{number}.csv",
            format="csv",
            columns=columns,
            key_columns=["id"],
            key_unique=True,
            owner=owner,
            triage_team=team,
            now=now,
        )
        _watch(dataset, now, cron)


def _watch(dataset: object, now: object, cron: str) -> None:
    from weirdness.services import suites

    asked = [
        ("expect_column_values_to_be_between", {"column": "amount", "min_value": 0}),
        ("expect_column_values_to_not_be_null", {"column": "grade"}),
    ]
    document = {"name": "every minute", "expectations": [{"type": kind, "kwargs": kwargs} for kind, kwargs in asked]}
    suites.save(dataset=dataset, document=document, now=now, cron=cron, time_zone="UTC")


def end() -> None:
    from django.utils import timezone

    from weirdness.models import Person, Suite
    from weirdness.services import suites

    actor = Person.objects.get(email="soak@example.org")
    for suite in Suite.objects.select_related("dataset"):
        suites.schedule(suite=suite, cron="", time_zone="UTC", actor=actor, now=timezone.now())


def hurry(count: int, minutes: int, folder: Path) -> None:
    """Clocks of an hour ahead strike minute after minute, each twice; half of the files change in between."""
    from django.utils import timezone

    from weirdness import tasks
    from weirdness.models import Job, Person, Suite
    from weirdness.services import schedule, suites

    begin(count, "")
    ahead, actor = timezone.now() + timedelta(hours=1), Person.objects.get(email="soak@example.org")
    for suite in Suite.objects.select_related("dataset"):
        suites.schedule(suite=suite, cron=EVERY_MINUTE, time_zone="UTC", actor=actor, now=ahead)
    for minute in range(1, minutes + 1):
        for number in range(count // 2):
            write(folder, number, minute)
        for _ in range(2):
            schedule.open_due(now=ahead + timedelta(minutes=minute))
        Job.objects.filter(kind="run", state=Job.State.QUEUED).update(due_at=timezone.now())
        tasks.ring()
        time.sleep(PAUSE)


def tiny(count: int, folder: Path) -> None:
    """So many runs, one after the other, each of which finds other data."""
    from django.utils import timezone

    from weirdness import tasks
    from weirdness.models import Run, Suite
    from weirdness.services import runs

    begin(1, "")
    suite = Suite.objects.select_related("dataset").get(dataset__key="soak/d0")
    for version in range(count):
        write(folder, 0, version)
        run = runs.request(suite=suite, now=timezone.now(), trigger=Run.Trigger.PERSON)
        tasks.ring()
        while not run.is_over:
            time.sleep(0.05)
            run.refresh_from_db()


def main(verb: str, *words: str) -> None:
    if verb == "begin":
        begin(int(words[0]), EVERY_MINUTE)
    elif verb == "end":
        end()
    elif verb == "hurry":
        hurry(int(words[0]), int(words[1]), Path(words[2]))
    else:
        tiny(int(words[0]), Path(words[1]))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main(*sys.argv[1:])
