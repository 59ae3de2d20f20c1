"""A log that was handed in is read by a worker, piece by piece; a killed worker's log is read again from the start."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import checks
from weirdness.models import LogChunk, LogImport, LogUse
from weirdness.services import jobs
from weirdness.services.query_logs import postgres, sheet, statements
from weirdness.services.query_logs.lines import Unreadable, lines_of
from weirdness.services.query_logs.placing import Placed, people_of, place
from weirdness.services.query_logs.tally import Tally
from weirdness.services.query_logs.times import Days

BEAT = 5.0  # seconds
SOON = timedelta(seconds=5)
Kind = LogImport.Kind


class _Watched:
    """The pieces, counted; every few seconds the lease is kept and the page told how far it is."""

    def __init__(self, log: LogImport, tally: Tally, pieces: Iterable[bytes]) -> None:
        self.log, self.tally, self.pieces = log, tally, pieces
        self.size, self.sum, self.told = 0, hashlib.sha256(), time.monotonic()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.size += len(piece)
            self.sum.update(piece)
            yield piece

    def beat(self) -> None:
        """Called for each megabyte of text, packed or not."""
        if time.monotonic() - self.told < BEAT:
            return
        self.told = time.monotonic()
        with transaction.atomic():
            self.tally.hold()
            LogImport.objects.filter(pk=self.log.pk).update(read=self.size, lines=self.tally.lines)


def perform(claim: jobs.Claim) -> None:
    """Reads the pieces of a log, or asks a database, and makes looks of it; what cannot be read is refused in words."""
    log = LogImport.objects.select_related("source", "asked_by").get(pk=claim.subject)
    hold = partial(_hold, claim)
    finish = partial(_finish, claim)
    if log.kind != Kind.STATEMENTS:
        read(log=log, pieces=_pieces(log), hold=hold, finish=finish)
        return
    try:
        found = statements.fetch(log, hold)
    except checks.EngineGone as gone:
        jobs.defer(claim=claim, until=timezone.now() + SOON, reason=str(gone))
    except checks.CheckError as error:
        _refuse(log, str(error), Tally(log.pk, hold), finish)
    else:
        _counted(log, found, Tally(log.pk, hold), finish)


def _hold(claim: jobs.Claim) -> None:
    jobs.extend(claim=claim, now=timezone.now())


def _finish(claim: jobs.Claim) -> None:
    jobs.finish(claim=claim, now=timezone.now())


@transaction.atomic
def _counted(log: LogImport, found: dict[str, Any], tally: Tally, finish: Callable[[], None]) -> None:
    """The counts move on and their looks are made together, or neither."""
    if statements.count(log, found["rows"], tally, timezone.now()):
        tally.put_down()
        _settle(log, tally, finish, hidden=found["hidden"], unparsed=found["unparsed"])
    else:
        _settle(log, tally, finish, hidden=found["hidden"], first=tally.lines)


def _pieces(log: LogImport) -> Iterator[bytes]:
    number = 0
    while (piece := log.chunks.filter(number=number).values_list("content", flat=True).first()) is not None:
        yield bytes(piece)
        number += 1


def read(
    *, log: LogImport, pieces: Iterable[bytes], hold: Callable[[], None], finish: Callable[[], None] = lambda: None
) -> None:
    """All of it or nothing: uses are put down on the way, looks are made in one transaction at the end.

    `hold` is called often, within the transaction of each batch, and raises what must end the reading.
    """
    LogUse.objects.filter(log=log).delete()
    LogImport.objects.filter(pk=log.pk).update(state=LogImport.State.READING, read=0, lines=0)
    tally = Tally(log.pk, hold)
    watched = _Watched(log, tally, pieces)
    try:
        _kind_of(log, watched, tally)
        tally.put_down()
    except Unreadable as trouble:
        _refuse(log, str(trouble), tally, finish)
        return
    log.size = log.read = watched.size
    log.sha256 = watched.sum.hexdigest()
    _settle(log, tally, finish)


def _kind_of(log: LogImport, pieces: _Watched, tally: Tally) -> None:
    days, lines = Days(ZoneInfo(settings.TIME_ZONE), timezone.now()), lines_of(pieces, pieces.beat)
    if log.kind == Kind.CSV:
        sheet.read(lines, tally, days)
    else:
        database = log.source.settings.get("database", "") if log.source else ""
        postgres.read(lines, tally, days, prefix=log.prefix, database=database)


@transaction.atomic
def _settle(log: LogImport, tally: Tally, finish: Callable[[], None], **more: int) -> None:
    tally.hold()
    now = timezone.now()
    placed = place(logs=[log], now=now)[log.pk]
    log.outcome = {"reads": tally.reads, "idle": tally.idle, "refused": _reasons(tally.refused), **_came(placed)}
    log.outcome |= more
    log.outcome["people"] = people_of(log)
    log.state, log.lines, log.finished_at = LogImport.State.DONE, tally.lines, now
    _close(log, finish)


@transaction.atomic
def _refuse(log: LogImport, trouble: str, tally: Tally, finish: Callable[[], None]) -> None:
    tally.hold()
    LogUse.objects.filter(log=log).delete()
    log.state, log.trouble, log.finished_at = LogImport.State.REFUSED, trouble, timezone.now()
    log.lines, log.outcome = tally.lines, {"refused": _reasons(tally.refused)}
    _close(log, finish)


def _close(log: LogImport, finish: Callable[[], None]) -> None:
    log.save()
    LogChunk.objects.filter(log=log).delete()
    finish()


def _came(placed: Placed) -> dict[str, int]:
    looks = sum(placed.made.values())
    return {
        "looks": looks,
        "known": placed.wanted - looks,
        "datasets": len(placed.made),
        "before": placed.before,
        **placed.left,
    }


def _reasons(refused: Counter[str]) -> dict[str, int]:
    return {reason: count for reason, count in refused.items() if count}


@transaction.atomic
def give_up(*, log_id: int, reason: str, now: datetime) -> None:
    """The worker died three times while reading: nothing of it counts."""
    LogUse.objects.filter(log=log_id).delete()
    LogChunk.objects.filter(log=log_id).delete()
    LogImport.objects.filter(pk=log_id).update(state=LogImport.State.REFUSED, trouble=reason, finished_at=now)
