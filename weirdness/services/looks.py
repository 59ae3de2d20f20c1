"""Looks: one person, one dataset, one day. A page view is no look."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from weirdness.models import Dataset, Flag, Look, Person
from weirdness.services import confidence_due, events
from weirdness.services.errors import Conflict

# What a person said of themselves can be taken back; the others stand on something that stays.
SAID = (Look.Origin.CHECK_IN, Look.Origin.LINK, Look.Origin.CLIENT)


@dataclass(frozen=True)
class Day:
    """The looks of one day from one viewpoint (its slug); `people` by name."""

    day: date
    viewpoint: str
    looks: int
    people: list[str]


@transaction.atomic
def record(
    *,
    dataset: Dataset,
    person: Person,
    origin: str,
    now: datetime,
    at: datetime | None = None,
    is_demo: bool = False,
) -> Look:
    """Records that the person used the dataset today, or `at` an earlier moment; twice on one day is one look."""
    events.hold(dataset.pk)
    used = at or now
    look, created = Look.objects.counted().get_or_create(
        dataset=dataset,
        person=person,
        day=timezone.localdate(used),
        defaults={"viewpoint": person.viewpoint, "origin": origin, "at": used, "recorded_at": now, "is_demo": is_demo},
    )
    if created:
        confidence_due.owe(dataset=dataset, now=now)
    return look


def of_today(dataset: Dataset, person: Person, now: datetime) -> Look | None:
    """This person's counted look of today, from whichever of their accounts; None: not yet."""
    theirs = Q(person=person) | Q(person__merged_into=person)
    return Look.objects.counted().filter(theirs, dataset=dataset, day=timezone.localdate(now)).first()


def taken_back_today(dataset: Dataset, person: Person, now: datetime) -> bool:
    """Whether they said today that they used it, and took that back."""
    today = Look.objects.filter(dataset=dataset, person=person, day=timezone.localdate(now))
    return today.filter(withdrawn_at__isnull=False).exists()


@transaction.atomic
def check_in(
    *, dataset: Dataset, person: Person, now: datetime, origin: str = Look.Origin.CHECK_IN, is_demo: bool = False
) -> bool:
    """ "Used it, all fine." Returns False when this person's look of today is there already."""
    events.hold(dataset.pk)
    if of_today(dataset, person, now):
        return False
    record(dataset=dataset, person=person, origin=origin, now=now, is_demo=is_demo)
    events.record(verb="looked", actor=person, now=now, dataset=dataset)
    return True


@transaction.atomic
def take_back(*, dataset: Dataset, person: Person, now: datetime) -> Look:
    """ "I did not use it after all." Today's look counts no more. Raises Conflict: there is none, or it stays."""
    events.hold(dataset.pk)
    look = of_today(dataset, person, now)
    if look is None:
        raise Conflict(f"No use of {dataset.title} by you is counted today, so there is nothing to take back.")
    if stays := why_it_stays(look):
        raise Conflict(stays)
    look.withdrawn_at = now
    look.save(update_fields=["withdrawn_at"])
    events.record(verb="look_taken_back", actor=person, now=now, dataset=dataset, data={"look": look.pk})
    confidence_due.owe(dataset=dataset, now=now)
    return look


def why_it_stays(look: Look) -> str:
    """Why this look cannot be taken back, as a sentence; "" when it can."""
    if look.origin == Look.Origin.QUERY_LOG:
        return "This use is known from a query log. Whoever handed in the log can take the whole log back."
    if look.origin == Look.Origin.SWEEP:
        return "This use is your part in a blind sweep, so it stays."
    if look.origin not in SAID or _flagged(look):
        return (
            "You flagged something in these data today, and who flags has looked, so this use stays counted. "
            "If the flag was a mistake, say so on the page of its issue."
        )
    return ""


def _flagged(look: Look) -> bool:
    """Whether the person flagged the dataset on the day of the look: the finds of that day stand at it."""
    last = Flag.objects.filter(dataset=look.dataset_id, person=look.person_id).order_by("-at").first()
    return last is not None and timezone.localdate(last.at) == look.day


def by_day(dataset: Dataset, *, before: date | None, most: int) -> tuple[list[Day], date | None]:
    """The last `most` days with looks before a day (None: of all), the newest first; and that day when more are left.

    Two accounts of one person on one day are one look.
    """
    counted = Look.objects.counted().filter(dataset=dataset)
    counted = counted.filter(day__lt=before) if before else counted
    days = list(counted.order_by("-day").values_list("day", flat=True).distinct()[: most + 1])
    shown = days[:most]
    found: dict[tuple[date, str], list[str]] = defaultdict(list)
    seen = set()
    rows = counted.filter(day__in=shown).order_by("-day", "viewpoint__slug", "at")
    names = Coalesce("person__merged_into__name", "person__name"), Coalesce("person__merged_into", "person")
    for day, viewpoint, name, person in rows.values_list("day", "viewpoint__slug", *names):
        if (day, person) not in seen:
            seen.add((day, person))
            found[day, viewpoint].append(name)
    told = [Day(day, viewpoint, len(people), sorted(people)) for (day, viewpoint), people in found.items()]
    return told, shown[-1] if len(days) > most else None
