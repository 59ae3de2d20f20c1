"""To whom an issue can be given: the people and teams who may judge it."""

from django.db.models import Q

from weirdness.models import Dataset, Grant, Issue, Level, Person, Team

MOST = 200


def teams_of(dataset: Dataset) -> list[Team]:
    granted = Q(grants__in=_grants(dataset))
    return list(Team.objects.filter(Q(triaged=dataset) | Q(owned=dataset) | granted).distinct()[:MOST])


def takers(issue: Issue) -> list[tuple[str, str]]:
    """(value of the form, name): teams first, then people; `t3` is a team, `p12` a person."""
    dataset = issue.dataset
    teams = teams_of(dataset)
    own = Q(pk=dataset.owner_id) | Q(pk=dataset.steward_id) | Q(grants__in=_grants(dataset))
    people = Person.objects.filter(own | Q(teams__in=teams), is_active=True).distinct()
    return [*((f"t{team.pk}", team.name) for team in teams), *((f"p{each.pk}", each.name) for each in people[:MOST])]


def chosen(issue: Issue, person: Person, value: str) -> Person | Team | None:
    """Whom a form's value means; None when it names nobody who may take the issue."""
    if value == "me":
        return person
    number = int(value[1:]) if value[1:].isdecimal() and len(value) < 12 else 0
    if value not in dict(takers(issue)):
        return None
    return Team.objects.get(pk=number) if value.startswith("t") else Person.objects.get(pk=number)


def _grants(dataset: Dataset) -> object:
    rights = Grant.objects.filter(Q(dataset=dataset) | Q(source=dataset.source_id), level__gte=Level.TRIAGE)
    return rights.values("pk")
