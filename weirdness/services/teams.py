"""Which team answers for an issue, who of it is there, and who leads it."""

from datetime import datetime

from weirdness.models import Dataset, Person, Team
from weirdness.services import absences


def answers_for(dataset: Dataset, who: Person | Team | None) -> Team:
    """A team itself; of a person the data scientists or the owning team where they belong, else their own team.

    Who belongs to no team works by the hours, and under the lead, of the dataset's data scientists.
    """
    if isinstance(who, Team):
        return who
    if who is None:
        return dataset.triage_team
    teams = {team.pk: team for team in who.teams.order_by("name")}
    for pk in (dataset.triage_team_id, dataset.owner_team_id):
        if pk in teams:
            return teams[pk]
    return next(iter(teams.values()), dataset.triage_team)


def members(team: Team) -> list[Person]:
    return list(team.members.filter(is_active=True).order_by("name"))


def leads(team: Team, now: datetime) -> list[Person]:
    """Who leads it, or who covers for them; without a lead everybody of it."""
    found = [absences.there(each, now)[0] for each in team.members.filter(membership__leads=True)]
    return unique([each for each in found if each]) or members(team)


def unique(people: list[Person]) -> list[Person]:
    return list({each.pk: each for each in people}.values())
