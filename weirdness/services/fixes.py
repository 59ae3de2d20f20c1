"""After a claimed fix the data are asked at once, not at the end of the next night."""

from datetime import datetime

import checks
from weirdness.models import Issue, Person, Run, Suite
from weirdness.services import runs


def owe_runs(*, issue: Issue, actor: Person, now: datetime) -> list[Run]:
    """Asks for a run of each suite that guards the issue: one of its expectations has the issue's grouping key."""
    keys = set(issue.grouping_keys.values_list("key", flat=True))
    watching = Suite.objects.filter(dataset=issue.dataset).exclude(stage=Suite.Stage.DRAFT).select_related("dataset")
    return [
        runs.request(
            suite=suite,
            now=now,
            trigger=Run.Trigger.FIX,
            actor=actor,
            key=f"fix:{issue.pk}:{issue.version}:{suite.pk}",
        )
        for suite in watching
        if keys & {checks.identity(each) for each in suite.expectations}
    ]
