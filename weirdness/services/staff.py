"""Who belongs to whom, and from where people look: of the whole organisation, at a moment."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from weirdness.models import Event, Person
from weirdness.services import events


def place(person: Person) -> dict[str, Any]:
    """From where a person looks, and whether they do, as the history keeps it."""
    return {"viewpoint": person.viewpoint_id, "called": person.viewpoint.name, "active": person.is_active}


def corrected(*, person: Person, before: dict[str, Any], actor: Person, now: datetime) -> None:
    """Tells the history that an administrator moved, closed or opened an account; `before`: its `place`."""
    if place(person) != before:
        data = {"person": person.pk, "before": before}
        events.record(verb="person_changed", actor=actor, now=now, after=person.name[:40], data=data)


def accounts(now: datetime) -> dict[int, int]:
    """Of merged accounts: account → the account of the same person that stands for it, as the rows say it today."""
    merged = Person.objects.filter(merged_into__isnull=False, merged_at__lte=now)
    return _ends({account: other for account, other in merged.values_list("pk", "merged_into") if other})


def accounts_then(now: datetime) -> dict[int, int]:
    """As `accounts`, at a past moment: also of those that were taken apart since."""
    into: dict[int, int] = {}
    told = Event.objects.filter(chain=0, verb__in=["people_merged", "people_taken_apart"], at__lte=now)
    for verb, data in told.order_by("position").values_list("verb", "data"):
        if verb == "people_merged":
            into[data["other"]] = data["keep"]
        else:
            into.pop(data["other"], None)
    return _ends(into)


def _ends(into: dict[int, int]) -> dict[int, int]:
    found = {}
    for account in into:
        whose = into[account]
        while whose in into:
            whose = into[whose]
        found[account] = whose
    return found


def viewpoints(now: datetime, merged: Collection[int]) -> dict[int, str]:
    """The viewpoints of the people who were active then: number → name. `merged`: accounts that were closed by that.

    As the rows say it today, with whatever was corrected since then put back.
    """
    rows = Person.objects.filter(joined_at__lte=now).values_list(
        "pk", "viewpoint", "viewpoint__name", "is_active", "merged_into"
    )
    people = {pk: (viewpoint, name, active or into is not None) for pk, viewpoint, name, active, into in rows}
    later = Event.objects.filter(chain=0, verb="person_changed", at__gt=now).order_by("-pk")
    for data in later.values_list("data", flat=True):
        if data["person"] in people:
            before = data["before"]
            people[data["person"]] = (before["viewpoint"], before["called"], before["active"])
    return {viewpoint: name for pk, (viewpoint, name, active) in people.items() if active and pk not in merged}
