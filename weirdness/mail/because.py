"""Why somebody gets a letter about an issue, and what they can answer it with."""

from dataclasses import dataclass

from django.db.models import Q

from weirdness.mail import links
from weirdness.models import Comment, Flag, Issue, Notification, Subscription

# verb of the history → what whoever met the issue can answer it with: (verb of the link, the words on its button)
ANSWERS: dict[str, list[tuple[str, str]]] = {
    "ask": [("reply", "Write your answer")],
    "claim_fixed": [("verify", "Yes, fixed for me"), ("not_fixed", "No, not fixed")],
    "fix_asked": [("verify", "Yes, fixed for me"), ("not_fixed", "No, not fixed")],
    "explain": [("dispute", "It does not fit what I saw")],
    "accept": [("dispute", "It does not fit what I saw")],
    "close": [("same_here", "I met it again")],
    "expire": [("same_here", "I met it again")],
    "expire_fix": [("same_here", "I met it again")],
}


@dataclass(frozen=True)
class Button:
    label: str
    url: str


def of(notification: Notification) -> str:
    """`You get this because …`"""
    issue, person = notification.issue, notification.person
    if _met(notification):
        return "you flagged it"
    if issue.assignee_id == person.pk:
        return "it is assigned to you"
    if Comment.objects.filter(issue=issue, person=person).exists():
        return "you wrote on it"
    if Subscription.objects.filter(issue=issue, person=person, wanted=True).exists():
        return "you follow it"
    return f"you look after {issue.dataset.key}"


def answers(notification: Notification, verb: str) -> list[Button]:
    """The buttons of the letter, for whoever met the issue; none for those who judge it, who do so on its page."""
    if verb not in ANSWERS or not _met(notification):
        return []
    return [Button(label, _link(notification, each)) for each, label in ANSWERS[verb]]


def unfollow_url(notification: Notification) -> str:
    return _link(notification, "unfollow")


def _link(notification: Notification, verb: str) -> str:
    return links.answer(notification.issue, notification.person, verb, notification.created_at)


def _met(notification: Notification) -> bool:
    issue = notification.issue
    family = Issue.objects.filter(Q(pk=issue.pk) | Q(merged_root=issue))
    return Flag.objects.filter(issue__in=family.values("pk"), person=notification.person).exists()
