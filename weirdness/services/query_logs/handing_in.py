"""Handing in a query log, and taking one back."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction

from weirdness.models import Dataset, LogChunk, LogImport, LogUse, Look, Person, Source
from weirdness.services import administering, confidence_due, events, jobs
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.query_logs import postgres
from weirdness.services.query_logs.lines import MB, Unreadable
from weirdness.services.query_logs.placing import hold

UPLOADED = {kind.value: kind.label for kind in (LogImport.Kind.CSV, LogImport.Kind.POSTGRES_LOG)}
CHOICES = list(UPLOADED.items())
_NOT_YOURS = (
    "Query logs are handed in by administrators, and by those who answer for a dataset, for their own. Ask one of them."
)


def may_hand_in(person: Person) -> bool:
    """Administrators for every dataset; those who answer for datasets, for theirs."""
    return administering.may_change(person) or Dataset.objects.owned_by(person).exists()


def guard(person: Person, *, size: int) -> None:
    """What is known before a file was received: raises NotAllowed and Refused."""
    if not may_hand_in(person):
        raise NotAllowed(_NOT_YOURS)
    if size > settings.QUERY_LOG_MOST_BYTES + MB:
        raise too_large()


@transaction.atomic
def hand_in(
    *,
    actor: Person,
    kind: str,
    name: str,
    pieces: Iterable[bytes],
    now: datetime,
    source: Source | None = None,
    prefix: str = "",
) -> LogImport:
    """Keeps a log until a worker has read it. Raises NotAllowed; Refused with a sentence per field."""
    log = opened(actor=actor, kind=kind, name=name, now=now, source=source, prefix=prefix)
    total, seen = 0, hashlib.sha256()
    for number, piece in enumerate(_megabytes(pieces)):
        total += len(piece)
        seen.update(piece)
        if total > settings.QUERY_LOG_MOST_BYTES:
            raise too_large()
        LogChunk.objects.create(log=log, number=number, content=piece)
    if not total:
        raise Refused(file="This file is empty. Choose the file of the log.")
    log.size, log.sha256 = total, seen.hexdigest()
    log.save(update_fields=["size", "sha256"])
    owe(log, now=now, urgency=jobs.Urgency.FIX)
    return log


@transaction.atomic
def opened(
    *, actor: Person, kind: str, name: str, now: datetime, source: Source | None = None, prefix: str = ""
) -> LogImport:
    """A log whose content is still to come. Raises as `hand_in` does."""
    if not may_hand_in(actor):
        raise NotAllowed(_NOT_YOURS)
    _accept(actor, kind, source, prefix)
    log = LogImport.objects.create(
        kind=kind, name=_named(name), source=source, prefix=prefix, asked_by=actor, asked_at=now
    )
    events.record(verb="log_imported", actor=actor, now=now, after=log.name[:40], data={"log": log.pk})
    return log


def owe(log: LogImport, *, now: datetime, urgency: int = 0) -> None:
    jobs.enqueue(kind="log", subject=log.pk, key=f"log:{log.pk}", now=now, urgency=urgency)


def most_megabytes() -> int:
    return int(settings.QUERY_LOG_MOST_BYTES // MB)


def too_large() -> Refused:
    otherwise = "Pack it with gzip, divide it, or ask an administrator to read it with manage.py import_query_log."
    return Refused(file=f"A log may have {most_megabytes():,} MB when it is handed in here. {otherwise}")


def _named(name: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in name).strip()[:200] or "a log without a name"


def _accept(actor: Person, kind: str, source: Source | None, prefix: str) -> None:
    problems = {}
    if kind not in UPLOADED:
        problems["kind"] = "Choose what kind of log it is: a CSV file of uses, or a log file of PostgreSQL."
    if source and not source.is_database:
        problems["source"] = "Choose a database, or none: a folder writes no log."
    if len(prefix) > 200:
        problems["prefix"] = "A log_line_prefix has at most 200 characters."
    elif prefix and kind == LogImport.Kind.POSTGRES_LOG:
        try:
            postgres.pattern_of(prefix)
        except Unreadable as wrong:
            problems["prefix"] = str(wrong)
    if problems:
        raise Refused(**problems)


def _megabytes(pieces: Iterable[bytes]) -> Iterator[bytes]:
    kept = bytearray()
    for piece in pieces:
        kept += piece
        while len(kept) >= MB:
            yield bytes(kept[:MB])
            del kept[:MB]
    if kept:
        yield bytes(kept)


def may_take_back(log: LogImport, person: Person) -> bool:
    """Administrators, and who handed it in."""
    return administering.may_change(person) or (person.is_active and log.asked_by_id == person.pk)


@transaction.atomic
def take_back(*, log_id: int, actor: Person, now: datetime) -> int:
    """The looks of this log, and no others, count no more; returns how many. Raises NotAllowed and Conflict."""
    hold()
    log = LogImport.objects.get(pk=log_id)
    if not may_take_back(log, actor):
        raise NotAllowed("A log is taken back by who handed it in, or by an administrator. Ask one of them.")
    looks = Look.objects.counted().filter(log=log)
    datasets = list(Dataset.objects.filter(looks__in=looks).distinct().order_by("pk"))
    for dataset in datasets:
        events.hold(dataset.pk)
    if log.state != LogImport.State.DONE:
        raise Conflict(f"There is nothing to take back: the log is {log.get_state_display()}.")
    withdrawn = looks.update(withdrawn_at=now)
    chains: list[Dataset | None] = [*datasets, None]  # the last is the history of the installation
    for about in chains:
        events.record(
            verb="log_taken_back", actor=actor, now=now, dataset=about, after=log.name[:40], data={"log": log.pk}
        )
    for dataset in datasets:
        confidence_due.owe(dataset=dataset, now=now)
    LogUse.objects.filter(log=log).delete()
    log.state, log.outcome = LogImport.State.TAKEN_BACK, {**log.outcome, "withdrawn": withdrawn}
    log.save(update_fields=["state", "outcome"])
    return withdrawn
