"""What every verdict does first: lock the issue, ask who may, and see that nobody was quicker."""

from datetime import datetime

from django.db import transaction

from weirdness.models import Event, Issue, Person
from weirdness.models.moves import BY_VERB
from weirdness.services import earlier, issues, notifications
from weirdness.services.errors import Conflict, NotAllowed
from weirdness.services.issues import Closing


def decide(
    verb: str, issue_id: int, actor: Person, now: datetime, version: int | None, reason: str, closing: Closing | None
) -> Issue:
    with transaction.atomic():
        issue = issues.lock(issue_id)
        guard(issue, verb, actor, version)
        was = earlier.remember(issue)
        if verb == "start" and issue.assignee is None:
            issue.assignee, issue.assignee_team, issue.assigned_by_hand = actor, None, True
        issues.step(
            issue=issue,
            verb=verb,
            actor=actor,
            now=now,
            reason=reason,
            closing=closing,
            wait=notifications.UNDO,
            was=was,
        )
    return issue


def guard(issue: Issue, verb: str, actor: Person, version: int | None) -> None:
    move = BY_VERB[verb]
    roles = issue.roles_of(actor)
    if not roles & move.by:
        who = " or ".join(sorted(move.by))
        raise NotAllowed(f"“{move.label}” on issue #{issue.pk} is for its {who}.")
    unchanged(issue, version)
    if issue.state not in move.sources:
        raise Conflict(f"Issue #{issue.pk} is {issue.get_state_display()} now. {latest(issue)}")


def still_open(issue: Issue, done: str) -> None:
    if not issue.is_open:
        raise Conflict(f"Issue #{issue.pk} is {issue.get_state_display()}: it can't be {done}. {latest(issue)}")


def latest(issue: Issue) -> str:
    """What happened last to this issue, as a sentence."""
    event = Event.objects.filter(issue=issue).select_related("actor").last()
    return f"{event.sentence()}." if event else ""


def unchanged(issue: Issue, version: int | None) -> None:
    """The version that the person looked at is the newest; without one nobody looked."""
    if version is not None and version != issue.version:
        raise Conflict(f"Somebody was quicker. {latest(issue)} Nothing of yours was applied; look at it again.")
