"""Datasets as lists show them: with their open issues counted and the newest sentence about their state."""

from django.db.models import Count, Q

from weirdness.models import Dataset, Person, Snapshot
from weirdness.models.moves import OPEN


def datasets(person: Person, most: int) -> list[Dataset]:
    """What this person may see, each with `open_count`, `critical_count`, `latest` (a snapshot or None), `is_mine`."""
    is_open = Q(issues__state__in=OPEN)
    found = list(
        Dataset.objects.visible_to(person)
        .select_related("owner", "owner_team", "triage_team", "steward")
        .annotate(
            open_count=Count("issues", filter=is_open),
            critical_count=Count("issues", filter=is_open & Q(issues__severity=9)),
        )
        .order_by("key")[:most]
    )
    teams = set(person.teams.values_list("pk", flat=True))
    newest = _newest(found)
    for dataset in found:
        dataset.latest = newest.get(dataset.pk)
        by_person = person.pk in (dataset.owner_id, dataset.steward_id)
        dataset.is_mine = by_person or bool(teams & {dataset.owner_team_id, dataset.triage_team_id})
    return found


def _newest(found: list[Dataset]) -> dict[int, Snapshot]:
    snapshots = Snapshot.objects.filter(dataset__in=found).order_by("dataset_id", "-at", "-pk")
    return {each.dataset_id: each for each in snapshots.distinct("dataset_id")}
