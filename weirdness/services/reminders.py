"""Who is told that the time of an issue is over: whoever has it, and at twice the time the team's lead."""

from datetime import datetime

from weirdness.models import Clock, Issue, Person
from weirdness.services import absences, events, notifications, rotas, teams


def remind(*, issue: Issue, clock: Clock, now: datetime) -> None:
    """Its time is over: whoever has it; of a team who is on duty, else everybody of it."""
    _tell("reminded", issue, clock, _who_has_it(issue, now), now, message="reminder")


def escalate(*, issue: Issue, clock: Clock, now: datetime) -> None:
    """Twice its time is over: the team's lead; when it is the lead's own, whoever answers for the dataset."""
    having = {each.pk for each in _who_has_it(issue, now)}
    led_by = teams.leads(teams.answers_for(issue.dataset, issue.responsible), now)
    others = [each for each in led_by if each.pk not in having]
    owners = [each for each in issue.dataset.owners() if each.pk not in having]
    _tell("escalated", issue, clock, others or owners or led_by, now, message="escalation")


def _who_has_it(issue: Issue, now: datetime) -> list[Person]:
    if issue.assignee:
        found, _ = absences.there(issue.assignee, now)
        return [found] if found else teams.members(teams.answers_for(issue.dataset, issue.assignee))
    team = teams.answers_for(issue.dataset, issue.assignee_team)
    if rota := rotas.of_team(team.pk):
        duty = rotas.on_duty(rota, now)
        return [duty.who] if isinstance(duty.who, Person) else teams.members(team)
    return teams.members(team)


def _tell(verb: str, issue: Issue, clock: Clock, people: list[Person], now: datetime, *, message: str) -> None:
    """With nobody to tell, the administrators are told: silence would be worse."""
    told = people or list(Person.objects.filter(is_superuser=True, is_active=True))
    data = {"clock": clock.kind, "people": [each.pk for each in told], "due_at": clock.due_at.isoformat()}
    names = ", ".join(each.name for each in told)
    events.record(verb=verb, now=now, issue=issue, before=clock.get_kind_display(), after=_short(names), data=data)
    for person in told:
        notifications.owe(
            message=message,
            key=f"{message}:{clock.pk}:{person.pk}",
            person=person,
            now=now,
            dataset=issue.dataset,
            issue=issue,
            context={"clock": clock.kind, "due_at": clock.due_at.isoformat(), "at": now.isoformat()},
        )


def _short(names: str, most: int = 40) -> str:
    return names if len(names) <= most else names[: most - 1] + "…"
