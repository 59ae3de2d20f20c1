"""The one way into the history."""

from datetime import datetime
from typing import Any

from weirdness.models import Dataset, Event, Issue, Person


def record(
    *,
    verb: str,
    now: datetime,
    actor: Person | None = None,
    by_check: bool = False,
    dataset: Dataset | None = None,
    issue: Issue | None = None,
    before: str = "",
    after: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Appends one event; the trigger links it into the dataset's chain."""
    kind = Event.ActorKind.PERSON if actor else Event.ActorKind.CHECK if by_check else Event.ActorKind.SYSTEM
    about = dataset or (issue.dataset if issue else None)
    return Event.objects.create(
        chain=about.pk if about else 0,
        at=now,
        actor_kind=kind,
        actor=actor,
        dataset=about,
        issue=issue,
        verb=verb,
        before=before,
        after=after,
        reason=reason,
        data=data or {},
    )
