"""Slots: a suite's due moments. Each is taken once; missed ones collapse into one late run that says how late.

The clock is read as Debian's cron reads it: a fixed hour that summer time skips runs when the gap ends, one that
winter time repeats runs the first time only; a step such as */15 follows real time, without gap or double.
"""

from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from cronsim import CronSim
from django.db import transaction

from weirdness.models import Run, Slot, Suite
from weirdness.services import runs

MOST_MISSED = 1_000  # more are not counted one by one


def open_due(*, now: datetime) -> list[Run]:
    """Takes the latest due slot of each scheduled suite that nobody took yet, and asks for its run."""
    scheduled = Suite.objects.exclude(cron="").exclude(stage=Suite.Stage.DRAFT).select_related("dataset")
    return [run for suite in scheduled if (run := _open(suite, now=now))]


def latest_slot(cron: str, zone: str, now: datetime) -> datetime | None:
    """The last due moment that is not after `now`, in UTC; None when there never was one."""
    local = now.astimezone(ZoneInfo(zone))
    before = next((tick for tick in CronSim(cron, local + timedelta(seconds=1), reverse=True) if tick <= local), None)
    if before is None:
        return None
    # In the hour that winter time repeats, a clock read backwards overlooks what was due the first time.
    newer = takewhile(lambda tick: tick.astimezone(UTC) <= now, CronSim(cron, before))
    return max(tick.astimezone(UTC) for tick in (before, *newer))


@transaction.atomic
def _open(suite: Suite, *, now: datetime) -> Run | None:
    due = latest_slot(suite.cron, suite.time_zone, now)
    # A clock that went back finds its slots taken; a changed schedule starts when it was changed.
    if due is None or due < suite.scheduled_at or Slot.objects.filter(suite=suite, due_at__gte=due).exists():
        return None
    slot, created = Slot.objects.get_or_create(suite=suite, due_at=due, defaults={"missed": _missed(suite, due)})
    if not created:
        return None
    return runs.request(
        suite=suite, now=now, trigger=Run.Trigger.SCHEDULE, key=f"slot:{suite.pk}:{due.isoformat()}", slot=slot
    )


def _missed(suite: Suite, due: datetime) -> int:
    """Slots after the last taken one, and after the last change of the schedule, that nobody opened."""
    last = Slot.objects.filter(suite=suite).order_by("due_at").last()
    if last is None:
        return 0
    since = max(last.due_at, suite.scheduled_at).astimezone(ZoneInfo(suite.time_zone))
    ticks = takewhile(lambda tick: tick.astimezone(UTC) < due, CronSim(suite.cron, since))
    return sum(1 for _ in islice(ticks, MOST_MISSED))
