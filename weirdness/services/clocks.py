"""The two clocks of an episode, in business time: until a person judges it, and until it is resolved.

They run by the calendar of the team that answers for the issue, stand still while an answer is waited for, while it is
snoozed and while another issue stands for it, and lift its place in the queue. Ends are worked out when a clock starts,
goes on, or gets another limit, by the calendar and the assignee of that moment.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from weirdness.models import Clock, Dataset, Episode, Issue, Person, Team
from weirdness.models.issue_words import Severity
from weirdness.models.moves import OPEN, State
from weirdness.routing import course
from weirdness.routing.business import WorkingTime
from weirdness.routing.course import Course
from weirdness.services import calendars, events, reminders

BATCH = 500  # issues in one beat; the next beat goes on
DUE, LATE = 4, course.QUARTERS


@dataclass(frozen=True)
class Limit:
    """So many business days and hours; a day is one of the team's calendar."""

    words: str
    days: int = 0
    hours: int = 0

    def of(self, working: WorkingTime) -> timedelta:
        return self.days * working.day + timedelta(hours=self.hours)


LIMITS: dict[str, dict[int, Limit]] = {
    Clock.Kind.ACKNOWLEDGE: {
        Severity.MINOR: Limit("three working days", days=3),
        Severity.MAJOR: Limit("one working day", days=1),
        Severity.CRITICAL: Limit("four working hours", hours=4),
    },
    Clock.Kind.RESOLVE: {
        Severity.MINOR: Limit("sixty working days", days=60),
        Severity.MAJOR: Limit("ten working days", days=10),
        Severity.CRITICAL: Limit("two working days", days=2),
    },
}


@dataclass(frozen=True)
class Promise:
    """By when people answer a flag. words: `within three working days, by Wednesday 25 November, 17:00`."""

    at: datetime
    within: str
    words: str


def promise(*, dataset: Dataset, severity: int, now: datetime, who: Person | Team | None = None) -> Promise:
    """Of a flag that comes now and goes to `who`."""
    limit, working = LIMITS[Clock.Kind.ACKNOWLEDGE][severity], calendars.for_work(dataset, who)
    at = working.add(now, limit.of(working))
    return Promise(at, limit.words, f"within {limit.words}, by {moment(at)}")


def moment(at: datetime) -> str:
    """`Wednesday 25 November, 17:00`, in the organisation's zone."""
    return f"{timezone.localtime(at):%A %-d %B, %H:%M}"


def words(clock: Clock, now: datetime) -> str:
    """How a clock stands, as a sentence without a full stop."""
    what = clock.get_kind_display().capitalize()
    if clock.stopped_at:
        return f"{what}: done {'late' if clock.stopped_at > clock.due_at else 'in time'}"
    if clock.paused_at:
        return f"{what}: the clock stands still meanwhile"
    return f"{what} {'was' if clock.due_at <= now else 'is'} due by {moment(clock.due_at)}"


def follow(issue: Issue, now: datetime) -> None:
    """Brings the clocks in line with a locked issue whenever it changed; the caller saves its pressure."""
    episode = issue.episode()
    kept = {clock.kind: clock for clock in Clock.objects.filter(episode=episode)}
    if issue.is_open or kept:
        working = calendars.for_work(issue.dataset, issue.responsible)
        for kind in Clock.Kind.values:
            _follow(issue, episode, kind, kept.get(kind), working, now)


def _follow(
    issue: Issue, episode: Episode, kind: str, clock: Clock | None, working: WorkingTime, now: datetime
) -> None:
    stopped = _is_over(issue, kind)
    if stopped and (clock is None or clock.stopped_at):
        return
    limit = LIMITS[kind][issue.severity].of(working)
    clock = clock or _begin(issue, episode, kind, limit, working)
    was = _kept(clock)
    _set_going(clock, limit, working, now, paused=_stands_still(issue), stopped=stopped)
    if clock.pk is None or _kept(clock) != was:
        clock.save()
    if kind == Clock.Kind.ACKNOWLEDGE:
        issue.pressure = clock.quarters


