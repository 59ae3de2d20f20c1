"""Looks: one person, one dataset, one day. A page view is no look."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from weirdness.models import Dataset, Look, Person
from weirdness.services import confidence_due, events


@transaction.atomic
def record(*, dataset: Dataset, person: Person, origin: str, now: datetime, is_demo: bool = False) -> Look:
    """Records that the person used the dataset today; twice on one day is one look."""
    events.hold(dataset.pk)
    look, created = Look.objects.counted().get_or_create(
        dataset=dataset,
        person=person,
        day=timezone.localdate(now),
        defaults={"viewpoint": person.viewpoint, "origin": origin, "at": now, "recorded_at": now, "is_demo": is_demo},
    )
    if created:
        confidence_due.owe(dataset=dataset, now=now)
    return look


@transaction.atomic
def check_in(*, dataset: Dataset, person: Person, now: datetime, is_demo: bool = False) -> bool:
    """ "Used it, all fine." Returns False when this person's look of today is there already."""
    if Look.objects.counted().filter(dataset=dataset, person=person, day=timezone.localdate(now)).exists():
        return False
    record(dataset=dataset, person=person, origin=Look.Origin.CHECK_IN, now=now, is_demo=is_demo)
    events.record(verb="looked", actor=person, now=now, dataset=dataset)
    return True
