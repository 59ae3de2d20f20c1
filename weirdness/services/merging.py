"""One weirdness, told twice: merging points at the issue that stands for both, and taking apart undoes exactly that.

No flag, episode or comment moves. A merged issue keeps its own and is counted where it was merged to
(`Issue.merged_root`); only the grouping keys are pointed elsewhere, each remembering whose it is.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from weirdness.models import Flag, GroupingKey, Issue, Person
from weirdness.models.issue_words import Resolution
from weirdness.models.moves import State
from weirdness.services import deciding, earlier, events, guards, issues, notifications
from weirdness.services.errors import Refused

STAYS_CLOSED = (Resolution.EXPLAINED, Resolution.ACCEPTED)


@transaction.atomic
def merge(
    *, issue_id: int, actor: Person, now: datetime, into: int | None, version: int | None = None, reason: str = ""
) -> Issue:
    """The issue is the same as #into, which stands for both from now on."""
    deciding.guard(Issue.objects.select_related("dataset").get(pk=issue_id), "merge", actor, version)
    target_id = _standing_for(issue_id, into, actor)
    locked = issues.lock_all(issue_id, target_id)
    issue, target = locked[issue_id], locked[target_id]
    deciding.guard(issue, "merge", actor, version)
    fits(issue, target, actor)
    was = earlier.remember(issue)
    family = point(issue, target, target)
    issues.step(
        issue=issue,
        verb="merge",
        actor=actor,
        now=now,
        reason=reason,
        after=f"#{target.pk}",
        wait=notifications.UNDO,
        data={"into": target.pk, "family": family},
        was=was,
    )
    _count_again(target, actor=actor, now=now, verb="gathered", other=issue)
    guards.settle(dataset=issue.dataset, now=now)
    return issue


@transaction.atomic
def unmerge(*, issue_id: int, actor: Person, now: datetime, version: int | None = None, reason: str = "") -> Issue:
    """Takes it apart again: its own flags, keys and whatever had been merged into it before are its own again."""
    root_id = Issue.objects.values_list("merged_root", flat=True).get(pk=issue_id)
    locked = issues.lock_all(issue_id, root_id or issue_id)
    issue, root = locked[issue_id], locked[root_id or issue_id]
    deciding.guard(issue, "unmerge", actor, version)
    was = earlier.remember(issue)
    release(issue)
    if not Flag.objects.filter(flags_here(issue)).exists():
        raise Refused(reason=f"Nothing is left in #{issue.pk}: its flag went back to #{root.pk}.")
    issue.judged_at = None
    issues.step(
        issue=issue,
        verb="unmerge",
        actor=actor,
        now=now,
        reason=reason,
        wait=notifications.UNDO,
        data={"from": root.pk},
        was=was,
    )
    _count_again(root, actor=actor, now=now, verb="ungathered", other=issue)
    guards.settle(dataset=issue.dataset, now=now)
    return issue


def point(issue: Issue, parent: Issue, root: Issue) -> list[int]:
    """Merges the rows: #issue into its parent, counted at the root with all that it stood for. The caller saves it."""
    below = _below(issue)
    issue.merged_into, issue.merged_root = parent, root
    Issue.objects.filter(pk__in=below).update(merged_root=root)
    GroupingKey.objects.filter(own_issue__in=[issue.pk, *below]).update(issue=root)
    return [issue.pk, *below]


def release(issue: Issue) -> None:
    """The exact opposite of `point`."""
    below = _below(issue)
    issue.merged_into = issue.merged_root = None
    Issue.objects.filter(pk__in=below).update(merged_root=issue)
    GroupingKey.objects.filter(own_issue__in=[issue.pk, *below]).update(issue=issue)


def _standing_for(issue_id: int, into: int | None, actor: Person) -> int:
    """The issue that stands for #into: itself, or what it was merged into."""
    found = Issue.objects.visible_to(actor).filter(pk=into or 0).first()
    if found is None:
        raise Refused(into="Which issue is it the same as? Choose one of those offered, or type its number.")
    standing = found.merged_root_id or found.pk
    if standing == issue_id:
        raise Refused(into=f"#{into} is this very issue, or was merged into it. Choose another.")
    return int(standing)


def fits(issue: Issue, target: Issue, actor: Person) -> None:
    """Whether the two may become one, in words where not."""
    if target.dataset_id != issue.dataset_id:
        raise Refused(into=f"#{target.pk} is about {target.dataset.key}. Only issues of one dataset can be the same.")
    if "triager" not in target.roles_of(actor):
        raise Refused(into=f"#{target.pk} is judged by others: ask them to merge, or choose another.")
    if target.private != issue.private:
        raise Refused(into=f"One of #{issue.pk} and #{target.pk} is private: merging would show it to more people.")
    if target.state == State.MERGED:
        raise Refused(into=f"#{target.pk} was merged itself a moment ago. Look at it again.")
    if target.state == State.CLOSED and target.resolution not in STAYS_CLOSED:
        raise Refused(into=f"#{target.pk} is closed. Reopen it first, or merge the other way round.")


def _count_again(standing: Issue, *, actor: Person, now: datetime, verb: str, other: Issue) -> None:
    issues.touch(standing, now)
    events.record(verb=verb, actor=actor, now=now, issue=standing, after=f"#{other.pk}", data={"issue": other.pk})


def _below(issue: Issue) -> list[int]:
    """Whatever was merged into this issue before, at any depth."""
    found: list[int] = []
    layer = [issue.pk]
    while layer:
        layer = list(Issue.objects.filter(merged_into__in=layer).values_list("pk", flat=True))
        found += layer
    return found


def flags_here(issue: Issue) -> Q:
    """The condition for the flags that an issue shows: its own, and those of what was merged into it."""
    family = Issue.objects.filter(Q(pk=issue.pk) | Q(merged_root=issue))
    return Q(issue__in=family.values("pk"))  # a subquery: an OR over a join would read every flag
