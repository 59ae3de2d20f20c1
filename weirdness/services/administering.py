"""What the verbs of an administrator have in common: who may, names that are free, and who may look."""

from typing import Any

from django.db.models import Q, QuerySet

from weirdness.models import Dataset, Grant, Level, Person, Team
from weirdness.services.errors import NotAllowed

LONGEST_NAME = 80


def may_change(person: Person) -> bool:
    return person.is_active and (person.is_staff or person.is_superuser)


def may_look(person: Person) -> bool:
    """Administrators, and everybody who triages something."""
    if may_change(person):
        return True
    teams = Team.objects.filter(members=person).values("pk")
    mine = Q(triage_team__in=teams) | Q(steward=person) | Q(owner=person) | Q(owner_team__in=teams)
    granted = Grant.objects.filter(Q(person=person) | Q(team__in=teams), level__gte=Level.TRIAGE)
    return person.is_active and (Dataset.objects.filter(mine).exists() or granted.exists())


def guard(actor: Person, refusal: str) -> None:
    if not may_change(actor):
        raise NotAllowed(refusal)


def name_problem(name: str, others: QuerySet[Any], what: str) -> str:
    """What is wrong with a name, in words; empty: nothing."""
    said = name.strip()
    if not said:
        return f"Give the {what} a name."
    if len(said) > LONGEST_NAME:
        return f"This name is {len(said)} characters; {LONGEST_NAME} fit."
    return f"There is a {what} {said} already. Choose another name." if others.filter(name=said).exists() else ""


def free_slug(wanted: str, others: QuerySet[Any]) -> str:
    taken = set(others.filter(slug__startswith=wanted).values_list("slug", flat=True))
    tries = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(each for each in tries if each not in taken)
