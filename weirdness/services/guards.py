"""Guarded: a live expectation would notice the return of an issue. Kept true whenever a suite changes."""

from datetime import datetime

import checks
from weirdness.models import Dataset, GroupingKey, Issue, Person, Suite
from weirdness.models.moves import State
from weirdness.services import events
from weirdness.services.suite_parts import stage_of

TELLING = (Suite.Stage.LIVE, Suite.Stage.REVIEW)


def live_keys(dataset: Dataset) -> set[str]:
    """Grouping keys of the expectations whose failures are told."""
    return {
        checks.identity(each)
        for suite in Suite.objects.filter(dataset=dataset, stage__in=TELLING)
        for each in suite.expectations
        if stage_of(each) != "shadow"
    }


def settle(*, dataset: Dataset, now: datetime, actor: Person | None = None) -> None:
    """Brings `guarded` of the dataset's issues in line with its suites; each change is an event."""
    live = live_keys(dataset)
    keyed = list(GroupingKey.objects.filter(dataset=dataset).values_list("issue_id", "key"))
    watched = {issue for issue, key in keyed if key in live}
    unlike = Issue.objects.filter(pk__in=watched, guarded=False)
    # A merged issue keeps what it was for when it is taken apart again; its keys are with the one that stands for it.
    standing = Issue.objects.filter(dataset=dataset, guarded=True).exclude(state=State.MERGED)
    unlike |= standing.exclude(pk__in=watched)
    for issue in unlike.select_related("dataset").order_by("pk"):
        issue.guarded = issue.pk in watched
        issue.save(update_fields=["guarded"])
        events.record(verb="guarded" if issue.guarded else "unguarded", actor=actor, now=now, issue=issue)
