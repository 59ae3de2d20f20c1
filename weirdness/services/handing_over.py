"""When the turn of a rota changes, or somebody is away: who has the work now is told, and what nobody touched moves.

What a person has judged, or was given by hand, stays with them: they know it best. Only the work of somebody who is not
active any more moves in any case.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from weirdness.models import Absence, Event, Issue, Person, Rota
from weirdness.models.issue import IssueQuerySet
from weirdness.services import events, notifications, rotas, routing, teams

BATCH = 100  # datasets whose work moves in one beat; the next beat goes on


def tick(*, now: datetime) -> int:
    """Hands over the turns that are due and moves the work of who is away. Returns how many issues changed hands."""
    moved = sum(_hand_over(pk, now) for pk in Rota.objects.values_list("pk", flat=True))
    return moved + _from_the_absent(now)


def _hand_over(rota_id: int, now: datetime) -> int:
    """Once per turn: the next is told, and what nobody touched of the rota's people goes where new flags go."""
    with transaction.atomic():
        rota = Rota.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=rota_id).first()
        turn = rotas.turn(rota, now) if rota else None
        if rota is None or turn is None or (rota.handed_over_at and rota.handed_over_at >= turn.starts):
            return 0
        rota.handed_over_at = turn.starts
        rota.save(update_fields=["handed_over_at"])
        duty = rotas.on_duty(rota, now)
        data: dict[str, Any] = {"rota": rota.pk, "turn": turn.number}
        event = events.record(
            verb="handed_over", now=now, after=str(duty.who)[:40], reason="; ".join(duty.steps), data=data
        )
        told = [duty.who] if isinstance(duty.who, Person) else teams.members(duty.who)
        for person in told:
            _owe(event, person, now, rota=rota.pk, until=turn.ends.isoformat())
    people = rota.places.values("person")
    return _move(routing.untouched().filter(assignee__in=people), now)


def _from_the_absent(now: datetime) -> int:
    """What is with who is away, and untouched, goes where new flags go; of who is not active any more all of it."""
    today = timezone.localdate(now)
    away = Absence.objects.filter(starts__lte=today, ends__gte=today).values("person")
    moved = _move(routing.untouched().filter(assignee__in=away), now)
    return moved + _move(Issue.objects.open().filter(assignee__is_active=False), now)


def _move(issues: IssueQuerySet, now: datetime) -> int:
    """Dataset by dataset, so that no chain of history is waited for while another is held."""
    datasets = list(issues.order_by("dataset").values_list("dataset", flat=True).distinct()[:BATCH])
    return sum(_move_in(issues, dataset_id, now) for dataset_id in datasets)


@transaction.atomic
def _move_in(issues: IssueQuerySet, dataset_id: int, now: datetime) -> int:
    events.hold(dataset_id)
    return routing.send_again(issues.filter(dataset=dataset_id), now=now)


def _owe(event: Event, person: Person, now: datetime, **context: Any) -> None:
    notifications.owe(
        message="handed_over",
        key=f"handed_over:{event.pk}:{person.pk}",
        person=person,
        now=now,
        context=context,
    )
