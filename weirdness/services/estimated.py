"""One estimate that was just made, with what it was made from: for what follows from it."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from weirdness.confidence import StateInputs
from weirdness.models import Dataset, Snapshot
from weirdness.services.readings import Reading

DAY = timedelta(days=1)
SAME, MOMENT = 1e-6, 1e-9  # days: ages are kept as decimals, and two of the same look differ in the last digits


@dataclass(frozen=True)
class Estimated:
    dataset: Dataset
    reading: Reading
    inputs: StateInputs
    snapshot: Snapshot

    @property
    def era(self) -> int:
        return int(self.reading.era.pk)

    @cached_property
    def known_before(self) -> bool:
        """Whether all looks and finds that the estimate before was made from are there as they were, and the first."""
        last, inputs = self.reading.last, self.inputs
        if last is None or last.inputs["look_age_days"] is None or last.inputs["looks"] > inputs.looks:
            return False
        since = (self.reading.now - last.at) / DAY
        moved = any(
            abs(old + since - new) > SAME for old, new in zip(last.inputs["look_age_days"], self._ages, strict=False)
        )
        return not moved and list(last.inputs["finds"]) == [n for n in inputs.finds if n <= last.inputs["looks"]]

    @property
    def is_news(self) -> bool:
        """Whether anything else than time went by since the estimate before."""
        last = self.reading.last
        return last is None or not self.known_before or last.inputs["looks"] != self.inputs.looks

    def looks_until(self, moment: datetime) -> int:
        """How many looks of the era there were at a moment."""
        return bisect_right(self._moments, MOMENT - (self.reading.now - moment) / DAY)

    @property
    def _ages(self) -> tuple[float, ...]:
        return self.inputs.look_age_days or ()

    @cached_property
    def _moments(self) -> list[float]:
        return sorted(-age for age in self._ages)
