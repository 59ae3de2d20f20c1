"""What time alone does to issues. Called by every beat of the clock: each step is claimed by its own condition, under
the issue's lock, so any number of beats and of clocks do it once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from weirdness.models import Episode, Flag, Issue, Person
from weirdness.models.issue_words import Resolution
from weirdness.models.moves import State
from weirdness.services import events, flapping, issues, notifications, scoring, snoozing
from weirdness.services.issues import Closing

REPLY_WITHIN = timedelta(days=14)
FIX_ASKED_AFTER = timedelta(days=28)  # after the claim; and again as long for the answer
BATCH = 100  # of a kind in one beat; the next beat goes on
Act = Callable[[Issue, datetime], None]


def age(*, now: datetime) -> int:
    """Does what is due, at most a batch of each kind. Returns how many issues changed."""
    return sum(_each(found, act, now) for found, act in _due(now))


def _due(now: datetime) -> list[tuple[QuerySet[Issue], Act]]:
    every = Issue.objects.all()
    unanswered = every.filter(state=State.NEEDS_INFO, state_since__lte=now - REPLY_WITHIN)
    fixed = every.filter(state=State.FIXED)
    unasked = fixed.filter(fix_asked_at__isnull=True, state_since__lte=now - FIX_ASKED_AFTER)
    unchecked = fixed.filter(fix_asked_at__lte=now - FIX_ASKED_AFTER, flapping=False)
    back = Episode.objects.filter(
        issue=OuterRef("pk"), opened_as__in=flapping.CAME_BACK, opened_at__gt=now - flapping.WINDOW
    )
    return [
        (every.open().filter(snoozed_until__lte=now), lambda issue, at: snoozing.wake(issue, now=at)),
        (every.filter(~Exists(back), flapping=True), _steady),
        (unanswered, _no_reply),
        (unasked, _ask_whether_fixed),
        (unchecked, _nobody_checked),
        (_caveats_over(now), _caveat_over),
    ]


def _caveats_over(now: datetime) -> QuerySet[Issue]:
    """Accepted until a date that has passed. The episode under way opened when its issue did."""
    over = Episode.objects.filter(
        resolution=Resolution.ACCEPTED,
        caveat_until__lt=timezone.localdate(now),
        issue__state=State.CLOSED,
        issue__resolution=Resolution.ACCEPTED,
        opened_at=F("issue__opened_at"),
    )
    return Issue.objects.filter(pk__in=over.values("issue"))


def _each(found: QuerySet[Issue], act: Act, now: datetime) -> int:
    numbers = list(found.order_by("pk").values_list("pk", "dataset")[:BATCH])
    return sum(_one(found, number, dataset, act, now) for number, dataset in numbers)


@transaction.atomic
def _one(found: QuerySet[Issue], number: int, dataset: int, act: Act, now: datetime) -> bool:
    """False: another clock or a person was quicker; a later beat sees what is left."""
    events.hold(dataset)
    due = (
        found.filter(pk=number).select_related("dataset").select_for_update(of=("self",), no_key=True, skip_locked=True)
    )
    issue = due.first()
    if issue is None:
        return False
    act(issue, now)
    return True


def _steady(issue: Issue, now: datetime) -> None:
    issue.flapping = False
    issue.save(update_fields=["flapping"])
    events.record(verb="steady", now=now, issue=issue)


def _no_reply(issue: Issue, now: datetime) -> None:
    """What nobody ever confirmed closes; what was real before the question is so without an answer."""
    if issue.asked_in == State.NEW:
        issues.step(issue=issue, verb="expire", now=now, closing=Closing(Resolution.NO_REPLY))
    else:
        issues.step(issue=issue, verb="expire_question", now=now)


def _ask_whether_fixed(issue: Issue, now: datetime) -> None:
    issue.fix_asked_at = now
    issue.save(update_fields=["fix_asked_at"])
    people = reporters(issue)
    event = events.record(verb="fix_asked", now=now, issue=issue, data={"people": [each.pk for each in people]})
    for person in people:
        notifications.owe(
            message="fix_question",
            key=f"event:{event.pk}:{person.pk}",
            person=person,
            now=now,
            dataset=issue.dataset,
            issue=issue,
            context={"event": event.pk, "claimed_at": issue.state_since.isoformat()},
        )


def reporters(issue: Issue) -> list[Person]:
    """Who met it: the people of this episode's flags, and of what was merged into it."""
    met = scoring.flags_of(issue).exclude(kind=Flag.Kind.DISPUTE).values("person")
    return list(Person.objects.filter(pk__in=met, is_active=True).order_by("pk"))


def _nobody_checked(issue: Issue, now: datetime) -> None:
    issues.step(issue=issue, verb="expire_fix", now=now, closing=Closing(Resolution.UNVERIFIED_FIX))


def _caveat_over(issue: Issue, now: datetime) -> None:
    event = issues.step(issue=issue, verb="expire_caveat", now=now)
    dataset = issue.dataset
    judges = {*dataset.owners(), *dataset.triage_team.members.filter(is_active=True)}
    for person in sorted(judges, key=lambda each: each.pk):
        notifications.tell_one(issue=issue, event=event, person=person, now=now)
