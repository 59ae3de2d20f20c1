"""Giving an issue to somebody by hand, which ends its automatic assignment."""

from datetime import datetime

from django.db import transaction

from weirdness.models import Dataset, Issue, Person, Team
from weirdness.services import deciding, earlier, events, issues, notifications
from weirdness.services.errors import NotAllowed, Refused


@transaction.atomic
def assign(*, issue_id: int, actor: Person, now: datetime, to: Person | Team, version: int | None = None) -> Issue:
    """To a person or a team who may see the dataset; "i me" is `to=actor`."""
    issue = issues.lock(issue_id)
    if "triager" not in issue.roles_of(actor):
        raise NotAllowed(f"Issue #{issue.pk} is given to somebody by those who triage it.")
    deciding.unchanged(issue, version)
    deciding.still_open(issue, "given to anybody")
    _can_take(to, issue.dataset)
    if issue.responsible == to and issue.assigned_by_hand:
        return issue
    was, before = earlier.remember(issue), str(issue.responsible or "nobody")
    issue.assignee = to if isinstance(to, Person) else None
    issue.assignee_team = to if isinstance(to, Team) else None
    issue.assigned_by_hand, issue.routing_reason = True, f"{actor.name} gave it to them"
    issues.touch(issue, now)
    event = events.record(
        verb="assign",
        actor=actor,
        now=now,
        issue=issue,
        before=before[:40],
        after=str(to)[:40],
        data={"was": was, "version": issue.version},
    )
    notifications.tell(issue=issue, event=event, now=now, wait=notifications.UNDO)
    return issue


def _can_take(to: Person | Team, dataset: Dataset) -> None:
    if isinstance(to, Person):
        if not to.is_active:
            raise Refused(to=f"{to.name} is not active here any more. Choose somebody else.")
        if dataset.level_of(to) is None:
            raise Refused(to=f"{to.name} may not see {dataset.key}. Choose somebody else, or have them granted it.")
    elif not any(dataset.level_of(member) for member in to.members.filter(is_active=True)):
        raise Refused(to=f"Nobody active of {to.name} may see {dataset.key}. Choose another team, or a person.")
