"""manage.py verify_trail: recomputes the whole history and says where it was touched."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from weirdness.models import Dataset, Event
from weirdness.services import trail

SHORTEST = 12  # characters of a head that name one event beyond doubt


class Command(BaseCommand):
    help = "Recomputes every link of the history. Exit 1 and a sentence each where it was changed or cut."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="DATASET=HASH",
            help="A head from an owner's mail, such as nyc/flights=6f2c…: it must still be part of the history.",
        )

    def handle(self, *args: Any, head: list[str], **options: Any) -> None:
        found = trail.verify()
        names = dict(Dataset.objects.values_list("pk", "key")) | {0: "(no dataset)"}
        self.stdout.write(f"{found.events:,} events in {len(found.heads)} chains.")
        for chain, last in sorted(found.heads.items(), key=lambda each: names.get(each[0], "")):
            self.stdout.write(f"{names.get(chain, f'(chain {chain})')} {last}")
        broken = found.broken + [sentence for each in head if (sentence := _missing(each))]
        if not broken:
            self.stdout.write("Every link holds.")
            return
        for sentence in broken:
            self.stderr.write(sentence)
        self.stderr.write("The history was touched. Compare with a backup before you trust what it says.")
        sys.exit(1)


def _missing(head: str) -> str:
    """A sentence when the head that a mail printed is no event of that chain any more."""
    key, mark, start = head.partition("=")
    if not mark or len(start) < SHORTEST:
        raise CommandError(f"{head!r} is no head. Write dataset=hash with at least {SHORTEST} characters of the hash.")
    dataset = Dataset.objects.named(key).first()
    if dataset is None:
        return f"There is no dataset {key} any more, although a mail printed the head of its history."
    if Event.objects.filter(chain=dataset.pk, hash__startswith=start.lower()).exists():
        return ""
    return f"The history of {key} was cut or rewritten: it holds no event {start}, which a mail printed."
