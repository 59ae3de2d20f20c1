"""Why an issue is with somebody, in sentences: on the issue, and for the person who asks “why me?”."""

from weirdness.models import Event, Issue, Level, Person, Team
from weirdness.services.routing import Decision


def sentences(decision: Decision) -> list[str]:
    """What the tester shows: where it goes and why, and why each earlier rule did not match."""
    said = [f"This flag goes to {decision.who}: {decision.because}."]
    said += [
        f"Rule {each.rule.number}, “{each.rule.name}”, does not match: {each.because}." for each in decision.missed
    ]
    return said


def explain(issue: Issue) -> list[str]:
    """Where the issue is and why, then how it came there, the newest first."""
    who = issue.responsible
    said = [f"It is with {who}: {_reason(issue)}."] if who else ["It is with nobody."]
    moved = Event.objects.filter(issue=issue, verb__in=["routed", "assign"]).select_related("actor").order_by("-pk")
    return said + [f"{event.sentence()}." for event in moved[:10]]


def why(issue: Issue, person: Person) -> str:
    """One sentence: why this issue is this person's to look at; empty when it is not."""
    teams = person.in_teams()
    if issue.assignee_id == person.pk:
        return f"It is yours: {_reason(issue)}."
    if issue.assignee_team_id in teams:
        return f"It is with your team, {issue.assignee_team}: {_reason(issue)}. Whoever is quickest takes it."
    because = _by_office(issue, person, teams)
    if because and issue.responsible:
        return f"You may judge it because {because}; it is with {issue.responsible}."
    if because:
        return f"You may judge it because {because}."
    return "You flagged it." if issue.flags.filter(person=person).exists() else ""


def _by_office(issue: Issue, person: Person, teams: dict[int, Team]) -> str:
    dataset = issue.dataset
    if dataset.triage_team_id in teams:
        return f"you belong to {teams[dataset.triage_team_id]}, who triage {dataset.key}"
    if dataset.steward_id == person.pk:
        return f"you are the steward of {dataset.key}"
    if dataset.owner_id == person.pk or dataset.owner_team_id in teams:
        return f"{dataset.key} is yours or your team's"
    if person.is_superuser:
        return "you administer Weirdness"
    level = dataset.level_of(person)
    return f"you were granted to triage {dataset.key}" if level and level >= Level.TRIAGE else ""


def _reason(issue: Issue) -> str:
    if not issue.assigned_by_hand:
        return issue.routing_reason or "no reason was kept"
    given = Event.objects.filter(issue=issue, verb__in=["assign", "start"]).select_related("actor").last()
    if given is None or given.actor is None:
        return "somebody gave it by hand"
    if given.actor_id == issue.assignee_id:
        return f"{given.actor.name} took it"
    return f"{given.actor.name} gave it by hand"