def _kept(clock: Clock) -> tuple[object, ...]:
    ends = (clock.limit, clock.due_at, clock.late_at, clock.paused_at, clock.stopped_at)
    return (*ends, clock.quarters, clock.next_mark_at)


def _is_over(issue: Issue, kind: str) -> bool:
    return issue.state == State.CLOSED or (kind == Clock.Kind.ACKNOWLEDGE and issue.judged_at is not None)


def _stands_still(issue: Issue) -> bool:
    return issue.state in (State.NEEDS_INFO, State.MERGED) or issue.is_snoozed


def _begin(issue: Issue, episode: Episode, kind: str, limit: timedelta, working: WorkingTime) -> Clock:
    began = course.begin(episode.opened_at, limit, working)
    return Clock(
        issue=issue,
        episode=episode,
        kind=kind,
        started_at=episode.opened_at,
        limit=limit,
        due_at=began.due_at,
        late_at=began.late_at,
    )


def _set_going(
    clock: Clock, limit: timedelta, working: WorkingTime, now: datetime, *, paused: bool, stopped: bool
) -> None:
    """A clock that was stopped goes on when its verdict is taken back; one that was paused when it is stopped keeps
    the moment of its pause."""
    runs = Course(clock.limit, clock.due_at, clock.late_at)
    if clock.paused_at and not paused and not stopped:
        runs, clock.paused_at = course.resumed(runs, clock.paused_at, now, working), None
    at = clock.paused_at or now
    if runs.limit != limit:
        runs = course.limited(runs, limit, at, working)
    clock.limit, clock.due_at, clock.late_at = runs.limit, runs.due_at, runs.late_at
    clock.quarters, clock.next_mark_at = course.marks(runs, at, working)
    clock.stopped_at = now if stopped else None
    if paused and not stopped:
        clock.paused_at = at
    if stopped or clock.paused_at:
        clock.next_mark_at = None


def tick(*, now: datetime) -> int:
    """Moves the clocks whose next quarter is over, lifts their issues, and reminds. Returns how many were looked at.

    Any number of beats may do it at once: each issue is taken under its lock, and a mark is passed once.
    """
    due = Clock.objects.filter(next_mark_at__lte=now, issue__state__in=OPEN).order_by("next_mark_at")
    found = list(dict.fromkeys(due.values_list("issue_id", "issue__dataset_id")[:BATCH]))
    for issue_id, dataset_id in found:
        _tick(issue_id, dataset_id, now)
    return len(found)


@transaction.atomic
def _tick(issue_id: int, dataset_id: int, now: datetime) -> None:
    events.hold(dataset_id)
    issue = Issue.objects.select_for_update(of=("self",), no_key=True).select_related("dataset").get(pk=issue_id)
    clocks = list(Clock.objects.filter(issue=issue, next_mark_at__lte=now))
    if not clocks:
        return
    working = calendars.for_work(issue.dataset, issue.responsible)
    for clock in clocks:
        runs = Course(clock.limit, clock.due_at, clock.late_at)
        clock.quarters, clock.next_mark_at = course.marks(runs, now, working)
        _tell(clock, issue, now)
        clock.save()
        if clock.kind == Clock.Kind.ACKNOWLEDGE:
            issue.pressure = clock.quarters
    # Nothing that a person looked at has changed, so that the version stays.
    issue.score = issue.parts.total
    issue.save(update_fields=["pressure", "score"])


def _tell(clock: Clock, issue: Issue, now: datetime) -> None:
    """Once each: a reminder when its time is over, and the team's lead when twice its time is."""
    if clock.quarters >= DUE and clock.reminded_at is None:
        clock.reminded_at = now
        reminders.remind(issue=issue, clock=clock, now=now)
    if clock.quarters >= LATE and clock.escalated_at is None:
        clock.escalated_at = now
        reminders.escalate(issue=issue, clock=clock, now=now)
