"""What holds for a while longer: caveats of accepted issues, and known rows, that end within two weeks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from weirdness.mail import links
from weirdness.models import Dataset, Episode, Issue, Waiver
from weirdness.models.issue_words import Resolution
from weirdness.models.moves import State

SOON = timedelta(days=14)
MOST = 5


@dataclass(frozen=True)
class Ending:
    """An accepted issue, its caveat, and until when that holds."""

    issue: Issue
    url: str
    caveat: str
    until: date


@dataclass(frozen=True)
class Soon:
    """`caveats`: the first to end; `more`: how many others; `rows`: known rows that fail again by `by`."""

    caveats: list[Ending]
    more: int
    rows: int
    by: date

    def __bool__(self) -> bool:
        return bool(self.caveats or self.rows)


def soon(dataset: Dataset, at: datetime) -> Soon:
    today = timezone.localdate(at)
    by = today + SOON
    accepted = Episode.objects.filter(
        issue__dataset=dataset,
        issue__state=State.CLOSED,
        issue__resolution=Resolution.ACCEPTED,
        opened_at=F("issue__opened_at"),
        caveat_until__gte=today,
        caveat_until__lte=by,
    )
    found = list(accepted.select_related("issue").order_by("caveat_until", "issue"))
    caveats = [Ending(each.issue, links.issue(each.issue), each.caveat, each.caveat_until) for each in found[:MOST]]
    rows = Waiver.objects.filter(dataset=dataset).in_force(today).filter(until__lte=by).count()
    return Soon(caveats, max(0, len(found) - MOST), rows, by)
