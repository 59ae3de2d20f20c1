"""The two clocks of an episode, with the clock moved: marks, pauses, reminders, and the place in the queue."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cast import NOW, Cast, flagged
from weirdness.models import Clock, Event, Issue, Notification
from weirdness.models.issue_words import Severity
from weirdness.services import asking, calendars, clocks, issues, merging, rotas, snoozing, triage
from weirdness.services.calendars import Draft

# NOW is Monday, 2 November 2026, 9:00; without a calendar people work from 9 to 17, Monday to Friday, in UTC.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEDNESDAY_EVENING = datetime(2026, 11, 4, 17, tzinfo=UTC)  # three working days later
NEXT_MONDAY_EVENING = datetime(2026, 11, 9, 17, tzinfo=UTC)  # six


def new(cast: Cast, **said: object) -> Issue:
    issue = flagged(cast, **said).issue
    assert issue is not None
    return issue


def of(issue: Issue, kind: str = "acknowledge") -> Clock:
    return Clock.objects.filter(issue=issue, kind=kind).latest("started_at")


def fresh(issue: Issue) -> Issue:
    return Issue.objects.select_related("dataset").get(pk=issue.pk)


def told(message: str) -> list[str]:
    found = Notification.objects.filter(message=message).order_by("person__name")
    return [letter.person.name for letter in found]


@pytest.mark.parametrize(
    ("severity", "acknowledge", "resolve"),
    [
        (Severity.MINOR, 24 * HOUR, 480 * HOUR),
        (Severity.MAJOR, 8 * HOUR, 80 * HOUR),
        (Severity.CRITICAL, 4 * HOUR, 16 * HOUR),
    ],
)
def test_the_limits_follow_the_severity(cast: Cast, severity: int, acknowledge: timedelta, resolve: timedelta) -> None:
    issue = new(cast)
    triage.set_severity(issue_id=issue.pk, actor=cast.scientist, now=NOW, severity=severity)
    assert (of(issue).limit, of(issue, "resolve").limit) == (acknowledge, resolve)


def test_a_flag_starts_both_clocks(cast: Cast) -> None:
    issue = new(cast)
    assert of(issue).due_at == WEDNESDAY_EVENING
    assert of(issue).late_at == NEXT_MONDAY_EVENING
    assert of(issue, "resolve").due_at == datetime(2027, 1, 22, 17, tzinfo=UTC)
    assert fresh(issue).pressure == 0


def test_the_first_verdict_stops_the_first_clock_and_closing_the_second(cast: Cast) -> None:
    issue = new(cast)
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=NOW + HOUR)
    assert of(issue).stopped_at == NOW + HOUR
    assert of(issue, "resolve").stopped_at is None
    triage.close(issue_id=issue.pk, actor=cast.scientist, now=NOW + DAY, resolution="out_of_scope")
    assert of(issue, "resolve").stopped_at == NOW + DAY
    assert not Clock.objects.filter(next_mark_at__isnull=False).exists()


def test_time_lifts_an_issue_that_nobody_judges_quarter_by_quarter_and_no_further_than_eight(cast: Cast) -> None:
    issue = new(cast)
    before = fresh(issue).score
    seen = []
    for hours in range(0, 24 * 12, 6):
        clocks.tick(now=NOW + hours * HOUR)
        seen.append(fresh(issue).pressure)
    assert seen == sorted(seen)
    assert set(seen) == set(range(9))
    assert fresh(issue).score == before + 2 * Severity.MINOR
    assert fresh(issue).version == issue.version


def test_an_issue_comes_back_with_clocks_of_its_own(cast: Cast) -> None:
    issue = new(cast)
    clocks.tick(now=NEXT_MONDAY_EVENING)
    triage.close(issue_id=issue.pk, actor=cast.scientist, now=NEXT_MONDAY_EVENING, resolution="out_of_scope")
    again = NEXT_MONDAY_EVENING + DAY
    triage.reopen(issue_id=issue.pk, actor=cast.scientist, now=again, reason="It is back.")
    assert Clock.objects.filter(issue=issue).count() == 3  # whoever reopens it has judged it
    assert of(issue, "resolve").started_at == again
    assert fresh(issue).pressure == 0


def test_a_reminder_comes_once_when_the_time_is_over_to_everybody_of_the_team(cast: Cast) -> None:
    issue = new(cast)
    clocks.tick(now=WEDNESDAY_EVENING - timedelta(minutes=1))
    assert told("reminder") == []
    for later in range(3):
        clocks.tick(now=WEDNESDAY_EVENING + later * HOUR)
    assert told("reminder") == ["Dana", "Dirk"]
    said = Event.objects.get(issue=issue, verb="reminded")
    assert said.sentence() == "The time for its first verdict is over; reminded: Dana, Dirk"


def test_of_a_team_with_a_rota_only_who_is_on_duty_is_reminded(cast: Cast) -> None:
    issue = new(cast)
    rotas.keep(
        actor=cast.administrator,
        now=NOW,
        draft=rotas.Draft(
            "Plates", cast.scientists, [cast.colleague], date(2026, 11, 2), NOW.time(), 7, time_zone="UTC"
        ),
    )
    clocks.tick(now=WEDNESDAY_EVENING)
    assert issue.assignee_team == cast.scientists
    assert told("reminder") == ["Dirk"]


def test_at_twice_the_time_the_lead_is_told_and_when_it_is_the_leads_own_the_owner(cast: Cast) -> None:
    theirs, own = new(cast), new(cast)
    Issue.objects.filter(pk=theirs.pk).update(assignee=cast.colleague, assignee_team=None)
    Issue.objects.filter(pk=own.pk).update(assignee=cast.scientist, assignee_team=None)
    clocks.tick(now=NEXT_MONDAY_EVENING)
    clocks.tick(now=NEXT_MONDAY_EVENING + DAY)
    letters = Notification.objects.filter(message="escalation")
    assert {(letter.issue_id, letter.person) for letter in letters} == {
        (theirs.pk, cast.scientist),
        (own.pk, cast.owner),
    }
    assert Event.objects.filter(verb="reminded").count() == Event.objects.filter(verb="escalated").count() == 2


def test_a_question_stops_the_clocks_and_the_answer_lets_them_go_on(cast: Cast) -> None:
    issue = new(cast)
    due = of(issue, "resolve").due_at
    asking.ask(issue_id=issue.pk, actor=cast.scientist, now=NOW + HOUR, question="Which plate?")
    assert (of(issue, "resolve").paused_at, of(issue, "resolve").next_mark_at) == (NOW + HOUR, None)
    asking.reply(issue_id=issue.pk, actor=cast.bench, now=NOW + DAY + HOUR, reply="Plate 7.")
    assert of(issue, "resolve").paused_at is None
    assert of(issue, "resolve").due_at == due + 3 * DAY  # the 22nd is a Friday


def test_snoozing_stops_them_and_waking_lets_them_go_on(cast: Cast) -> None:
    issue = new(cast)
    snoozing.snooze(issue_id=issue.pk, actor=cast.scientist, now=NOW, until=NOW + DAY)
    clocks.tick(now=NOW + 20 * DAY)
    assert (of(issue).quarters, told("reminder")) == (0, [])
    with_lock = issues.lock(issue.pk)
    snoozing.wake(with_lock, now=NOW + DAY)
    assert of(issue).due_at == WEDNESDAY_EVENING + DAY


def test_while_another_issue_stands_for_it_its_clocks_stand_still(cast: Cast) -> None:
    issue, other = new(cast), new(cast)
    merging.merge(issue_id=issue.pk, actor=cast.scientist, now=NOW, into=other.pk)
    clocks.tick(now=NEXT_MONDAY_EVENING)
    assert of(issue).quarters == 0
    merging.unmerge(issue_id=issue.pk, actor=cast.scientist, now=NOW + DAY)
    assert of(issue, "resolve").paused_at is None
    assert of(issue, "resolve").next_mark_at is not None


def test_a_higher_severity_may_be_due_at_once(cast: Cast) -> None:
    issue = new(cast)
    later = NOW + DAY  # eight hours of twenty-four are used
    Issue.objects.filter(pk=issue.pk).update(severity=Severity.CRITICAL)
    locked = issues.lock(issue.pk)
    clocks.follow(locked, later)
    assert (of(issue).quarters, locked.pressure) == (8, 8)


def test_the_calendar_of_the_team_decides_what_a_working_day_is(cast: Cast) -> None:
    draft = Draft("Mornings", "Europe/Berlin", ("08:00-12:00", "08:00-12:00", "", "", "", "", ""))
    calendars.keep(actor=cast.administrator, now=NOW, draft=draft, of_teams=[cast.scientists])
    issue = new(cast)
    assert of(issue).limit == 12 * HOUR
    # Monday from ten to noon in Berlin is over: two hours, Tuesday four, next Monday four, next Tuesday two.
    assert of(issue).due_at == datetime(2026, 11, 10, 9, tzinfo=UTC)


def test_a_promise_is_said_in_words(cast: Cast) -> None:
    promised = clocks.promise(dataset=cast.dataset, severity=Severity.MAJOR, now=NOW, who=cast.scientists)
    assert promised.at == datetime(2026, 11, 2, 17, tzinfo=UTC)
    assert promised.words == "within one working day, by Monday 2 November, 17:00"
    friday = datetime(2026, 11, 6, 16, tzinfo=UTC)
    critical = clocks.promise(dataset=cast.dataset, severity=Severity.CRITICAL, now=friday)
    assert critical.words == "within four working hours, by Monday 9 November, 12:00"


def test_a_clock_says_how_it_stands(cast: Cast) -> None:
    issue = new(cast)
    assert clocks.words(of(issue), NOW) == "First verdict is due by Wednesday 4 November, 17:00"
    assert clocks.words(of(issue), NEXT_MONDAY_EVENING) == "First verdict was due by Wednesday 4 November, 17:00"
    triage.confirm(issue_id=issue.pk, actor=cast.scientist, now=NOW)
    assert clocks.words(of(issue), NOW) == "First verdict: done in time"
    asking.ask(issue_id=issue.pk, actor=cast.scientist, now=NOW, question="Which?")
    assert clocks.words(of(issue, "resolve"), NOW) == "Resolution: the clock stands still meanwhile"


def test_a_clock_that_was_away_for_a_month_tells_once_and_goes_on_from_there(cast: Cast) -> None:
    issue = new(cast)
    clocks.tick(now=NOW + 30 * DAY)
    clocks.tick(now=NOW + 31 * DAY)
    assert fresh(issue).pressure == 8
    assert Event.objects.filter(issue=issue, verb__in=["reminded", "escalated"]).count() == 2
