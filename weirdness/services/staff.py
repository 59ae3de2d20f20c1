"""Who belongs to whom, and from where people look: of the whole organisation, at a moment."""

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
    """Of accounts that had been merged by then: account → the account of the same person that stands for it."""
    merged = Person.objects.filter(merged_into__isnull=False, merged_at__lte=now)
    into = {account: other for account, other in merged.values_list("pk", "merged_into") if other}
    found = {}
    for account in into:
        whose = into[account]
        while whose in into:
            whose = into[whose]
        found[account] = whose
    return found


def viewpoints(now: datetime) -> dict[int, str]:
    """The viewpoints of the people who were active then: number → name.

    As the rows say it today, with whatever was corrected since then put back.
    """
    people = {
        pk: (viewpoint, name, active or bool(merged_at and merged_at > now))
        for pk, viewpoint, name, active, merged_at in Person.objects.filter(joined_at__lte=now).values_list(
            "pk", "viewpoint", "viewpoint__name", "is_active", "merged_at"
        )
    }
    for data in (
        Event.objects.filter(chain=0, verb="person_changed", at__gt=now).order_by("-pk").values_list("data", flat=True)
    ):
        if data["person"] in people:
            people[data["person"]] = tuple(data["before"][name] for name in ("viewpoint", "called", "active"))
    return {viewpoint: name for viewpoint, name, active in people.values() if active}
