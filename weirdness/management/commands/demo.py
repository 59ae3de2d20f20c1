"""manage.py demo: real data, a cast and a modest past, for people who try Weirdness."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from weirdness.demo import making, people
from weirdness.demo.files import NotInstalled


class Command(BaseCommand):
    help = "Makes the demo once (DEMO=1 only): files, datasets, people and five months of their past."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", action="store_true", help="only list the people and what each is good for")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            making.allowed()
            if not options["people"]:
                self._make()
        except (making.NotHere, NotInstalled) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(people.playbill())

    def _make(self) -> None:
        began = time.monotonic()
        if making.make(now=timezone.now()):
            self.stdout.write(f"The demo is made ({time.monotonic() - began:.1f} s).")
