"""From an owed notification to a letter: its facts, its three templates, its headers."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import css_inline
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from weirdness.mail import (
    because,
    comment,
    escalation,
    fix_question,
    handed_over,
    issue_changed,
    issues_changed,
    links,
    look_request,
    owner_digest,
    prior_fitted,
    reminder,
    run_error,
    state_changed,
    sweep,
    words,
)
from weirdness.models import Notification

MESSAGES: dict[str, Callable[[Notification], dict[str, Any]]] = {
    "owner_digest": owner_digest.facts,
    "run_error": run_error.facts,
    "issue_changed": issue_changed.facts,
    "issues_changed": issues_changed.facts,
    "fix_question": fix_question.facts,
    "comment": comment.facts,
    "state_changed": state_changed.facts,
    "reminder": reminder.facts,
    "escalation": escalation.facts,
    "handed_over": handed_over.facts,
    "sweep_invitation": sweep.invitation,
    "sweep_reminder": sweep.reminder,
    "sweep_merging": sweep.merging,
    "sweep_ended": sweep.ended,
    "look_request": look_request.facts,
    "prior_fitted": prior_fitted.facts,
}
FOLLOWED = ("issue_changed", "comment", "fix_question")  # what "hear no more of it" ends
LONGEST_SUBJECT = 160


def render(notification: Notification) -> EmailMultiAlternatives:
    """The letter owed: plain text with an HTML twin. A retry renders the same Message-ID."""
    facts = MESSAGES[notification.message](notification) | _everywhere(notification)
    name = f"mail/{notification.message}"
    letter = EmailMultiAlternatives(
        subject=one_line(words.plain(render_to_string(f"{name}.subject.txt", facts))),
        body=tidy(words.plain(render_to_string(f"{name}.txt", facts))),
        to=[notification.person.email],
        headers=_headers(notification),
    )
    letter.attach_alternative(_inlined(render_to_string(f"{name}.html", facts)), "text/html")
    return letter


def message_id(key: str) -> str:
    """Derived from the notification's key, so that a second delivery can be seen to be the same letter."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{links.host()}>"


def one_line(text: str, most: int = LONGEST_SUBJECT) -> str:
    """A header is one line, whatever people typed; control characters go, too."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends."""
    paragraphs: list[str] = []
    for line in text.splitlines():
        if line.strip() or (paragraphs and paragraphs[-1]):
            paragraphs.append(line.rstrip())
    return "\n".join(paragraphs).strip() + "\n"


def _everywhere(notification: Notification) -> dict[str, Any]:
    known = {"notification": notification, "person": notification.person, "me_url": links.me()}
    return known | ({"unfollow_url": because.unfollow_url(notification)} if _is_followed(notification) else {})


def _is_followed(notification: Notification) -> bool:
    return notification.message in FOLLOWED and notification.issue is not None


def _headers(notification: Notification) -> dict[str, str]:
    thread = message_id(_thread(notification))
    return _leaving(notification) | {
        "Message-ID": message_id(notification.key),
        "In-Reply-To": thread,
        "References": thread,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _leaving(notification: Notification) -> dict[str, str]:
    """What the mail program's own button for unsubscribing does (RFC 8058: one click, no page)."""
    if not _is_followed(notification):
        return {"List-Unsubscribe": f"<{links.me()}>"}
    url = because.unfollow_url(notification)
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _thread(notification: Notification) -> str:
    """One thread per issue for those who follow it, one per dataset for its owner."""
    if notification.issue_id:
        return f"thread:issue:{notification.issue_id}"
    return f"thread:dataset:{notification.dataset.key}" if notification.dataset else f"thread:{notification.message}"


def _inlined(html: str) -> str:
    # Rules such as @media (dark mode, phones) can't be inlined and stay in the head.
    return css_inline.inline(html, keep_at_rules=True, load_remote_stylesheets=False)
