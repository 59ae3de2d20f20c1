"""The stored order of the queue: computed from the flags under the issue's lock, whenever one of its parts changes."""

from django.db.models import Count, Q, QuerySet

from weirdness.models import Dataset, Flag, Issue
from weirdness.models.score import Score


def flags_of(issue: Issue) -> QuerySet[Flag]:
    """The flags of the episode under way, and those of the issues that were merged into this one."""
    own = Q(issue=issue, at__gte=issue.opened_at)
    return Flag.objects.filter(own | Q(issue__merged_root=issue, episode__closed_at__isnull=True))


def refresh(issue: Issue) -> None:
    """Sets people, viewpoints and score of a locked issue; the caller saves it."""
    crowd = flags_of(issue).exclude(kind=Flag.Kind.DISPUTE)
    counted = crowd.aggregate(people=Count("person", distinct=True), viewpoints=Count("viewpoint", distinct=True))
    issue.people, issue.viewpoints = counted["people"], counted["viewpoints"]
    issue.score = issue.parts.total


def reweigh(dataset: Dataset) -> None:
    """After a change of the dataset's tier: the order of its open issues, from the stored parts."""
    changed = list(Issue.objects.select_for_update(no_key=True).filter(dataset=dataset).open())
    for issue in changed:
        issue.score = Score(issue.severity, issue.people, issue.viewpoints, dataset.weight, issue.pressure).total
    Issue.objects.bulk_update(changed, ["score"], batch_size=500)
