"""The letters of a blind sweep, each owed once."""

from collections.abc import Iterable
from datetime import datetime

from weirdness.models import Notification, Person, Sweep
from weirdness.services import notifications, sweep_people
from weirdness.services.teams import unique


def invite(sweep: Sweep, people: Iterable[Person], *, now: datetime) -> None:
    for person in people:
        notifications.owe(
            message="sweep_invitation",
            key=f"sweep_invitation:{sweep.pk}:{person.pk}",
            person=person,
            now=now,
            dataset=sweep.dataset,
            context={"sweep": sweep.pk},
        )


def remind(sweep: Sweep, *, now: datetime) -> int:
    """Those whose list is still awaited, once. Returns how many were told just now."""
    told = Notification.objects.filter(key__startswith=f"sweep_reminder:{sweep.pk}:").values_list("person", flat=True)
    awaited = [each.person for each in sweep_people.parts(sweep) if each.is_awaited]
    late = [each for each in awaited if each.pk not in set(told)]
    for person in late:
        notifications.owe(
            message="sweep_reminder",
            key=f"sweep_reminder:{sweep.pk}:{person.pk}",
            person=person,
            now=now,
            dataset=sweep.dataset,
            context={"sweep": sweep.pk},
        )
    return len(late)


def merging(sweep: Sweep, *, now: datetime) -> None:
    """Whoever asked for it lays the lists together; when they have left, the owners of the dataset."""
    asker = sweep_people.standing(sweep.asked_by)
    for person in [asker] if asker.is_active else sweep.dataset.owners():
        notifications.owe(
            message="sweep_merging",
            key=f"sweep_merging:{sweep.pk}:{person.pk}",
            person=person,
            now=now,
            dataset=sweep.dataset,
            context={"sweep": sweep.pk},
        )


def ended(sweep: Sweep, *, actor: Person, now: datetime) -> list[Person]:
    """The result, or that there is none, to everybody who took part, who asked and who owns; returns who was told."""
    reviewers = [each.person for each in sweep_people.parts(sweep)]
    told = unique([*reviewers, sweep_people.standing(sweep.asked_by), *sweep.dataset.owners()])
    for person in told:
        if sweep.state == Sweep.State.CLOSED or person.pk != actor.pk:
            notifications.owe(
                message="sweep_ended",
                key=f"sweep_ended:{sweep.pk}:{person.pk}",
                person=person,
                now=now,
                dataset=sweep.dataset,
                context={"sweep": sweep.pk, "by": actor.name},
            )
    return told
