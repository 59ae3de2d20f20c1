"""Slots: a suite's due moments. Each is taken once; missed ones collapse into one late run that says how late."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from weirdness.models import Run, Slot, Suite
from weirdness.services import runs


def open_due(*, now: datetime) -> list[Run]:
    """Takes the latest due slot of each scheduled suite that nobody took yet, and asks for its run."""
    asked = []
    for suite in Suite.objects.filter(stage=Suite.Stage.LIVE, every_minutes__isnull=False).select_related("dataset"):
        run = _open(suite, now=now)
        if run:
            asked.append(run)
    return asked


def latest_slot(every_minutes: int, now: datetime) -> datetime:
    """The last multiple of the interval since midnight UTC (of 1970 for intervals over a day)."""
    step = timedelta(minutes=every_minutes)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + step * ((now - epoch) // step)


@transaction.atomic
def _open(suite: Suite, *, now: datetime) -> Run | None:
    assert suite.every_minutes
    due = latest_slot(suite.every_minutes, now)
    if due < suite.changed_at or Slot.objects.filter(suite=suite, due_at__gte=due).exists():
        return None
    last = Slot.objects.filter(suite=suite).order_by("due_at").last()
    missed = (due - last.due_at) // timedelta(minutes=suite.every_minutes) - 1 if last else 0
    slot, created = Slot.objects.get_or_create(suite=suite, due_at=due, defaults={"missed": missed})
    if not created:
        return None
    return runs.request(
        suite=suite, now=now, trigger=Run.Trigger.SCHEDULE, key=f"slot:{suite.pk}:{due.isoformat()}", slot=slot
    )
