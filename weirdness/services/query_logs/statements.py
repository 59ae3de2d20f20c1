"""What PostgreSQL counts by itself: who called a statement since the last reading used its tables on that day."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from checks import client
from weirdness.models import LogImport, Person, Source, StatementCount
from weirdness.services import administering, events, jobs, sources
from weirdness.services.errors import Refused
from weirdness.services.query_logs.tally import Tally

NIGHTLY = "nightly"
LATE = time(23, 30)  # the day of the reading is then the day of the use
DEADLINE = 120.0
Pair = tuple[str, int]  # login, statement
_ADMINISTRATORS = "Which databases are read is said by administrators. Ask one of them."


def is_nightly(source: Source) -> bool:
    return bool(source.settings.get("statements") == NIGHTLY)


@transaction.atomic
def switch(*, source_id: int, nightly: bool, actor: Person, now: datetime) -> None:
    """From now on every night, or only when somebody asks. Raises NotAllowed."""
    administering.guard(actor, _ADMINISTRATORS)
    source = Source.objects.select_for_update().get(pk=source_id)
    source.settings = {**source.settings, "statements": NIGHTLY if nightly else ""}
    source.save(update_fields=["settings"])
    events.record(verb="source_changed", actor=actor, now=now, after=source.slug[:40], reason="statements")


@transaction.atomic
def ask(*, source: Source, actor: Person | None, now: datetime) -> LogImport:
    """Owes a reading of what a database counted; `actor`: None when it is the night's. One that waits is enough."""
    if actor:
        administering.guard(actor, _ADMINISTRATORS)
    if not source.is_database:
        raise Refused(source="Only a database counts its statements. Choose a source that is one.")
    waiting = LogImport.objects.filter(source=source, kind=LogImport.Kind.STATEMENTS, state=LogImport.State.WAITING)
    if found := waiting.first():
        return found
    log = LogImport.objects.create(
        kind=LogImport.Kind.STATEMENTS, source=source, name=source.name, asked_by=actor, asked_at=now
    )
    events.record(verb="log_imported", actor=actor, now=now, after=log.name[:40], data={"log": log.pk})
    urgency = jobs.Urgency.PERSON if actor else jobs.Urgency.SCHEDULE
    jobs.enqueue(kind="log", subject=log.pk, key=f"log:{log.pk}", now=now, urgency=urgency)
    return log


def owe_nightly(*, now: datetime) -> None:
    """Late in the organisation's day, once for each source of which somebody said so."""
    local = timezone.localtime(now)
    if local.time() < LATE:
        return
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    for source in Source.objects.filter(kind=sources.DATABASE, settings__statements=NIGHTLY):
        tonight = LogImport.objects.filter(source=source, kind=LogImport.Kind.STATEMENTS, asked_by=None)
        if not tonight.filter(asked_at__gte=midnight).exists():
            ask(source=source, actor=None, now=now)


def fetch(log: LogImport, beat: Any) -> dict[str, Any]:
    """Every statement that the database counted, page by page: `rows`, `hidden`, `unparsed`. Raises CheckError."""
    assert log.source is not None
    place = sources.place_of(log.source).to_dict()
    rows: list[list[Any]] = []
    page: dict[str, Any] = {"more": True}
    unparsed = 0
    while page["more"]:
        page = client.ask(
            "statements",
            {"source": place, "after": rows[-1][:2] if rows else None},
            socket_path=settings.CHECKS_SOCKET,
            deadline=DEADLINE,
            beat=beat,
        ).content
        rows += page["rows"]
        unparsed += page["unparsed"]
        page["more"] = page["more"] and bool(page["rows"])
    return {"rows": rows, "hidden": page["hidden"], "unparsed": unparsed}


def count(log: LogImport, rows: list[list[Any]], tally: Tally, now: datetime) -> bool:
    """Adds what was called since the last reading; False at the first. In the caller's transaction, with its writes."""
    assert log.source is not None
    before = _before(log.source)
    day = timezone.localdate(now)
    calls: dict[Pair, int] = {}
    for login, statement, called, tables in rows:
        tally.lines += 1
        calls[login, statement] = called
        # Fewer calls than before: the database began to count anew, and all of them came since.
        if before and called and called != before.get((login, statement), (0, 0))[1]:
            tally.read(login, log.source.settings.get("database", ""), tables, day)
    _keep(log.source, calls, before, now)
    return bool(before)


def _before(source: Source) -> dict[Pair, tuple[int, int]]:
    """The number of the row, and the calls."""
    known = StatementCount.objects.select_for_update().filter(source=source)
    rows = known.values_list("login", "statement", "pk", "calls")
    return {(login, statement): (pk, calls) for login, statement, pk, calls in rows}


def _keep(source: Source, calls: dict[Pair, int], before: dict[Pair, tuple[int, int]], now: datetime) -> None:
    """What the database counts no more is forgotten: when it comes back it was called."""
    gone = [pk for pair, (pk, _) in before.items() if pair not in calls]
    StatementCount.objects.filter(pk__in=gone).delete()
    changed = [
        StatementCount(source=source, login=pair[0], statement=pair[1], calls=called, read_at=now)
        for pair, called in calls.items()
        if pair not in before or before[pair][1] != called
    ]
    StatementCount.objects.bulk_create(
        changed,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["source", "login", "statement"],
        update_fields=["calls", "read_at"],
    )
