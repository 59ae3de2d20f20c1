"""The mechanics that verbs share: opening, moving and closing an issue, under its lock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from weirdness.models import Category, Dataset, Episode, Event, Issue, Person
from weirdness.models.moves import BY_VERB, State
from weirdness.services import confidence_due, events, notifications, routing
from weirdness.services.errors import Conflict


@dataclass(frozen=True)
class Closing:
    """How an episode ends. explained needs the explanation; accepted needs caveat and expiry."""

    resolution: str
    fault: str = ""
    explanation: str = ""
    caveat: str = ""
    caveat_until: date | None = None


@dataclass(frozen=True)
class About:
    """What an issue or flag is about."""

    target: str
    column: str = ""
    metadata_field: str = ""


def lock(issue_id: int) -> Issue:
    return (
        Issue.objects.select_for_update(of=("self",), no_key=True)
        .select_related("dataset", "category")
        .get(pk=issue_id)
    )


def open_new(
    *,
    dataset: Dataset,
    title: str,
    category: Category,
    about: About,
    severity: int,
    state: str,
    now: datetime,
    by_check: bool = False,
    is_demo: bool = False,
) -> Issue:
    """A new issue with its first episode, sent to whoever judges it."""
    issue = Issue(
        dataset=dataset,
        title=shorten(title),
        category=category,
        target=about.target,
        column=about.column,
        metadata_field=about.metadata_field,
        severity=severity,
        state=state,
        opened_at=now,
        changed_at=now,
        is_demo=is_demo,
    )
    routing.assign(issue=issue, now=now)
    issue.save()
    Episode.objects.create(issue=issue, number=1, opened_at=now, born_of_check=by_check)
    return issue


def open_again(*, issue: Issue, verb: str, now: datetime, by_check: bool = False) -> None:
    """The next episode of a closed issue. `verb` is reopen, regress or flag_again; the caller moves the state."""
    last = issue.episode()
    Episode.objects.create(issue=issue, number=last.number + 1, opened_at=now, born_of_check=by_check)
    issue.opened_at, issue.judged_at, issue.resolution = now, None, ""
    issue.regressed = verb in ("regress", "flag_again")
    if not issue.assigned_by_hand:
        routing.assign(issue=issue, now=now)


def close(*, issue: Issue, closing: Closing, now: datetime) -> None:
    episode = issue.episode()
    episode.closed_at, episode.resolution, episode.fault = now, closing.resolution, closing.fault
    episode.explanation, episode.caveat, episode.caveat_until = (
        closing.explanation,
        closing.caveat,
        closing.caveat_until,
    )
    episode.save()
    issue.resolution = closing.resolution


def step(
    *,
    issue: Issue,
    verb: str,
    now: datetime,
    actor: Person | None = None,
    by_check: bool = False,
    reason: str = "",
    closing: Closing | None = None,
    said_as: str = "",
    wait: timedelta = timedelta(0),
) -> Event:
    """One move of the table on a locked issue: state, episode, event, letters and the owed estimate, together."""
    move = BY_VERB[verb]
    if issue.state not in move.sources:
        raise Conflict(f"Issue #{issue.pk} is {issue.get_state_display()}; “{move.label}” does not apply any more.")
    before = issue.state
    if before == State.CLOSED:
        open_again(issue=issue, verb=verb, now=now, by_check=by_check)
    if closing:
        close(issue=issue, closing=closing, now=now)
    issue.state = move.target
    if actor and verb != "flag_again":
        issue.judged_at = issue.judged_at or now
    _touch(issue, now)
    event = events.record(
        verb=said_as or verb,
        actor=actor,
        by_check=by_check,
        now=now,
        issue=issue,
        before=before,
        after=issue.state,
        reason=reason,
        data={"episode": issue.episode().number},
    )
    notifications.tell(issue=issue, event=event, now=now, wait=wait)
    confidence_due.owe(dataset=issue.dataset, now=now)
    return event


def _touch(issue: Issue, now: datetime) -> None:
    issue.changed_at, issue.version = now, issue.version + 1
    issue.save()


def shorten(text: str, most: int = 120) -> str:
    """A title from a sentence: its first line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def owe_estimate(issue: Issue, *, now: datetime) -> None:
    confidence_due.owe(dataset=issue.dataset, now=now)
