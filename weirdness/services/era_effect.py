"""What an announcement would do, told before it is made. Nothing is estimated: the looks are counted."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from weirdness.models import Dataset, Era, Look
from weirdness.models.issue_words import Severity
from weirdness.services import routing

HANDED_OVER = (Dataset.State.STABLE, Dataset.State.STALE)


@dataclass(frozen=True)
class Effect:
    """`stops`, `stays`: looks of the present era before and after its start; `issues`: that would change hands.

    `later`: a later era holds already, so that nothing that counts today moves.
    """

    starts: datetime
    ahead: bool
    stops: int
    stays: int
    state: str
    issues: int
    later: Era | None

    def sentences(self) -> list[str]:
        if self.later is not None:
            since = timezone.localdate(self.later.started_at)
            return [f"Uses are counted since {since:%-d %B %Y} already ({self.later.reason}). Nothing changes today."]
        return [self._counts(), self._state(), *self._issues()]

    def _counts(self) -> str:
        if self.ahead:
            day = timezone.localdate(self.starts)
            return f"Until {day:%-d %B %Y} everything stays as it is; {_uses(self.stops)} of today's count stop then."
        kept = f" {_uses(self.stays)} since then go on counting." if self.stays else ""
        return (
            f"{_uses(self.stops)} {'stops' if self.stops == 1 else 'stop'} counting, and what was found in them.{kept}"
        )

    def _state(self) -> str:
        then = "then " if self.ahead else ""
        if self.state in HANDED_OVER:
            return f"The dataset {then}goes back to learning and must prove itself again."
        if self.state == Dataset.State.RELAPSED:
            return "The dataset stays relapsed until it has proved itself again."
        return "The dataset stays learning." if not self.ahead else "The dataset is then learning."

    def _issues(self) -> list[str]:
        if not self.issues:
            return []
        issues = "1 open issue goes" if self.issues == 1 else f"{self.issues:,} open issues go"
        return [f"{issues} to the data scientists: nobody has judged {'it' if self.issues == 1 else 'them'} yet."]


def effect(*, dataset: Dataset, starts: datetime, now: datetime) -> Effect:
    present = Era.objects.filter(dataset=dataset).at(now)
    looks = Look.objects.counted().filter(dataset=dataset, at__gte=present.started_at, at__lte=now)
    stable = dataset.state == Dataset.State.STABLE
    moving = routing.untouched().filter(dataset=dataset, severity__lt=Severity.CRITICAL)
    return Effect(
        starts=starts,
        ahead=starts > now,
        stops=_count(looks.filter(at__lt=starts)),
        stays=_count(looks.filter(at__gte=starts)),
        state=dataset.state,
        issues=moving.count() if stable else 0,
        later=present if starts <= present.started_at else None,
    )


def _count(looks: QuerySet[Look]) -> int:
    """People and days: two accounts of one person are one."""
    who = looks.order_by().annotate(who=Coalesce("person__merged_into", "person"))
    return who.values("who", "day").distinct().count()


def _uses(number: int) -> str:
    return f"{number:,} use" if number == 1 else f"{number:,} uses"
