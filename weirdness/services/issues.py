"""The mechanics that verbs share: opening, moving and closing an issue, under its lock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from weirdness.models import Category, Dataset, Episode, Event, Flag, Issue, Person
from weirdness.models.moves import ASKED_IN, BY_VERB, Move, State
from weirdness.services import clocks, confidence_due, earlier, events, flapping, notifications, routing, scoring
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
    """The issue, locked; its dataset's history first (events.hold)."""
    events.hold(Issue.objects.values_list("dataset", flat=True).get(pk=issue_id))
    return (
        Issue.objects.select_for_update(of=("self",), no_key=True)
        .select_related("dataset", "category")
        .get(pk=issue_id)
    )


def lock_all(*issue_ids: int) -> dict[int, Issue]:
    """Several issues, in the order of their numbers, so that two callers can't wait for each other."""
    return {pk: lock(pk) for pk in sorted(set(issue_ids))}


def lock_standing(issue_id: int) -> Issue:
    """The locked issue that stands for this one: itself, or what it was merged into."""
    issue = lock(issue_id)
    while issue.merged_root_id:
        issue = lock(issue.merged_root_id)
    return issue


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
    private: bool = False,
    is_demo: bool = False,
    since: datetime | None = None,
    first: Flag | None = None,
) -> Issue:
    """A new issue with its first episode, sent to whoever judges it. `since`: it was flagged before now.

    `first`: the flag that opens it, for the rules that ask who raised it.
    """
    issue = Issue(
        dataset=dataset,
        title=shorten(title),
        category=category,
        target=about.target,
        column=about.column,
        metadata_field=about.metadata_field,
        severity=severity,
        state=state,
        state_since=now,
        opened_at=since or now,
        changed_at=now,
        private=private,
        is_demo=is_demo,
    )
    routing.assign(issue=issue, now=now, first=first)
    issue.score = issue.parts.total
    issue.save()
    Episode.objects.create(issue=issue, number=1, opened_at=issue.opened_at, born_of_check=by_check)
    clocks.follow(issue, now)
    return issue


def as_opened(issue: Issue) -> dict[str, Any]:
    """What the event that opens an issue keeps: where it went and why, and what a replay of the history starts from."""
    return {
        "assignee": str(issue.responsible),
        "why": issue.routing_reason,
        "severity": issue.severity,
        "opened_at": issue.opened_at.isoformat(),
    }


def date_back(issue: Issue, since: datetime) -> None:
    """It was seen before it could be told. Its clocks run from when it was told: nobody could judge it before."""
    issue.opened_at = since
    issue.save(update_fields=["opened_at"])
    Episode.objects.filter(issue=issue, closed_at__isnull=True).update(opened_at=since)


def open_again(*, issue: Issue, verb: str, now: datetime, by_check: bool = False) -> None:
    """The next episode of a closed issue. `verb` is the move that opens it; the caller moves the state."""
    last = issue.episode()
    Episode.objects.create(issue=issue, number=last.number + 1, opened_at=now, born_of_check=by_check, opened_as=verb)
    issue.opened_at, issue.judged_at, issue.resolution, issue.pressure = now, None, "", 0
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
    after: str = "",
    wait: timedelta = timedelta(0),
    data: dict[str, Any] | None = None,
    was: dict[str, Any] | None = None,
) -> Event:
    """One move of the table on a locked issue: state, episode, event, letters and the owed estimate, together.

    `after`: what the event names instead of the new state. `data` is kept with the event; a person's move keeps what
    was before, too, so that it can be taken back; `was`: as remembered, when the caller changed more than the state.
    """
    move = BY_VERB[verb]
    if issue.state not in move.sources:
        raise Conflict(f"Issue #{issue.pk} is {issue.get_state_display()}; “{move.label}” does not apply any more.")
    before = issue.state
    kept = {**(data or {}), "was": was or earlier.remember(issue)} if actor else data or {}
    if before == State.CLOSED:
        open_again(issue=issue, verb=verb, now=now, by_check=by_check)
    if closing:
        close(issue=issue, closing=closing, now=now)
    _enter(issue, move, now)
    came_back = flapping.settle(issue, verb=verb, by_person=actor is not None, now=now)
    if actor and verb not in ("flag_again", "reply", "unmerge"):
        issue.judged_at = issue.judged_at or now
    touch(issue, now)
    event = events.record(
        verb=said_as or verb,
        actor=actor,
        by_check=by_check,
        now=now,
        issue=issue,
        before=before,
        after=after or issue.state,
        reason=reason,
        data={**kept, "episode": issue.episode().number, "version": issue.version, "resolution": issue.resolution},
    )
    notifications.tell(issue=issue, event=event, now=now, wait=wait)
    if came_back:
        flapping.tell(issue, now=now)
    confidence_due.owe(dataset=issue.dataset, now=now)
    return event


def _enter(issue: Issue, move: Move, now: datetime) -> None:
    """The state that the move leads to; whatever was put aside is looked at again."""
    before = issue.state
    issue.state = issue.asked_in if move.target == ASKED_IN else move.target
    issue.asked_in = before if issue.state == State.NEEDS_INFO else ""
    issue.state_since, issue.fix_asked_at = now, None
    issue.snoozed_until, issue.snoozed_till_flag = None, False


def touch(issue: Issue, now: datetime) -> None:
    """Saves a change of a locked issue: a newer version, with its place in the queue."""
    clocks.follow(issue, now)
    scoring.refresh(issue)
    issue.changed_at, issue.version = now, issue.version + 1
    issue.save()


def shorten(text: str, most: int = 120) -> str:
    """A title from a sentence: its first line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def owe_estimate(issue: Issue, *, now: datetime) -> None:
    confidence_due.owe(dataset=issue.dataset, now=now)
