"""Whom a text calls by @first.last, @team or an e-mail address: those who may read it, and of the others a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower, Replace, StrIndex, Substr

from weirdness.models import Issue, Person, Team

MOST = 20  # names in one text


@dataclass
class Called:
    """`people` may read what was written; `untold` says of the others, a sentence each."""

    people: list[Person] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)


def called(names: list[str], issue: Issue, *, internal: bool, chosen: Iterable[Person | Team] = ()) -> Called:
    """`names` as they stand after an @, in small letters; `chosen` from a list. Teams are their active members.

    Nobody learns from the answer who has an account: who is unknown may not read it either.
    """
    found = Called()
    readers: dict[int, bool] = {}

    def may_read(person: Person) -> bool:
        if person.pk not in readers:
            readers[person.pk] = may(person, issue, internal=internal)
        return readers[person.pk]

    for each in chosen:
        people = members(each) if isinstance(each, Team) else [each]
        _add(found, str(each), [person for person in people if may_read(person)], len(people))
    for name in names[:MOST]:
        people, is_team = _named(name)
        reading = [person for person in people if may_read(person)]
        if len(reading) > 1 and not is_team:
            found.untold.append(f"@{name} is the name of {len(reading)} people: write @ and the e-mail address.")
        else:
            _add(found, f"@{name}", reading, len(people) if is_team else len(reading))
    if len(names) > MOST:
        found.untold.append(f"Only the first {MOST} names were told.")
    found.people = list({person.pk: person for person in found.people}.values())
    return found


def may(person: Person, issue: Issue, *, internal: bool) -> bool:
    """Whether this person may read what is said on the issue."""
    if not Issue.objects.visible_to(person).filter(pk=issue.pk).exists():
        return False
    return not internal or "triager" in issue.roles_of(person)


def members(team: Team) -> list[Person]:
    return list(team.members.filter(is_active=True).order_by("pk"))


def _add(found: Called, name: str, reading: list[Person], of: int) -> None:
    found.people += reading
    if not reading:
        found.untold.append(f"{name} was not told: nobody of this name may read it.")
    elif missing := of - len(reading):
        whom = "1 person" if missing == 1 else f"{missing} people"
        found.untold.append(f"{whom} of {name} may not read it and got no mail.")


def _named(name: str) -> tuple[list[Person], bool]:
    """The people that a name may mean, and whether it means them all: a team, or one person."""
    people = list(_people(name))
    if people:
        return people, False
    team = Team.objects.annotate(dotted=_dotted()).filter(Q(slug=name) | Q(dotted=name)).first()
    return (members(team), True) if team else ([], False)


def _people(name: str) -> QuerySet[Person]:
    active = Person.objects.filter(is_active=True)
    if "@" in name:
        return active.filter(email=name)
    local = Substr("email", 1, StrIndex("email", Value("@")) - 1)
    return active.annotate(dotted=_dotted(), local=local).filter(Q(dotted=name) | Q(local=name)).order_by("pk")


def _dotted() -> Replace:
    """`Bea Moss` is @bea.moss."""
    return Replace(Lower("name"), Value(" "), Value("."))
