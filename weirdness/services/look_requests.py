"""Asking people who never looked to look: by letter, at most one per person and dataset in thirty days."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from weirdness.models import Dataset, Level, LookRequest, Person
from weirdness.services import events, eyes, notifications
from weirdness.services.errors import Conflict, NotAllowed, Refused

PAUSE = timedelta(days=30)
LONGEST_NOTE = 500


def may_ask(dataset: Dataset, person: Person) -> bool:
    """Its owner and those who triage it."""
    return (dataset.level_of(person) or 0) >= Level.TRIAGE


def again_from(asked: LookRequest) -> datetime:
    """From when on this person may be asked again about this dataset."""
    return asked.asked_at + PAUSE


@transaction.atomic
def ask(
    *, dataset: Dataset, people: Iterable[int], actor: Person, now: datetime, note: str = "", is_demo: bool = False
) -> list[LookRequest]:
    """Owes a letter to each of these people (by number) who has not looked in this era and was not asked lately.

    Raises Refused: the note is too long; Conflict: nobody is left to be asked.
    """
    if not may_ask(dataset, actor):
        raise NotAllowed(f"Asking people to look at {dataset.key} is for its owner and its data scientists.")
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise Refused(note=f"This is {len(note)} characters; {LONGEST_NOTE} fit. Shorten it.")
    events.hold(dataset.pk)
    wanted = set(people)
    free = [each.person for each in eyes.absent(dataset, now=now) if each.person.pk in wanted and _is_free(each, now)]
    if not free:
        raise Conflict("Nobody was asked: they looked meanwhile, or were asked within the last 30 days.")
    asked = {"dataset": dataset, "asked_by": actor, "asked_at": now, "note": note}
    made = [LookRequest.objects.create(person=each, **asked) for each in free]
    names = ", ".join(each.name for each in free)
    events.record(
        verb="asked_to_look",
        actor=actor,
        now=now,
        dataset=dataset,
        after=names if len(names) <= 40 else f"{len(free)} people",
        data={"people": [each.pk for each in free]},
    )
    for request in made:
        _owe(request, now)
    return made


def _is_free(each: eyes.Absent, now: datetime) -> bool:
    return each.asked is None or again_from(each.asked) <= now


def _owe(request: LookRequest, now: datetime) -> None:
    notifications.owe(
        message="look_request",
        key=f"look_request:{request.pk}",
        person=request.person,
        now=now,
        dataset=request.dataset,
        context={"request": request.pk},
    )


@transaction.atomic
def decline(*, request_id: int, person: Person, now: datetime) -> LookRequest:
    """ "I don't use it." They are asked no more and missing no more, until they look. Said twice is said once."""
    request = LookRequest.objects.select_related("dataset").get(pk=request_id, person=person)
    events.hold(request.dataset_id)
    request.refresh_from_db(fields=["declined_at"])
    if request.declined_at is None:
        request.declined_at = now
        request.save(update_fields=["declined_at"])
        events.record(verb="does_not_use", actor=person, now=now, dataset=request.dataset)
    return request
