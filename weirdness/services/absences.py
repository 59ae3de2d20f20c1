"""Who is away, who covers, and saying so."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from weirdness.models import Absence, Person
from weirdness.routing import cover
from weirdness.routing.cover import Standing
from weirdness.services import events
from weirdness.services.errors import NotAllowed, Refused

Standings = Callable[[int], Standing]


def there(person: Person, now: datetime, look: Standings | None = None) -> tuple[Person | None, tuple[str, ...]]:
    """This person, or who covers for them now, and the steps that led there; None: nobody is there.

    `look`: the `standings` of this day, where many are asked for.
    """
    found = cover.follow(person.pk, look or standings(now))
    if found.who is None or found.who == person.pk:
        return (person if found.who else None), found.steps
    return Person.objects.get(pk=found.who), found.steps


def standings(now: datetime, known: Iterable[Person] = ()) -> Standings:
    """A look-up that remembers: who is away on this day, with their covers. `known` are not looked up again."""
    today = timezone.localdate(now)
    away = {each.person_id: each for each in Absence.objects.filter(starts__lte=today, ends__gte=today)}
    seen = {person.pk: _standing(person, away.get(person.pk)) for person in known}

    def look(pk: int) -> Standing:
        if pk not in seen:
            seen[pk] = _standing(Person.objects.get(pk=pk), away.get(pk))
        return seen[pk]

    return look


def _standing(person: Person, absence: Absence | None) -> Standing:
    covers = [absence.cover_id if absence else None, person.covered_by_id]
    asked = tuple(pk for pk in covers if pk)
    if not person.is_active:
        return Standing(person.name, "is not active any more", asked)
    if absence:
        return Standing(person.name, cover.away_until(absence.ends), asked)
    return Standing(person.name)


def may_say(actor: Person, person: Person) -> bool:
    """Everybody for themselves; an administrator for anybody."""
    return actor == person or actor.is_staff or actor.is_superuser


@transaction.atomic
def declare(
    *, actor: Person, person: Person, starts: date | None, ends: date | None, cover: Person | None, now: datetime
) -> Absence:
    """From the first day away to the last; work that nobody has touched goes to the cover meanwhile."""
    if not may_say(actor, person):
        raise NotAllowed(f"When {person.name} is away is theirs to say, or an administrator's.")
    days = _accept(person, starts, ends, cover, timezone.localdate(now))
    made = Absence.objects.create(person=person, starts=days[0], ends=days[1], cover=cover)
    said = f"{days[0]:%-d %B %Y} to {days[1]:%-d %B %Y}, {f'{cover.name} covers' if cover else 'nobody named to cover'}"
    events.record(verb="absence", actor=actor, now=now, after=person.name[:40], reason=said, data=_data(made))
    return made


def _accept(
    person: Person, starts: date | None, ends: date | None, cover: Person | None, today: date
) -> tuple[date, date]:
    problems = {}
    if starts is None:
        problems["starts"] = "Which is the first day away?"
    if ends is None:
        problems["ends"] = "Which is the last day away?"
    elif ends < max(starts or today, today):
        problems["ends"] = "The last day is before the first, or over already. Choose a later one."
    if cover == person:
        problems["cover"] = "Nobody covers for themselves. Choose somebody else, or leave it to the team."
    elif cover and not cover.is_active:
        problems["cover"] = f"{cover.name} is not active any more. Choose somebody else."
    if starts and ends and not problems:
        problems = _clashes(person, starts, ends, cover)
    if problems or starts is None or ends is None:
        raise Refused(**problems)
    return starts, ends


def _clashes(person: Person, starts: date, ends: date, cover: Person | None) -> dict[str, str]:
    at_once = Absence.objects.filter(starts__lte=ends, ends__gte=starts)
    if mine := at_once.filter(person=person).first():
        return {"starts": f"{person.name} is said to be away until {mine.ends:%-d %B %Y} already. End that one first."}
    if cover and (theirs := at_once.filter(person=cover).first()):
        return {
            "cover": f"{cover.name} is away, too, from {theirs.starts:%-d %B} to {theirs.ends:%-d %B %Y}. "
            "Choose somebody else."
        }
    return {}


@transaction.atomic
def end(*, absence_id: int, actor: Person, now: datetime) -> None:
    """Back earlier, or not away after all."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence_id)
    if not may_say(actor, absence.person):
        raise NotAllowed(f"When {absence.person.name} is away is theirs to say, or an administrator's.")
    name, data = absence.person.name, _data(absence)
    absence.delete()
    events.record(verb="absence", actor=actor, now=now, after=name[:40], reason="not away any more", data=data)


def _data(absence: Absence) -> dict[str, object]:
    return {
        "person": absence.person_id,
        "starts": absence.starts.isoformat(),
        "ends": absence.ends.isoformat(),
        "cover": absence.cover_id,
    }


def to_come(today: date) -> list[Absence]:
    """Who is away now or later, the next first."""
    found = Absence.objects.filter(Q(ends__gte=today), person__is_active=True).select_related("person", "cover")
    return list(found.order_by("starts", "person__name")[:500])
