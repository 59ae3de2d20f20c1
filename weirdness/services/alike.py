"""Rows that look like the reported ones: somebody who triages confirms them, and they become evidence, too."""

from datetime import datetime
from typing import Any

from django.db import transaction

from weirdness.models import Evidence, Flag, Person
from weirdness.services import events, flags, issues, jobs, promotions
from weirdness.services.errors import NotAllowed, Refused

MOST = 200  # rows of one flag


@transaction.atomic
def confirm(*, issue_id: int, keys: list[dict[str, Any]], actor: Person, now: datetime) -> Flag:
    """The rows are of the same weirdness: the person says “same here” with them, and they are copied as evidence."""
    issue = issues.lock(issue_id)
    if not promotions.may_promote(issue, actor):
        raise NotAllowed(f"Confirming rows of issue #{issue.pk} is for those who triage {issue.dataset.key}.")
    flag = flags.same_here(person=actor, issue_id=issue.pk, now=now)
    evidence = Evidence.objects.select_for_update(of=("self",)).filter(flag=flag).first()
    evidence = evidence or Evidence(flag=flag, keys=[], at=now)
    new = [each for at, each in enumerate(keys) if each not in evidence.keys and each not in keys[:at]]
    if not new:
        raise Refused(row="Tick the rows that are the same; those that you ticked before are evidence already.")
    if len(evidence.keys) + len(new) > MOST:
        raise Refused(row=f"A flag holds {MOST} rows at most. These are enough to learn from.")
    if evidence.keys and evidence.state != Evidence.State.WANTED:
        evidence.fresh = [*evidence.fresh, *new]
    evidence.keys, evidence.state = [*evidence.keys, *new], Evidence.State.WANTED
    evidence.save()
    jobs.enqueue(kind="evidence", subject=evidence.pk, key=f"evidence:{evidence.pk}", now=now)
    events.record(
        verb="rows_confirmed",
        actor=actor,
        now=now,
        issue=issue,
        after="1 row" if len(new) == 1 else f"{len(new)} rows",
        data={"flag": flag.pk, "rows": len(new)},
    )
    return flag
