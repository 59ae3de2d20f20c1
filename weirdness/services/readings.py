"""What was known of a dataset at a moment, and the counts that its estimate is made from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, cast

from django.utils import timezone

from weirdness.confidence import STANDING, About, Prior, StateInputs
from weirdness.confidence import State as ComputedState
from weirdness.models import Era, Snapshot
from weirdness.services import finds
from weirdness.services.check_health import Health
from weirdness.services.era_looks import Looks, Use
from weirdness.services.finds import Seen


class Unsettled(NamedTuple):
    """Open issues, a check's own too: those of severity major, critical, and those that wait for triage."""

    major: int = 0
    critical: int = 0
    untriaged: int = 0


NONE_OPEN, NO_CHECKS = Unsettled(), Health()
GRADUATED = ("stable", "stale")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Of one dataset at `now`. `changed_at`: the last change that counts; `staffed`: viewpoints of active people.

    `last`: the snapshot before. `uses` and `found` are those of the era.
    """

    name: str
    tolerated_rate: float
    now: datetime
    era: Era
    uses: Iterable[Use]
    found: Iterable[Seen]
    changed_at: datetime | None = None
    unsettled: Unsettled = NONE_OPEN
    health: Health = NO_CHECKS
    staffed: Mapping[int, str] = field(default_factory=dict)
    last: Snapshot | None = None
    prior: Prior = STANDING

    def about(self) -> About:
        day = timezone.localdate(self.era.started_at)
        return About(name=self.name, era_began=f"{self.era.called} of {day:%-d %B %Y}")

    def inputs(self) -> StateInputs:
        """The counts of the era."""
        looks, positions = finds.placed(self.uses, self.found, since=self.era.started_at)
        viewpoints, judged = looks.by_viewpoint, self.judged()
        return StateInputs(
            looks=len(looks.uses),
            since=self._changed_since(looks),
            tolerated_rate=self.tolerated_rate,
            finds=positions,
            look_age_days=looks.ages(self.now),
            looks_by_person=tuple(looks.by_person.values()),
            looks_by_viewpoint=tuple(viewpoints.values()),
            viewpoints_missing=tuple(sorted(name for pk, name in self.staffed.items() if pk not in viewpoints)),
            open_major=self.unsettled.major,
            open_critical=self.unsettled.critical,
            # None was open when it graduated: that is one of the gates. So every open one is new.
            new_critical=self.unsettled.critical > 0,
            untriaged=self.unsettled.untriaged,
            failing_checks=self.health.failing,
            flapping_checks=self.health.flapping,
            previous=cast(ComputedState, judged.state) if judged else None,
            graduated_at=self._graduated_look(looks, judged),
            prior=self.prior,
        )

    def _changed_since(self, looks: Looks) -> int:
        """How many looks came before the last change that a run noticed in this era; 0 without one."""
        noticed = self.changed_at is not None and self.changed_at > self.era.started_at
        return looks.until(self.changed_at) if noticed and self.changed_at else 0

    def judged(self) -> Snapshot | None:
        """The last verdict; None where a stable one was given of a looser tier: it is judged afresh."""
        last = self.last
        if last and last.state in GRADUATED and last.inputs["tolerated_rate"] > self.tolerated_rate:
            return None
        return last

    def _graduated_look(self, looks: Looks, judged: Snapshot | None) -> int | None:
        """The position of the last look before it became stable; None unless that was in this era and still holds."""
        if judged is None or judged.graduated_at is None or judged.graduated_at < self.era.started_at:
            return None
        return looks.until(judged.graduated_at)
