"""A verdict in better words: an explanation that does not convince is improved, and its issue stays closed."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from weirdness.models import Episode, Issue, Person
from weirdness.models.issue_words import Resolution
from weirdness.models.moves import State
from weirdness.services import deciding, events, issues
from weirdness.services.errors import Conflict, NotAllowed, Refused

FIELDS = {Resolution.EXPLAINED: "explanation", Resolution.ACCEPTED: "caveat"}


@transaction.atomic
def reword(
    *,
    issue_id: int,
    actor: Person,
    now: datetime,
    text: str,
    caveat_until: date | None = None,
    version: int | None = None,
) -> Issue:
    """Says the explanation, or the caveat, of a closed issue anew; the history keeps what was said before.

    `caveat_until`: until when the caveat holds from now on; None: as before. Nobody is written to.
    Raises NotAllowed, Conflict, Refused(text=…, caveat_until=…).
    """
    issue = issues.lock(issue_id)
    _may(issue, actor, version)
    episode, name = issue.episode(), FIELDS[Resolution(issue.resolution)]
    until = (caveat_until or episode.caveat_until) if name == "caveat" else None
    before = {"text": getattr(episode, name), "until": episode.caveat_until}
    after = {"text": text.strip(), "until": until}
    _accept(before, after, now, given=caveat_until, name=name)
    if before == after:
        return issue
    _keep(episode, name, after)
    issues.touch(issue, now)
    data = {"before": _plain(before), "after": _plain(after), "version": issue.version, "episode": episode.number}
    events.record(verb="reword", actor=actor, now=now, issue=issue, after=name, reason=_said(before, after), data=data)
    return issue


def is_settled(issue: Issue) -> bool:
    """Closed, with words that readers are shown: an explanation or a caveat."""
    return issue.state == State.CLOSED and issue.resolution in FIELDS


def may_reword(issue: Issue, roles: set[str]) -> bool:
    return "triager" in roles and is_settled(issue)


def _may(issue: Issue, actor: Person, version: int | None) -> None:
    if "triager" not in issue.roles_of(actor):
        raise NotAllowed(f"The verdict on issue #{issue.pk} is put in other words by those who triage it.")
    deciding.unchanged(issue, version)
    if not is_settled(issue):
        now = issue.get_state_display()
        raise Conflict(f"Issue #{issue.pk} is {now}, and neither explained nor accepted. {deciding.latest(issue)}")


def _accept(before: dict[str, Any], after: dict[str, Any], now: datetime, *, given: date | None, name: str) -> None:
    problems = {}
    if not after["text"]:
        problems["text"] = "Say it in words that convince: the next person who meets it reads this."
    if given and name != "caveat":
        problems["caveat_until"] = "An explanation has no date: it holds until somebody reopens it."
    elif given and given != before["until"] and given <= timezone.localdate(now):
        problems["caveat_until"] = "Choose a date in the future: after it, the issue is looked at again."
    if problems:
        raise Refused(**problems)


def _keep(episode: Episode, name: str, after: dict[str, Any]) -> None:
    setattr(episode, name, after["text"])
    episode.caveat_until = after["until"]
    episode.save(update_fields=[name, "caveat_until"])


def _said(before: dict[str, Any], after: dict[str, Any]) -> str:
    moved = f" (until {after['until']:%-d %B %Y})" if before["until"] != after["until"] else ""
    return f"{after['text']}{moved}"


def _plain(said: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in said.items() if value}
