"""Weeks after a repair was claimed, those who met the problem are asked whether it is fixed for them."""

from datetime import datetime
from typing import Any

from weirdness.mail import because, links, words
from weirdness.models import Notification


def facts(notification: Notification) -> dict[str, Any]:
    """Context: event, claimed_at (ISO). The issue is the notification's."""
    issue = notification.issue
    return {
        "issue": issue,
        "issue_url": links.issue(issue),
        "dataset": issue.dataset,
        "dataset_url": links.dataset(issue.dataset),
        "title": issue.title.rstrip(". …"),
        "answers": because.answers(notification, "fix_asked"),
        "claimed": words.day(datetime.fromisoformat(notification.context["claimed_at"])),
    }
