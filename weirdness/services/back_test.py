"""How an expectation would have done over the history: from the kept profiles, and part by part."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weirdness.models import Dataset, Profile, Run
from weirdness.services.profile_judge import judge

LAST_PROFILES, LAST_PARTS = 30, 6


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
    found = []
    for each in Profile.objects.filter(dataset=dataset)[:LAST_PROFILES]:
        verdict = judge(expectation, each.document)
        found.append(Point(each.at, each.partition, verdict.passes, verdict.observed))
    return History(found)


def parts(dataset: Dataset) -> list[str]:
    """The last parts of the dataset that runs have read one by one, by name; none for a dataset in one piece."""
    read = Run.objects.filter(dataset=dataset).exclude(partition="").values_list("partition", flat=True)
    kept = Profile.objects.filter(dataset=dataset).exclude(partition="").values_list("partition", flat=True)
    return sorted({*read, *kept}, reverse=True)[:LAST_PARTS]
