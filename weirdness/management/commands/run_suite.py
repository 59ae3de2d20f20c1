"""manage.py run_suite nyc/flights: asks for a run, and with --wait tells how it ended. Exit 0 pass, 1 fail, 2 error."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from weirdness.models import Dataset, Run, Suite
from weirdness.services import runs, work

MARKS = {True: "✓", False: "✗", None: "?"}
EXIT = {Run.State.PASSED: 0, Run.State.FAILED: 1, Run.State.ERROR: 2}
PAUSE = 0.5  # seconds between two looks


class Command(BaseCommand):
    help = "Asks for a run of a dataset's suite. With --wait: does or awaits it, and exits 0 pass, 1 fail, 2 error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset", help="Its key, such as nyc/flights.")
        parser.add_argument("--suite", default="", help="Its name; needed when there are several.")
        parser.add_argument("--wait", type=float, default=0, metavar="SECONDS", help="Wait so long for its end.")

    def handle(self, *args: Any, dataset: str, suite: str, wait: float, **options: Any) -> None:
        chosen = _suite(dataset, suite)
        run = runs.request(suite=chosen, now=timezone.now(), trigger=Run.Trigger.PERSON)
        self.stdout.write(f"Run {run.pk} of {chosen.name} on {dataset} was asked for.")
        if not wait:
            self.stdout.write(f"A worker does it: {settings.PUBLIC_URL}/datasets/{dataset}/-/runs/{run.pk}/")
            return
        run = _await(run, seconds=wait)
        if not run.is_over:
            raise CommandError(f"It is {run.get_state_display()} after {wait:g} s. {run.message}".strip(), returncode=2)
        self._tell(run)
        sys.exit(EXIT[Run.State(run.state)])

    def _tell(self, run: Run) -> None:
        for result in run.results.all():
            told = result.message if result.success is None else result.observed
            self.stdout.write(f"{MARKS[result.success]} {result.sentence}" + (f": {told}" if told else ""))
        rows = f", {run.row_count:,} rows" if run.row_count is not None else ""
        self.stdout.write(f"Run {run.pk} {run.get_state_display()}{rows}. {run.message}".strip())


def _suite(key: str, name: str) -> Suite:
    dataset = Dataset.objects.named(key).first()
    if dataset is None:
        known = ", ".join(Dataset.objects.values_list("key", flat=True)[:20])
        raise CommandError(f"There is no dataset {key}. Registered: {known or 'none yet'}.", returncode=2)
    live = {suite.name: suite for suite in dataset.suites.filter(stage=Suite.Stage.LIVE)}
    if not live:
        raise CommandError(f"{key} has no suite yet, so there is nothing to run.", returncode=2)
    if not name and len(live) == 1:
        return next(iter(live.values()))
    if name not in live:
        raise CommandError(f"Say which suite of {key} with --suite: {', '.join(live)}.", returncode=2)
    return live[name]


def _await(run: Run, *, seconds: float) -> Run:
    """Does the run here unless a worker has it already; then looks until it is over or the time is up."""
    until = time.monotonic() + seconds
    while not run.is_over and time.monotonic() < until:
        assert run.job_id is not None
        if not work.perform(job_id=run.job_id, now=timezone.now()):
            time.sleep(PAUSE)
        run.refresh_from_db()
    return run
