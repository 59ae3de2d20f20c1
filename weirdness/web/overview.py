"""Datasets as lists show them: with their open issues counted and the newest sentence about their state."""

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery

from weirdness.models import Dataset, Issue, Person, Snapshot
from weirdness.models.dataset import DatasetQuerySet
from weirdness.models.issue_words import Severity
from weirdness.web import counting


def datasets(person: Person, most: int, *, after: str = "") -> list[Dataset]:
    """What this person may see, by key, from the first one beyond `after`; each told as `_told` says."""
    return _told(Dataset.objects.visible_to(person).filter(key__gt=after), person, "key", most=most)


def mine_first(person: Person, most: int) -> list[Dataset]:
    """The same, those before the others that are this person's or their teams'."""
    return _told(Dataset.objects.visible_to(person), person, "-is_mine", "key", most=most)


def mine(person: Person, most: int) -> list[Dataset]:
    """Those alone."""
    return _told(Dataset.objects.visible_to(person).filter(_theirs(person)), person, "key", most=most)


def _theirs(person: Person) -> Q:
    teams = person.of_teams()
    return Q(owner=person) | Q(steward=person) | Q(owner_team__in=teams) | Q(triage_team__in=teams)


def _told(seen: DatasetQuerySet, person: Person, *order: str, most: int) -> list[Dataset]:
    """Each with `open_count` and `critical_count` (capped), `open_said`, `latest` (a snapshot or None), `is_mine`."""
    issues = Issue.objects.open().filter(dataset=OuterRef("pk"))
    newest = Snapshot.objects.filter(dataset=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    is_mine = ExpressionWrapper(_theirs(person), output_field=BooleanField())
    # Which they are first: joined with their people, all that somebody may see would be sorted.
    shown = seen.annotate(is_mine=is_mine).order_by(*order)[:most]
    found = list(
        Dataset.objects.filter(pk__in=shown.values("pk"))
        .select_related("owner", "owner_team")
        .annotate(
            open_count=counting.beside(issues),
            critical_count=counting.beside(issues.filter(severity=Severity.CRITICAL)),
            newest=Subquery(newest),
            is_mine=is_mine,
        )
        .order_by(*order)
    )
    snapshots = Snapshot.objects.in_bulk([each.newest for each in found if each.newest])
    for dataset in found:
        dataset.latest = snapshots.get(dataset.newest)
        dataset.open_said = counting.said(dataset.open_count)
    return found
