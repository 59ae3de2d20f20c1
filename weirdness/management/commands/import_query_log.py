"""manage.py import_query_log: reads a log on the server that is too large to hand in on a page."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from weirdness.models import LogImport, Person, Source
from weirdness.services.errors import NotAllowed, Refused
from weirdness.services.query_logs import handing_in, reading, words
from weirdness.services.query_logs.lines import MB


class Command(BaseCommand):
    help = "Makes looks of a query log: text or gzip, of any size. Exit 1 and a sentence when it cannot be read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", choices=list(handing_in.UPLOADED), required=True)
        parser.add_argument("--by", required=True, metavar="E-MAIL", help="Who hands it in, as the history will say.")
        parser.add_argument("--source", default="", metavar="SLUG", help="The database that wrote it.")
        parser.add_argument("--prefix", default="", help="log_line_prefix, if it is none of the usual ones.")

    def handle(self, *args: Any, file: Path, kind: str, by: str, source: str, prefix: str, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        log = self._opened(file, kind, by, source, prefix)
        try:
            reading.read(log=log, pieces=_pieces(file), hold=lambda: None)
        except KeyboardInterrupt:
            reading.give_up(log_id=log.pk, reason="It was broken off on the server.", now=timezone.now())
            raise
        log.refresh_from_db()
        for sentence in words.sentences(log):
            self.stdout.write(sentence)
        if log.state != LogImport.State.DONE:
            raise CommandError(log.trouble)

    def _opened(self, file: Path, kind: str, by: str, source: str, prefix: str) -> LogImport:
        actor = Person.objects.filter(email=by.strip().lower()).first()
        if actor is None:
            raise CommandError(f"Nobody has the e-mail address {by}.")
        of = Source.objects.filter(slug=source).first()
        if source and of is None:
            raise CommandError(f"There is no source {source}. The last part of its page's address is its slug.")
        try:
            return handing_in.opened(
                actor=actor, kind=kind, name=file.name, source=of, prefix=prefix, now=timezone.now()
            )
        except (NotAllowed, Refused) as no:
            raise CommandError(str(no)) from no


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as log:
        while piece := log.read(MB):
            yield piece
