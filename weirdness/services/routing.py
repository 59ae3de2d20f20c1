"""Sending an issue to whoever judges it, with the reason; nothing is ever unassigned in silence."""

from datetime import datetime

from weirdness.models import Dataset, Issue, Person, Team
from weirdness.models.issue_words import Severity
from weirdness.models.moves import State
from weirdness.routing import by_state
from weirdness.services import events


def target(*, dataset: Dataset, severity: int) -> tuple[Person | Team, str]:
    """Who gets a new flag on this dataset, and why."""
    steward = dataset.steward if dataset.steward and dataset.steward.is_active else None
    choice = by_state.choose(
        state=dataset.state, critical=severity == Severity.CRITICAL, has_steward=steward is not None
    )
    if choice.who == "steward" and steward:
        return steward, choice.because
    if choice.who == "owner":
        return _owner_or_cover(dataset, choice.because)
    return dataset.triage_team, choice.because


def _owner_or_cover(dataset: Dataset, because: str) -> tuple[Person | Team, str]:
    if dataset.owner_team:
        return dataset.owner_team, because
    people = dataset.owners()
    if not people:
        return dataset.triage_team, "its owner is away and nobody covers, so its data scientists triage"
    if people[0] != dataset.owner:
        return people[0], f"{because}; {people[0].name} covers for the owner"
    return people[0], because


def assign(*, issue: Issue, now: datetime) -> None:
    """Sets the assignee of an issue that is being opened; the caller saves it."""
    who, because = target(dataset=issue.dataset, severity=issue.severity)
    issue.assignee = who if isinstance(who, Person) else None
    issue.assignee_team = who if isinstance(who, Team) else None
    issue.routing_reason = because


def reroute(*, dataset: Dataset, now: datetime) -> int:
    """After a change of state: what is open, untouched and not assigned by hand goes where new flags go."""
    moved = 0
    untouched = Issue.objects.select_for_update().filter(
        dataset=dataset, state__in=[State.NEW, State.CONFIRMED], judged_at__isnull=True, assigned_by_hand=False
    )
    for issue in untouched:
        before = issue.responsible
        issue.dataset = dataset
        assign(issue=issue, now=now)
        if issue.responsible == before:
            continue
        issue.version += 1
        issue.save()
        events.record(
            verb="routed",
            now=now,
            issue=issue,
            before=str(before),
            after=str(issue.responsible),
            reason=issue.routing_reason,
        )
        moved += 1
    return moved
