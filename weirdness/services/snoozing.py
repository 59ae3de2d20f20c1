"""Putting an issue aside: until a moment, until the next flag, or until whichever comes first."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from weirdness.models import Issue, Person
from weirdness.services import clocks, deciding, earlier, events, issues
from weirdness.services.errors import Conflict, NotAllowed, Refused

MORNING = time(8)
LONGEST = timedelta(days=366)


def morning(day: date) -> datetime:
    """When a day of work begins, in the organisation's zone: what "until a date" and "tomorrow" mean."""
    return datetime.combine(day, MORNING, timezone.get_default_timezone())


def tomorrow(now: datetime) -> datetime:
    return morning(timezone.localdate(now) + timedelta(days=1))


@transaction.atomic
def snooze(
    *,
    issue_id: int,
    actor: Person,
    now: datetime,
    until: datetime | date | None = None,
    till_flag: bool = False,
    version: int | None = None,
) -> Issue:
    """Out of the waiting list until the moment (a date: its morning) or a person's next flag. A check's still failing
    wakes nobody."""
    issue = issues.lock(issue_id)
    if "triager" not in issue.roles_of(actor):
        raise NotAllowed(f"Issue #{issue.pk} is put aside by those who triage it.")
    deciding.unchanged(issue, version)
    deciding.still_open(issue, "put aside")
    moment = _moment(until, till_flag, now)
    was = earlier.remember(issue)
    issue.snoozed_until, issue.snoozed_till_flag = moment, till_flag
    issues.touch(issue, now)
    events.record(
        verb="snooze",
        actor=actor,
        now=now,
        issue=issue,
        after=_named(moment, till_flag),
        data={"was": was, "version": issue.version},
    )
    return issue


def _moment(until: datetime | date | None, till_flag: bool, now: datetime) -> datetime | None:
    if until is None:
        if not till_flag:
            raise Refused(until="Until when? Choose tomorrow, a date, or the next flag.")
        return None
    moment = until if isinstance(until, datetime) else morning(until)
    if moment <= now:
        raise Refused(until="Choose a date in the future: then it is back in the queue.")
    if moment > now + LONGEST:
        raise Refused(until="Choose a date within a year. What may wait for longer is accepted, with a caveat.")
    return moment


def _named(moment: datetime | None, till_flag: bool) -> str:
    said = f"{timezone.localtime(moment):%-d %B %Y, %H:%M}" if moment else ""
    return " or ".join(part for part in (said, "the next flag" if till_flag else "") if part)


@transaction.atomic
def wake_up(*, issue_id: int, actor: Person, now: datetime, version: int | None = None) -> Issue:
    """By hand, before its time: back in the queue."""
    issue = issues.lock(issue_id)
    if "triager" not in issue.roles_of(actor):
        raise NotAllowed(f"Issue #{issue.pk} is put back into the queue by those who triage it.")
    deciding.unchanged(issue, version)
    deciding.still_open(issue, "put back into the queue")
    if not issue.is_snoozed:
        raise Conflict(f"Issue #{issue.pk} is not put aside: it is in the queue.")
    was = earlier.remember(issue)
    issue.snoozed_until, issue.snoozed_till_flag = None, False
    issues.touch(issue, now)
    events.record(verb="wake_up", actor=actor, now=now, issue=issue, data={"was": was, "version": issue.version})
    return issue


def wake(issue: Issue, *, now: datetime) -> None:
    """Back in the queue by itself; the row is locked, and whoever looks at it may go on: its version is the same."""
    issue.snoozed_until, issue.snoozed_till_flag = None, False
    clocks.follow(issue, now)
    issue.score = issue.parts.total
    issue.save(update_fields=["snoozed_until", "snoozed_till_flag", "pressure", "score"])
    events.record(verb="wake", now=now, issue=issue)
