"""Flapping: an issue that came back three times in 30 days does not close by itself any more.

It is lifted by a person's verdict that closes the issue, or after 30 days without a return (services/ageing.py).
"""

from datetime import datetime, timedelta

from weirdness.models import Issue
from weirdness.models.moves import State
from weirdness.services import events, notifications

RETURNS = 3
WINDOW = timedelta(days=30)
CAME_BACK = ("regress", "flag_again")


def settle(issue: Issue, *, verb: str, by_person: bool, now: datetime) -> bool:
    """Sets or lifts it on a locked issue that makes a move; the caller saves it. True: it has just been set."""
    if issue.state == State.CLOSED and by_person:
        issue.flapping = False
    if verb not in CAME_BACK or issue.flapping or returns(issue, now=now) < RETURNS:
        return False
    issue.flapping = True
    return True


def returns(issue: Issue, *, now: datetime) -> int:
    """How often it came back in the last 30 days."""
    return issue.episodes.filter(opened_as__in=CAME_BACK, opened_at__gt=now - WINDOW).count()


def tell(issue: Issue, *, now: datetime) -> None:
    event = events.record(verb="flapping", now=now, issue=issue)
    notifications.tell(issue=issue, event=event, now=now)
