"""Issues that may be the same weirdness as one at hand: offered in an order, never joined in silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from weirdness.models import Evidence, Flag, Issue, Person
from weirdness.models.issue import IssueQuerySet
from weirdness.services.merging import STAYS_CLOSED, flags_here

KEYS = 10  # of the reported rows that are compared


@dataclass(frozen=True)
class Near:
    """An issue that may be the same, and why it is offered."""

    issue: Issue
    because: str


def near_issue(issue: Issue, person: Person, most: int = 3) -> list[Near]:
    """Up to `most` issues that it could be merged into, the likeliest first."""
    found: dict[int, Near] = {}
    for because, issues in _nearest(issue, _mergeable(issue, person)):
        for each in issues.exclude(pk__in=found).by_score().select_related("dataset", "category")[: most - len(found)]:
            found[each.pk] = Near(each, because)
        if len(found) == most:
            break
    return list(found.values())


def _mergeable(issue: Issue, person: Person) -> IssueQuerySet:
    """What merging would accept: of the same dataset, as private as this one, open or closed for good."""
    near = Issue.objects.visible_to(person).about(issue.dataset).exclude(pk=issue.pk)
    stands = Issue.objects.open() | Issue.objects.filter(resolution__in=STAYS_CLOSED)
    return near.filter(private=issue.private, pk__in=stands.filter(dataset=issue.dataset).values("pk"))


def _nearest(issue: Issue, near: IssueQuerySet) -> Iterator[tuple[str, IssueQuerySet]]:
    if keys := _keys(issue):
        same = reduce(or_, (Q(keys__contains=[key]) for key in keys))
        named = Evidence.objects.filter(same, flag__dataset=issue.dataset_id)
        yield "the same rows", near.filter(pk__in=named.values("flag__issue"))
    about = near.filter(target=issue.target, column=issue.column, metadata_field=issue.metadata_field)
    where = "column" if issue.column else "description" if issue.metadata_field else "dataset"
    yield f"the same {where} and kind", about.filter(category=issue.category_id)
    if issue.column:
        yield "the same column", near.filter(column=issue.column)


def _keys(issue: Issue) -> list[dict[str, str]]:
    named = Evidence.objects.filter(flag__in=Flag.objects.filter(flags_here(issue)).values("pk"))
    return [key for keys in named.values_list("keys", flat=True)[:KEYS] for key in keys][:KEYS]
