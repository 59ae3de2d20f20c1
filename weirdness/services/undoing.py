"""Taking a verdict back within ten seconds: a compensating event; what was said stays in the history.

Letters about a verdict are due later than that (notifications.UNDO), so they are withdrawn and nobody heard of it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from weirdness.models import Comment, Episode, Event, Issue, Notification, Person
from weirdness.models.moves import BY_VERB, State
from weirdness.services import (
    confidence_due,
    deciding,
    earlier,
    events,
    guards,
    issues,
    jobs,
    merging,
    notifications,
    splitting,
)
from weirdness.services.errors import Conflict, Refused

WITHIN = timedelta(seconds=10)
NAMES = {
    "severity": "Set the severity",
    "assign": "Assign",
    "snooze": "Put aside",
    "wake_up": "Wake",
    "split": "Split a flag off",
}
UNDOABLE = {move.verb for move in BY_VERB.values() if move.offered} | set(NAMES)
SPOKEN = {"ask": Comment.Kind.QUESTION, "reply": Comment.Kind.REPLY}


@dataclass
class Undone:
    """`issue` as it was; of a bulk also the others, and why some stay as they are: issue number → sentence."""

    issue: Issue
    others: list[Issue] = field(default_factory=list)
    stayed: dict[int, str] = field(default_factory=dict)


def last_of(issue: Issue, actor: Person, now: datetime) -> Event | None:
    """The verdict on this issue that this person can still take back now."""
    event = _last_verdict(issue, actor)
    fresh = event is not None and timedelta(0) <= now - event.at <= WITHIN
    return event if event and fresh and event.data["version"] == issue.version else None


def undo(*, issue_id: int, actor: Person, now: datetime) -> Undone:
    """The actor's own last verdict on the issue; a bulk is taken back as a whole, as far as nothing happened since.

    Raises Refused(undo=…) when there is nothing to take back or it is too late, Conflict when somebody went on.
    """
    issue, batch = _undo_one(issue_id, actor, now)
    undone = Undone(issue)
    if not batch:
        return undone
    siblings = Event.objects.filter(actor=actor, data__batch=batch, at__gte=now - WITHIN, verb__in=UNDOABLE)
    for number in sorted(set(siblings.values_list("issue", flat=True)) - {issue.pk}):
        try:
            undone.others.append(_undo_one(number, actor, now)[0])
        except (Conflict, Refused) as reason:
            undone.stayed[number] = str(reason)
    return undone


@transaction.atomic
def _undo_one(issue_id: int, actor: Person, now: datetime) -> tuple[Issue, str]:
    issue = issues.lock(issue_id)
    event = _last_verdict(issue, actor)
    _in_time(issue, event, now)
    assert event
    changed = _put_back(issue, event, now)
    issues.touch(issue, now)
    for other in changed:
        issues.touch(other, now)
    _withdraw(event, now)
    _record(issue, event, actor, now)
    guards.settle(dataset=issue.dataset, now=now)
    confidence_due.owe(dataset=issue.dataset, now=now)
    return issue, str(event.data.get("batch", ""))


def _last_verdict(issue: Issue, actor: Person) -> Event | None:
    mine = Event.objects.filter(issue=issue, actor=actor, verb__in=UNDOABLE, data__has_key="was")
    return mine.order_by("-pk").first()


def _in_time(issue: Issue, event: Event | None, now: datetime) -> None:
    if event is None or not timedelta(0) <= now - event.at <= WITHIN:
        seconds = int(WITHIN.total_seconds())
        raise Refused(undo=f"There is no verdict of yours on #{issue.pk} of the last {seconds} seconds to take back.")
    if event.data["version"] != issue.version:
        raise Conflict(f"Issue #{issue.pk} went on since. {deciding.latest(issue)} Nothing was taken back.")


def _put_back(issue: Issue, event: Event, now: datetime) -> list[Issue]:
    """Brings the rows back; returns the other issues that changed with it."""
    was = event.data["was"]
    changed = _merge_back(issue, event)
    _episode_back(issue, was)
    earlier.restore(issue, was)
    if event.verb in SPOKEN:
        spoken = Comment.objects.filter(issue=issue, person=event.actor, kind=SPOKEN[event.verb], at=event.at)
        spoken.delete()
    if event.verb == "split":
        splitting.take_back(issue, event.data, now)
        changed += [issues.lock(issue.merged_root_id)] if issue.merged_root_id else []
    return changed


def _merge_back(issue: Issue, event: Event) -> list[Issue]:
    """Undoes a merge or an unmerge, exactly; the issue that stands, or stood, for both is counted anew."""
    if event.verb == "merge" and issue.merged_root_id:
        root = issues.lock(issue.merged_root_id)
        merging.release(issue)
        return [root]
    if event.verb == "unmerge":
        parent = issues.lock(event.data["was"]["merged_into_id"])
        root = issues.lock(parent.merged_root_id) if parent.merged_root_id else parent
        if root.state == State.CLOSED and root.resolution not in merging.STAYS_CLOSED:
            raise Conflict(f"Issue #{root.pk} was closed meanwhile. {deciding.latest(root)}")
        merging.point(issue, parent, root)
        return [root]
    return []


def _episode_back(issue: Issue, was: dict[str, int | str]) -> None:
    """A stretch that the verdict closed is open again; one that it opened goes, if it holds nothing yet."""
    last = issue.episode()
    if last.number > int(was["episode"]):
        if last.flags.exists():
            raise Conflict(f"Issue #{issue.pk} was flagged meanwhile. {deciding.latest(issue)} Nothing was taken back.")
        last.delete()
    elif last.closed_at and was["state"] != State.CLOSED:
        fresh = Episode(issue=issue, number=last.number)
        for name in ("closed_at", "resolution", "fault", "explanation", "caveat", "caveat_until"):
            setattr(last, name, getattr(fresh, name))
        last.save()
        last.flags.exclude(met="").update(met="")


def _withdraw(event: Event, now: datetime) -> None:
    """The letters about the verdict, of all kinds, that wait."""
    told = Notification.objects.select_for_update().filter(
        issue_id__in=_concerned(event), state=Notification.State.DUE, context__event__in=_events_with(event)
    )
    withdrawn = list(told.values_list("pk", flat=True))
    reason = "The verdict was taken back before the letter went."
    Notification.objects.filter(pk__in=withdrawn).update(state=Notification.State.WITHDRAWN, error=reason)
    jobs.drop(kind="mail", subjects=withdrawn, now=now)


def _concerned(event: Event) -> list[int]:
    others = [event.data[name] for name in ("into", "from", "issue") if name in event.data]
    return [int(event.issue_id or 0), *others]


def _events_with(event: Event) -> list[int]:
    """The event, and what it left in the history of the other issue in the same moment."""
    found = Event.objects.filter(issue__in=_concerned(event), actor=event.actor, at=event.at, pk__gte=event.pk)
    return list(found.values_list("pk", flat=True))


def _record(issue: Issue, event: Event, actor: Person, now: datetime) -> None:
    label = NAMES.get(event.verb) or BY_VERB[event.verb].label
    undone = events.record(
        verb="undo",
        actor=actor,
        now=now,
        issue=issue,
        before=label[:40],
        after=issue.state,
        data={"undid": event.pk, "version": issue.version},
    )
    if Notification.objects.filter(issue=issue, context__event=event.pk, state=Notification.State.SENT).exists():
        notifications.tell(issue=issue, event=undone, now=now)
    for number in _concerned(event)[1:]:
        other = Issue.objects.select_related("dataset").get(pk=number)
        events.record(verb="undo", actor=actor, now=now, issue=other, before=label[:40], data={"undid": event.pk})
