"""Splitting one flag off into an issue of its own: two things had been taken for one."""

from datetime import datetime

from django.db import transaction

from weirdness.models import Flag, Issue, Person
from weirdness.models.issue_words import Severity
from weirdness.models.moves import OPEN, State
from weirdness.services import confidence_due, deciding, earlier, events, issues, notifications
from weirdness.services.errors import Conflict, NotAllowed, Refused
from weirdness.services.issues import About

MOVABLE = (Flag.Kind.REPORT, Flag.Kind.SAME, Flag.Kind.QUESTION)


@transaction.atomic
def split(*, flag_id: int, actor: Person, now: datetime, sentence: str = "", version: int | None = None) -> Issue:
    """The new issue. The flag goes with its rows, evidence and pictures; `sentence` is the title where it says little.

    A flag of a merged issue leaves that one; the issue that stands for both is counted anew.
    """
    number = Flag.objects.values_list("issue", flat=True).get(pk=flag_id)
    if number is None:
        raise Refused(flag="This flag waits for its dataset to be registered; until then it has no issue.")
    standing = issues.lock_standing(number)
    issue = standing if standing.pk == number else issues.lock(number)
    flag = Flag.objects.select_related("episode", "category", "person").get(pk=flag_id)
    _may(flag, issue, actor, version)
    was, kind = earlier.remember(issue), flag.kind
    new = _own_issue(flag, issue, _title(flag, sentence), now)
    split_off = {"flag": flag.pk, "issue": new.pk, "kind": kind, "was": was, "standing": standing.pk}
    issues.touch(issue, now)
    if standing.pk != issue.pk:
        issues.touch(standing, now)
    events.record(
        verb="split",
        actor=actor,
        now=now,
        issue=issue,
        after=f"#{new.pk}",
        data=split_off | {"version": issue.version, "version_of_new": new.version},
    )
    _tell(new, issue, flag, actor, now)
    return new


def _may(flag: Flag, issue: Issue, actor: Person, version: int | None) -> None:
    if "triager" not in issue.roles_of(actor):
        raise NotAllowed(f"A flag of issue #{issue.pk} is split off by those who triage it.")
    deciding.unchanged(issue, version)
    if flag.issue_id != issue.pk:
        raise Conflict(f"This flag is on issue #{flag.issue_id} now. {deciding.latest(issue)}")
    if issue.state not in (*OPEN, State.MERGED):
        raise Conflict(f"Issue #{issue.pk} is closed. Reopen it before you split it. {deciding.latest(issue)}")
    if flag.episode_id != issue.episode().pk:
        raise Refused(flag="This flag is of an earlier time, which is closed. Split off one of now.")
    if flag.kind not in MOVABLE:
        raise Refused(flag="Only what a person flagged can be split off, not what a check found or somebody disputed.")
    beside = Flag.objects.filter(episode=flag.episode_id).exclude(pk=flag.pk)
    if not beside.exclude(kind=Flag.Kind.DISPUTE).exists():
        raise Refused(flag=f"This is the only flag of issue #{issue.pk}: there is nothing to split it from.")


def _title(flag: Flag, sentence: str) -> str:
    said = sentence.strip() or flag.sentence.strip()
    if not said:
        raise Refused(sentence="This flag says only “same here”. Say in a sentence what it is about.")
    return said


def _own_issue(flag: Flag, issue: Issue, title: str, now: datetime) -> Issue:
    new = issues.open_new(
        dataset=issue.dataset,
        title=title,
        category=flag.category,
        about=About(flag.target, flag.column, flag.metadata_field),
        severity=Severity.MAJOR if flag.blocks_decision else Severity.MINOR,
        state=State.NEW,
        now=now,
        since=flag.at,
        first=flag,
        private=issue.private or flag.private,
        is_demo=flag.is_demo,
    )
    flag.issue, flag.episode, flag.kind = new, new.episode(), Flag.Kind.REPORT
    flag.save(update_fields=["issue", "episode", "kind"])
    issues.touch(new, now)
    return new


def _tell(new: Issue, issue: Issue, flag: Flag, actor: Person, now: datetime) -> None:
    event = events.record(
        verb="split_off",
        actor=actor,
        now=now,
        issue=new,
        before=f"#{issue.pk}",
        after=f"#{new.pk}",
        reason=flag.sentence,
        data={"flag": flag.pk, "issue": issue.pk, **issues.as_opened(new)},
    )
    notifications.tell(issue=new, event=event, now=now, wait=notifications.UNDO)
    confidence_due.owe(dataset=new.dataset, now=now)


def take_back(issue: Issue, data: dict[str, int | str], now: datetime) -> None:
    """Undoes a split: the flag is where it was, and the number that it had in between leads there, as if merged."""
    new = issues.lock(int(data["issue"]))
    flag = Flag.objects.get(pk=data["flag"])
    if new.version != data["version_of_new"] or new.flags.exclude(pk=flag.pk).exists():
        raise Conflict(f"Issue #{new.pk} went on meanwhile. {deciding.latest(new)} Merge it, if it is the same.")
    flag.issue, flag.episode, flag.kind = issue, issue.episode(), str(data["kind"])
    flag.save(update_fields=["issue", "episode", "kind"])
    new.state, new.state_since = State.MERGED, now
    new.merged_into, new.merged_root = issue, issue.merged_root or issue
    issues.touch(new, now)
