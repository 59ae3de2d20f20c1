"""The looks of an era in their order. Two accounts of one person are one person; what lies ahead is not counted yet."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Self

from django.db import connection

DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Use:
    """One person's use on one day. `look`: the row's number; 0 for a find's own day that has no row in this era."""

    day: date
    at: datetime
    look: int
    person: int
    viewpoint: int


@dataclass(frozen=True)
class Looks:
    """Uses in order, one per person and day; `positions` from 1, by (person, day)."""

    uses: tuple[Use, ...] = ()
    positions: Mapping[tuple[int, date], int] = field(default_factory=dict)

    @classmethod
    def of(cls, uses: Iterable[Use]) -> Self:
        """Of several uses of a person on one day the first counts."""
        first: dict[tuple[int, date], Use] = {}
        for use in sorted(uses):
            first.setdefault((use.person, use.day), use)
        return cls(tuple(first.values()), {who: place for place, who in enumerate(first, start=1)})

    def until(self, moment: datetime) -> int:
        """How many there were at a moment: its position among the looks."""
        return sum(use.at <= moment for use in self.uses)

    def ages(self, now: datetime) -> tuple[float, ...]:
        return tuple((now - use.at) / DAY for use in self.uses)

    @property
    def by_person(self) -> Counter[int]:
        return Counter(use.person for use in self.uses)

    @property
    def by_viewpoint(self) -> Counter[int]:
        return Counter(use.viewpoint for use in self.uses)


OF_ERAS = """SELECT era.dataset, look.day, look.at, look.id, look.person_id, look.viewpoint_id
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS era (dataset, start)
    JOIN weirdness_look AS look ON look.dataset_id = era.dataset AND look.at >= era.start
    WHERE look.at <= %s AND look.withdrawn_at IS NULL"""


def of_eras(starts: Mapping[int, datetime], persons: Mapping[int, int], now: datetime) -> dict[int, list[Use]]:
    """The uses since the start of each dataset's era, in one query. `persons`: merged account → whose it is."""
    found: dict[int, list[Use]] = {dataset: [] for dataset in starts}
    with connection.cursor() as cursor:
        cursor.execute(OF_ERAS, [list(starts), list(starts.values()), now])
        for dataset, day, at, look, person, viewpoint in cursor.fetchall():
            found[dataset].append(Use(day, at, look, persons.get(person, person), viewpoint))
    return found
