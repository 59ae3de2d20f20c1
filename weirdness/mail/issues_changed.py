"""One deed changed many issues (a bulk verdict, a sheet of flags): one letter that tells of each."""

from collections import Counter
from typing import Any

from weirdness.mail import because, links, words
from weirdness.mail.issue_changed import TOLD
from weirdness.models import Event, Issue, Notification
from weirdness.models.event_words import sentence

MOST = 50  # told one by one; of the others their number


def facts(notification: Notification) -> dict[str, Any]:
    """Context: told, pairs of issue and event. Only what the person may still see is told."""
    events = _events(notification)
    verbs = Counter(event.verb for event in events)
    said = TOLD[next(iter(verbs))][0] if len(verbs) == 1 else "changed"
    return {
        "headline": f"{words.counted(len(events), 'issue')}: {said}",
        "where": notification.dataset.key if notification.dataset else "several datasets",
        "by": events[0].who() if events else "",
        "at": words.moment(events[0].at) if events else "",
        "lines": [_line(notification, event) for event in events[:MOST]],
        "more": len(events) - MOST if len(events) > MOST else 0,
        "after_that": TOLD[next(iter(verbs))][1] if len(verbs) == 1 else "",
        "my_flags_url": links.me(),
    }


def has_readers(notification: Notification) -> bool:
    """Whether anything is left that this person may see."""
    return bool(_events(notification))


def _events(notification: Notification) -> list[Event]:
    told = dict(notification.context["told"])
    seen = set(Issue.objects.visible_to(notification.person).filter(pk__in=told).values_list("pk", flat=True))
    numbers = [event for issue, event in told.items() if issue in seen]
    return list(Event.objects.filter(pk__in=numbers).select_related("actor", "issue__dataset").order_by("pk"))


def _line(notification: Notification, event: Event) -> dict[str, Any]:
    issue = event.issue
    assert issue is not None
    of_one = Notification(issue=issue, person=notification.person, created_at=notification.created_at)
    return {
        "number": f"#{issue.pk}",
        "title": issue.title,
        "dataset": "" if notification.dataset else issue.dataset.key,
        "url": links.issue(issue),
        "sentence": sentence(event.verb, who=event.who(), before=event.before, after=event.after, reason=""),
        "reason": event.reason if event.reason.strip() != issue.title else "",
        "answers": because.answers(of_one, event.verb),
    }
