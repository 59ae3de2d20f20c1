"""Flagging: anybody who sees a dataset says what is odd about it. A flag is never refused for want of registration."""

from datetime import datetime
from typing import Any

from django.db import transaction

from weirdness.models import Category, Dataset, Evidence, Flag, Issue, Look, Person
from weirdness.models.issue_words import Resolution, Severity, Target
from weirdness.models.moves import BY_VERB, State
from weirdness.services import (
    attachments,
    confidence_due,
    disputes,
    events,
    issues,
    jobs,
    looks,
    notifications,
    once,
    scoring,
    snoozing,
)
from weirdness.services.errors import NotAllowed
from weirdness.services.issues import About
from weirdness.services.reports import LONGEST as LONGEST
from weirdness.services.reports import Report as Report
from weirdness.services.reports import Upload, accept

REOPENED_BY_A_FLAG = {
    Resolution.VERIFIED_FIXED,
    Resolution.UNVERIFIED_FIX,
    Resolution.NO_REPLY,
    Resolution.NOT_REPRODUCIBLE,
    Resolution.OUT_OF_SCOPE,
}


@transaction.atomic
def raise_flag(
    *, person: Person, report: Report, now: datetime, screenshot: Upload | None = None, is_demo: bool = False
) -> Flag:
    """A new flag and its issue. Under a name that nobody registered the flag waits for an administrator."""
    if report.submission:
        once.hold(f"flag:{report.submission}")
        if sent := Flag.objects.filter(submission=report.submission, person=person).first():
            return sent
    dataset = Dataset.objects.visible_to(person).named(report.dataset).first()
    accepted = accept(report, dataset, screenshot)
    flag = _drawn_up(person, report, dataset, accepted.category, at=now, is_demo=is_demo)
    if dataset is None:
        flag.save()
    else:
        looks.record(dataset=dataset, person=person, origin=Look.Origin.FLAG, now=now, is_demo=is_demo)
        _open_issue(flag, dataset, now=now)
        _want_evidence(flag, accepted.keys, now=now)
    if screenshot and accepted.picture:
        name, picture = screenshot.name, accepted.picture
        attachments.keep_drawn(picture=picture, name=name, person=person, now=now, flag=flag)
    return flag


def _drawn_up(
    person: Person, report: Report, dataset: Dataset | None, category: Category, *, at: datetime, is_demo: bool
) -> Flag:
    return Flag(
        kind=Flag.Kind.REPORT,
        dataset=dataset,
        dataset_name=report.dataset.strip(),
        person=person,
        viewpoint=person.viewpoint,
        category=category,
        target=report.target,
        column=report.column,
        metadata_field=report.metadata_field,
        sentence=report.sentence.strip(),
        rows_as_typed=report.rows.strip(),
        proposed_value=report.proposed_value.strip(),
        link=report.link.strip(),
        submission=report.submission,
        blocks_decision=report.blocks_decision,
        private=report.private,
        at=at,
        is_demo=is_demo,
    )


@transaction.atomic
def raise_earlier(*, dataset: Dataset, person: Person, report: Report, since: datetime, now: datetime) -> Flag:
    """What somebody wrote down on their list of a blind sweep, told when the sweep ends.

    It stands at the look of the day on which they saw it. Whether they may see the dataset was asked then.
    """
    accepted = accept(report, dataset)
    flag = _drawn_up(person, report, dataset, accepted.category, at=since, is_demo=dataset.is_demo)
    looks.record(dataset=dataset, person=person, origin=Look.Origin.SWEEP, now=now, at=since, is_demo=dataset.is_demo)
    _open_issue(flag, dataset, now=now, since=since)
    _want_evidence(flag, accepted.keys, now=now)
    return flag


def _open_issue(flag: Flag, dataset: Dataset, *, now: datetime, since: datetime | None = None) -> None:
    severity = Severity.MAJOR if flag.blocks_decision else Severity.MINOR
    about = About(flag.target, flag.column, flag.metadata_field)
    issue = issues.open_new(
        dataset=dataset,
        title=flag.sentence,
        category=flag.category,
        about=about,
        severity=severity,
        state=State.NEW,
        now=now,
        private=flag.private,
        is_demo=flag.is_demo,
        first=flag,
    )
    if since:
        issues.date_back(issue, since)
    flag.dataset, flag.issue, flag.episode = dataset, issue, issue.episode()
    flag.save()
    scoring.refresh(issue)
    issue.save(update_fields=["people", "viewpoints", "score"])
    event = events.record(
        verb="flagged",
        actor=flag.person,
        now=now,
        issue=issue,
        after=State.NEW,
        reason=flag.sentence,
        data={"flag": flag.pk, "at": flag.at.isoformat(), "episode": 1, **issues.as_opened(issue)},
    )
    notifications.tell(issue=issue, event=event, now=now)
    confidence_due.owe(dataset=dataset, now=now)


