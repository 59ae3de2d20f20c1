"""The time of an issue is over: told once to whoever has it."""

from datetime import datetime
from typing import Any

from weirdness.mail import links, words
from weirdness.models import Clock, Notification

TITLES = {
    Clock.Kind.ACKNOWLEDGE: "It waits for a first verdict",
    Clock.Kind.RESOLVE: "It waits for an end",
}
ASKS = {
    Clock.Kind.ACKNOWLEDGE: (
        "Open it and say what it is: a real problem, not weird, or known. A question to the reporter, or putting it "
        "aside until a date, stops the clock."
    ),
    Clock.Kind.RESOLVE: (
        "Open it and say how it stands: repaired, accepted with a caveat, or put aside until a date, which stops the "
        "clock."
    ),
}


def facts(notification: Notification) -> dict[str, Any]:
    """Context: clock (its kind), due_at, at (ISO 8601). The issue is the notification's."""
    owed, issue = notification.context, notification.issue
    due, at = datetime.fromisoformat(owed["due_at"]), datetime.fromisoformat(owed["at"])
    return {
        "issue": issue,
        "issue_url": links.issue(issue),
        "dataset": issue.dataset,
        "about": issue.title.rstrip(". …"),
        "title": TITLES[owed["clock"]],
        "asks": ASKS[owed["clock"]],
        "due": words.moment(due),
        "age": words.age(issue.opened_at, at),
        "severity": issue.get_severity_display(),
        "people": words.counted(issue.people, "person", "people"),
        "who": str(issue.responsible or "nobody"),
        "routing_reason": issue.routing_reason,
    }
