"""The finds of an era: issues that a person, and not a check, met first. What was merged is one find, once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db.models import F, QuerySet
from django.utils import timezone

from weirdness.models import Dataset, Episode, Era, Flag, Issue
from weirdness.models.issue_words import Resolution
from weirdness.models.moves import State
from weirdness.services import scoring

NO_FINDS = [Resolution.EXPLAINED, Resolution.NOT_REPRODUCIBLE, Resolution.OUT_OF_SCOPE]


@dataclass(frozen=True, order=True)
class Seen:
    """One flag. person: None for a check's."""

    at: datetime
    flag: int
    person: int | None


def places(dataset: Dataset, era: Era, positions: dict[tuple[int, date], int]) -> tuple[int, ...]:
    """Look positions of the first flags of the era's finds; `positions` by (person, day)."""
    first: dict[int, Seen] = {}
    for episode, seen in chain(_own(dataset, era), _merged_in(dataset, era)):
        first[episode] = min(first.get(episode, seen), seen)
    found = (positions.get((seen.person, timezone.localdate(seen.at))) for seen in first.values() if seen.person)
    return tuple(sorted(place for place in found if place))


def _episodes(dataset: Dataset, era: Era) -> QuerySet[Episode]:
    standing = Episode.objects.filter(issue__dataset=dataset, opened_at__gte=era.started_at)
    return standing.exclude(resolution__in=NO_FINDS).exclude(issue__state=State.MERGED)


def _own(dataset: Dataset, era: Era) -> Iterator[tuple[int, Seen]]:
    flags = Flag.objects.filter(episode__in=_episodes(dataset, era)).exclude(kind=Flag.Kind.DISPUTE)
    for episode, at, pk, person in flags.values_list("episode", "at", "pk", "person"):
        yield episode, Seen(at, pk, person)


def _merged_in(dataset: Dataset, era: Era) -> Iterator[tuple[int, Seen]]:
    """Flags of merged issues, as of the episode into which they were merged."""
    into: dict[int, int] = {}
    family = scoring.gathered(Issue.objects.filter(dataset=dataset, family__isnull=False).values_list("pk", flat=True))
    for episode in _episodes(dataset, era).filter(issue__in=family).order_by("number"):
        into |= {number: episode.pk for number, since in family[episode.issue_id] if episode.opened_at <= since}
    flags = Flag.objects.filter(issue__in=into, at__gte=F("issue__opened_at")).exclude(kind=Flag.Kind.DISPUTE)
    for issue, at, pk, person in flags.values_list("issue", "at", "pk", "person"):
        yield into[issue], Seen(at, pk, person)
