"""manage.py recompute: makes stored estimates anew from the history and says whether they come out the same."""

import sys
from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from weirdness.models import Dataset, Snapshot
from weirdness.services import replay

MOST_DIFFERENCES = 10


class Command(BaseCommand):
    help = (
        "Recomputes stored estimates from the history as it was known then. Exit 1, and what differs in words, where "
        "one does not come out the same. Without --day or --all: the newest of each dataset."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dataset", metavar="KEY", help="Only this one, such as nyc/flights.")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="All that were made on this day.")
        which.add_argument("--all", action="store_true", help="Every estimate that was ever stored.")

    def handle(self, *args: Any, dataset: str | None, day: date | None, all: bool, **options: Any) -> None:
        wrong = told = 0
        for one in _datasets(dataset):
            for verdict in replay.check(one, _chosen(one, day, all)):
                told += 1
                wrong += not verdict.holds
                self._say(one, verdict)
        self.stdout.write(_sum(told, wrong))
        if wrong:
            sys.exit(1)

    def _say(self, dataset: Dataset, verdict: replay.Verdict) -> None:
        name = f"{dataset.key} of {timezone.localtime(verdict.snapshot.at):%Y-%m-%d %H:%M:%S}"
        if verdict.holds:
            self.stdout.write(" ".join([f"{name}: the same.", *filter(None, [verdict.note])]))
            return
        said = [verdict.untold] if verdict.untold else verdict.differs
        left = len(said) - MOST_DIFFERENCES
        more = [f"and {left} more"] if left > 0 else []
        self.stdout.write("\n  ".join([f"{name}: not the same.", *said[:MOST_DIFFERENCES], *more]))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _datasets(key: str | None) -> list[Dataset]:
    if key is None:
        return list(Dataset.objects.order_by("key"))
    found = Dataset.objects.named(key).first()
    if found is None:
        raise CommandError(f"There is no dataset {key}. `manage.py recompute` without --dataset takes all of them.")
    return [found]


def _chosen(dataset: Dataset, day: date | None, all: bool) -> QuerySet[Snapshot]:
    stored = Snapshot.objects.filter(dataset=dataset)
    if day:
        midnight = timezone.make_aware(datetime.combine(day, time.min))
        return stored.filter(
            at__gte=midnight, at__lt=timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        )
    newest = stored.order_by("-pk").values("pk")[:1]
    return stored if all else stored.filter(pk__in=newest)


def _sum(told: int, wrong: int) -> str:
    if not told:
        return "No estimate was stored then, so there is nothing to compare."
    return f"{told:,} recomputed from the history, {wrong:,} of them not the same."
