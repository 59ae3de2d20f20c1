"""The stored order of the queue: computed from the flags under the issue's lock, whenever one of its parts changes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from weirdness.models import Dataset, Flag, Issue
from weirdness.models.score import Score


def flags_of(issue: Issue) -> QuerySet[Flag]:
    """The flags of the episode under way, and those of the issues that were merged into it, which stay open."""
    own = Q(issue=issue, at__gte=issue.opened_at)
    family = gathered([issue.pk]).get(issue.pk, [])
    merged = [number for number, since in family if since >= issue.opened_at]
    return Flag.objects.filter(own | Q(issue__in=merged, at__gte=F("issue__opened_at")) if merged else own)


def gathered(standing: Iterable[int]) -> dict[int, list[tuple[int, datetime]]]:
    """Per issue that stands for others: those, and since when they are merged into it, directly or with another."""
    rows = Issue.objects.filter(merged_root__in=standing).values_list("pk", "merged_into", "merged_root", "state_since")
    family = {pk: (into, root, since) for pk, into, root, since in rows if into and root}
    found: dict[int, list[tuple[int, datetime]]] = {}
    for number, (into, root, since) in family.items():
        while into != root:
            into, root, since = family[into]
        found.setdefault(root, []).append((number, since))
    return found


def refresh(issue: Issue) -> None:
    """Sets people, viewpoints and score of a locked issue; the caller saves it."""
    crowd = flags_of(issue).exclude(kind=Flag.Kind.DISPUTE)
    counted = crowd.aggregate(people=Count("person", distinct=True), viewpoints=Count("viewpoint", distinct=True))
    issue.people, issue.viewpoints = counted["people"], counted["viewpoints"]
    issue.score = issue.parts.total


PARTS = ("severity", "people", "viewpoints", "pressure")
SCORES = """UPDATE weirdness_issue AS issue SET score = counted.score
    FROM unnest(%s::bigint[], %s::float8[]) AS counted (id, score) WHERE issue.id = counted.id"""


def reweigh(dataset: Dataset) -> None:
    """After a change of the dataset's tier: the order of its open issues, from the stored parts, in one statement."""
    issues = Issue.objects.select_for_update(no_key=True).filter(dataset=dataset).open().order_by("pk")
    scores = {
        number: Score(severity, people, viewpoints, dataset.weight, pressure).total
        for number, severity, people, viewpoints, pressure in issues.values_list("pk", *PARTS)
    }
    with connection.cursor() as cursor:
        cursor.execute(SCORES, [list(scores), list(scores.values())])