def _want_evidence(flag: Flag, keys: list[dict[str, Any]], *, now: datetime) -> None:
    if not keys:
        return
    evidence = Evidence.objects.create(flag=flag, keys=keys, at=now)
    jobs.enqueue(kind="evidence", subject=evidence.pk, key=f"evidence:{evidence.pk}", now=now)


@transaction.atomic
def same_here(*, person: Person, issue_id: int, now: datetime, sentence: str = "", is_demo: bool = False) -> Flag:
    """One person more meets a known issue: counted once per person and episode.

    A closed one opens again, unless it was explained or accepted: then the person is shown why.
    """
    issue = issues.lock_standing(issue_id)
    if issue.dataset.level_of(person) is None:
        raise NotAllowed("This issue is not yours to see.")
    looks.record(dataset=issue.dataset, person=person, origin=Look.Origin.FLAG, now=now, is_demo=is_demo)
    if issue.state == State.CLOSED and issue.resolution in REOPENED_BY_A_FLAG:
        issues.step(issue=issue, verb=BY_VERB["flag_again"].verb, actor=person, now=now, reason=sentence)
    said = list(issue.flags.filter(person=person, episode=issue.episode()))
    if said and not any(flag.kind == Flag.Kind.DISPUTE for flag in said):
        return said[0]
    return _say_same(issue, person, sentence=sentence, at=now, now=now, is_demo=is_demo)


@transaction.atomic
def same_earlier(*, issue_id: int, person: Person, report: Report, since: datetime, now: datetime) -> Flag:
    """ "Same here" from somebody's list of a blind sweep, told when the sweep ends; see `raise_earlier`.

    What was closed after they saw it stays closed.
    """
    issue = issues.lock_standing(issue_id)
    dataset, last = issue.dataset, issue.episode()
    looks.record(dataset=dataset, person=person, origin=Look.Origin.SWEEP, now=now, at=since, is_demo=dataset.is_demo)
    if issue.resolution in REOPENED_BY_A_FLAG and last.closed_at and last.closed_at < since:
        issues.step(issue=issue, verb=BY_VERB["flag_again"].verb, actor=person, now=now, reason=report.sentence)
        issues.date_back(issue, since)
        last = issue.episode()
    if said := issue.flags.filter(person=person, episode=last).exclude(kind=Flag.Kind.DISPUTE).first():
        return said
    at = max(since, last.opened_at)
    flag = _say_same(issue, person, sentence=report.sentence, at=at, now=now, is_demo=dataset.is_demo)
    flag.rows_as_typed = report.rows.strip()
    flag.save(update_fields=["rows_as_typed"])
    _want_evidence(flag, accept(report, dataset).keys, now=now)
    return flag


def _say_same(issue: Issue, person: Person, *, sentence: str, at: datetime, now: datetime, is_demo: bool) -> Flag:
    flag, _ = disputes.take_side(issue, person, Flag.Kind.SAME, sentence=sentence, now=at, is_demo=is_demo)
    scoring.refresh(issue)
    issue.save(update_fields=["people", "viewpoints", "score"])
    event = events.record(
        verb="same_here",
        actor=person,
        now=now,
        issue=issue,
        before=issue.state,
        after=issue.state,
        reason=flag.sentence,
        data={
            "flag": flag.pk,
            "at": flag.at.isoformat(),
            "episode": issue.episode().number,
            "opened_at": issue.opened_at.isoformat(),
        },
    )
    notifications.tell(issue=issue, event=event, now=now)
    if issue.snoozed_till_flag:
        snoozing.wake(issue, now=now)
    disputes.weigh(issue, now=now)
    return flag


def adopt(*, flag: Flag, dataset: Dataset, now: datetime) -> None:
    """A flag that waited under an unregistered name gets its dataset and its issue, inside the registration."""
    if flag.column and not dataset.columns.filter(name=flag.column).exists():
        flag.target, flag.column = Target.DATASET, ""
    _open_issue(flag, dataset, now=now)
    events.record(verb="adopted", now=now, issue=flag.issue, data={"flag": flag.pk})
