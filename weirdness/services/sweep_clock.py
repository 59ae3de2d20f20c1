"""What the clock does to blind sweeps: reminds a day before the deadline, and ends the writing of lists."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from weirdness.models import Reviewer, Sweep
from weirdness.services import sweep_letters, sweep_merging, sweeps

BEFORE = timedelta(days=1)


def tick(*, now: datetime) -> int:
    """Any number of beats at once do it once. Returns how many sweeps went on to merging."""
    here = Q(person__is_active=True) | Q(person__merged_into__is_active=True)
    awaited = Reviewer.objects.filter(here, sweep=OuterRef("pk"), done_at__isnull=True)
    open_ = Sweep.objects.filter(state=Sweep.State.OPEN)
    over = open_.filter(Q(deadline__lte=now) | ~Exists(awaited))
    ended = sum(_end(pk, now) for pk in over.values_list("pk", flat=True))
    # Who was invited within two days of the deadline needs no reminder of it.
    soon = open_.filter(deadline__gt=now, deadline__lte=now + BEFORE, asked_at__lte=F("deadline") - 2 * BEFORE)
    for sweep in soon.select_related("dataset"):
        with transaction.atomic():
            sweep_letters.remind(sweep, now=now)
    return ended


@transaction.atomic
def _end(sweep_id: int, now: datetime) -> bool:
    sweep = sweeps.lock(sweep_id)
    return sweep.state == Sweep.State.OPEN and sweep_merging.begin_if_all_are_in(sweep, now=now)
