"""How an expectation would have done over the history, as far as the kept profiles say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weirdness.models import Dataset, Profile
from weirdness.services.profile_judge import judge

LAST_PROFILES = 30


@dataclass(frozen=True)
class Point:
    """One kept profile: `passes` is None when it does not say."""

    at: datetime
    partition: str
    passes: bool | None
    observed: str


@dataclass(frozen=True)
class History:
    """The newest first. `told` of the points say whether it would have fired, `fired` of them that it would."""

    points: list[Point]

    @property
    def told(self) -> int:
        return sum(each.passes is not None for each in self.points)

    @property
    def fired(self) -> int:
        return sum(each.passes is False for each in self.points)


def over_profiles(dataset: Dataset, expectation: dict[str, Any]) -> History:
    """Judged from what was kept of the last thirty runs; the data are not read."""
    return over(last_profiles(dataset), expectation)


def last_profiles(dataset: Dataset) -> list[Profile]:
    return list(Profile.objects.filter(dataset=dataset)[:LAST_PROFILES])


def over(profiles: list[Profile], expectation: dict[str, Any]) -> History:
    """The same over profiles that are at hand, for many expectations."""
    found = []
    for each in profiles:
        verdict = judge(expectation, each.document)
        found.append(Point(each.at, each.partition, verdict.passes, verdict.observed))
    return History(found)
