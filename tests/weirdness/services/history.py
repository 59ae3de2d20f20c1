"""Deeds of a history that take more than one call: a late log, a change that a run notices, two accounts of one."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.weirdness.services.test_findings import found
from weirdness.models import Change, LogImport, LogUse, Person, Profile, Run, Suite
from weirdness.services import runs, same_person, upstream
from weirdness.services.query_logs import placing


def import_log(cast: Cast, *who: Person, days: int, now: datetime) -> LogImport:
    """A log, read by now, that tells of one use of each of these people so many days ago."""
    log = LogImport.objects.create(
        kind="csv", name=f"log {now}", asked_by=cast.administrator, asked_at=now, state=LogImport.State.DONE
    )
    day = timezone.localdate(now - timedelta(days=days))
    for person in who:
        LogUse.objects.create(log=log, login=person.email, table=cast.dataset.key, day=day, lines=1)
    placing.place(logs=[log], now=now)
    return log


def notice_change(suite: Suite, *, now: datetime) -> None:
    """Runs whose last one finds a column more than those before."""
    seen = Profile.objects.count()
    for number in range(max(2 - seen, 0) + 1):
        last = f"column {seen + number}" if seen + number > 1 else "well"
        column = {"type": "text", "nulls": 0, "distinct": 90}
        profile = {"row_count": 96, "columns": {"plate": column, last: column}}
        run = runs.request(suite=suite, now=now, trigger=Run.Trigger.SCHEDULE)
        result = found(suite, success=True, fingerprint=f"{now} {number}")
        runs.store(run=run, result=replace(result, profile=profile), now=now)


def call_harmless(cast: Cast, *, now: datetime) -> None:
    if change := Change.objects.unsettled().last():
        upstream.call_harmless(change_id=change.pk, actor=cast.owner, now=now)


def merge_accounts(account: Person, into: Person, actor: Person, *, now: datetime) -> None:
    keep, other = Person.objects.get(pk=into.pk), Person.objects.get(pk=account.pk)
    same_person.merge(keep=keep, other=other, actor=actor, now=now)
