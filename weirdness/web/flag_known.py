"""What is already known about the thing that somebody is about to flag: offered, never joined in silence."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from weirdness.models import Dataset, Issue, Person
from weirdness.models.issue_words import Resolution
from weirdness.services import rows
from weirdness.services.errors import Refused
from weirdness.web.flag_draft import Draft

MOST, ROWS = 3, 10


def known(person: Person, dataset: Dataset, draft: Draft) -> list[Issue]:
    """Up to three: the same rows first, then the same column and category, then the same category.

    Each with `because` (why it is shown), `last` (its last episode) and `mine` (this person flagged it already).
    """
    found: dict[int, Issue] = {}
    for because, issues in _nearest(person, dataset, draft):
        for issue in issues.exclude(pk__in=found).order_by("-changed_at")[: MOST - len(found)]:
            issue.because = because
            found[issue.pk] = issue
        if len(found) == MOST:
            break
    for issue in found.values():
        issue.last = issue.episode()
        issue.mine = issue.flags.filter(person=person, episode=issue.last).exists()
        issue.settled = issue.resolution in (Resolution.EXPLAINED, Resolution.ACCEPTED)
    return list(found.values())


def _nearest(person: Person, dataset: Dataset, draft: Draft) -> Iterator[tuple[str, QuerySet[Issue]]]:
    issues = Issue.objects.visible_to(person).known().about(dataset).select_related("dataset", "category")
    if keys := _keys(dataset, draft):
        same = reduce(or_, (Q(flags__evidence__keys__contains=[key]) for key in keys))
        yield "The same rows", issues.filter(pk__in=Issue.objects.filter(same, dataset=dataset).values("pk"))
    if draft.category and draft.column:
        alike = Issue.objects.about(dataset, column=draft.column, category=draft.category)
        yield "The same column and kind", issues.filter(pk__in=alike.values("pk"))
    elif draft.category:
        yield "The same kind", issues.filter(category__slug=draft.category)
    elif draft.column:
        yield "The same column", issues.filter(column=draft.column)


def _keys(dataset: Dataset, draft: Draft) -> list[dict[str, str]]:
    """Rows that can't be read yet look like nothing; the sentence about them comes when the form is sent."""
    try:
        return rows.read(draft.rows, dataset.key_columns)[:ROWS]
    except Refused:
        return []
