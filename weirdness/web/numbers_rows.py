"""The rows behind the numbers of a dataset: looks, earlier estimates, eras, changes, and how its checks fare."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from weirdness.confidence import check_posterior, check_reliable, flap_percent, one_run_per_data
from weirdness.confidence.check_health import GOOD_PASS_RATE, CheckPosterior
from weirdness.confidence.rate import NEEDED  # of the first rule, whose results don't name it
from weirdness.models import Change, Dataset, Era, Look, Person, Result, Run, Snapshot, Suite
from weirdness.services import look_table
from weirdness.web.plots import Past

LOOKS, HISTORY, CHECKS, RUNS, DRAWN = 50, 30, 25, 40, 400


def as_of(dataset: Dataset, day: date | None) -> Snapshot | None:
    """The newest estimate, or the last one of a day and before."""
    stored = Snapshot.objects.filter(dataset=dataset)
    if day is not None:
        stored = stored.filter(at__lt=timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)))
    return stored.last()


def looks(dataset: Dataset, era: Era, until: datetime, *, before: int | None = None, most: int = LOOKS) -> list[Look]:
    """The newest first, one more than `most` when there are more; `before`: a position."""
    rows = look_table.placed(dataset, era, until).select_related("viewpoint", "person__merged_into")
    rows = rows.filter(place__lt=before) if before is not None else rows
    return list(rows.order_by("-place")[: most + 1])


def all_looks(dataset: Dataset, era: Era, until: datetime) -> Iterator[Look]:
    rows = look_table.placed(dataset, era, until).select_related("viewpoint", "person__merged_into")
    return rows.iterator(chunk_size=500)


def whose(look: Look) -> Person:
    return look.person.merged_into or look.person


@dataclass(frozen=True)
class Kept:
    """An earlier estimate in short; `why`: the reasons, where its state is another than the one before it."""

    pk: int
    at: datetime
    state: str
    label: str
    confidence: float | None
    looks: int
    finds: int
    why: str


FIELDS = ("pk", "at", "state", "result__confidence", "result__show_point", "result__reasons", "inputs__looks")


def history(dataset: Dataset, *, before: int | None = None, most: int = HISTORY) -> list[Kept]:
    """The newest first, one more than `most` when there are more; `before`: the number of a snapshot."""
    rows = Snapshot.objects.filter(dataset=dataset)
    last = rows.filter(pk=before).first() if before is not None else None
    if last is not None:
        rows = rows.filter(at__lte=last.at).exclude(at=last.at, pk__gte=last.pk)
    return _kept(rows.order_by("-at", "-pk"), most + 1)


def _kept(newest_first: QuerySet[Snapshot], most: int) -> list[Kept]:
    found = list(newest_first.values_list(*FIELDS, "inputs__finds")[: most + 1])
    earlier = [*found[1:], None]
    return [_one(row, then) for row, then in zip(found, earlier, strict=True)][:most]


def _one(row: tuple[Any, ...], then: tuple[Any, ...] | None) -> Kept:
    pk, at, state, confidence, show, reasons, looks, finds = row
    changed = then is None or then[2] != state
    label = Dataset.State(state).label
    why = " ".join(reasons) if changed else ""
    return Kept(pk, at, state, label, confidence if show else None, looks, len(finds), why)


def whole_history(dataset: Dataset) -> Iterator[Kept]:
    """All estimates, oldest first, for a file."""
    then: tuple[Any, ...] | None = None
    rows = Snapshot.objects.filter(dataset=dataset).order_by("at", "pk").values_list(*FIELDS, "inputs__finds")
    for row in rows.iterator(chunk_size=500):
        yield _one(row, then)
        then = row


def drawn(dataset: Dataset) -> list[Past]:
    """The last estimates, oldest first, for the picture of the history."""
    names = ("at", "state", "result__confidence", "result__needed", "result__show_point")
    rows = Snapshot.objects.filter(dataset=dataset).order_by("-at", "-pk").values_list(*names)[:DRAWN]
    return [
        Past(at, state, Dataset.State(state).label, sure if show else None, NEEDED if needed is None else needed)
        for at, state, sure, needed, show in rows
    ][::-1]


def eras(dataset: Dataset) -> list[Era]:
    """The newest first, with what was announced by mistake."""
    return list(Era.objects.filter(dataset=dataset).select_related("by", "revoked_by").order_by("-started_at")[:50])


def changes(dataset: Dataset) -> list[Change]:
    return list(Change.objects.filter(dataset=dataset).select_related("settled_by")[:50])


def people(dataset: Dataset, era: Era, until: datetime) -> list[tuple[str, int]]:
    """Looks per person with names, for who may see them; most looks first."""
    counted = look_table.counted(dataset, era, until).order_by()
    named = counted.values(name=Coalesce("person__merged_into__name", "person__name"))
    return [(each["name"], each["number"]) for each in named.annotate(number=Count("pk")).order_by("-number")[:100]]


@dataclass(frozen=True)
class Health:
    """One live expectation: how it fared, one outcome per distinct data."""

    result: Result
    posterior: CheckPosterior
    reliable: bool
    flap: float
    runs: int

    @property
    def mean(self) -> float:
        return self.posterior.a / sum(self.posterior)


def health(dataset: Dataset) -> dict[str, Any]:
    """The expectations of the live suites, the most severe first, from their last runs; `more`: there are others."""
    judged = Run.objects.filter(dataset=dataset, suite__stage=Suite.Stage.LIVE).finished()
    newest = judged.order_by().values("suite").annotate(newest=Max("pk")).values("newest")
    asked = Result.objects.filter(run__in=newest).select_related("run").order_by("-severity", "pk")
    results = list(asked[: CHECKS + 1])
    pasts = _pasts(judged, results[:CHECKS])
    return {
        "checks": [_health(result, pasts[result.grouping_key]) for result in results[:CHECKS]],
        "more": len(results) > CHECKS,
        "good": GOOD_PASS_RATE,
    }


Outcomes = list[tuple[bool, str]]


def _pasts(judged: QuerySet[Run], results: list[Result]) -> dict[str, Outcomes]:
    """Per expectation its outcomes and the data's fingerprints, oldest first, over the last runs of all suites."""
    runs = list(judged.order_by("-pk").values_list("pk", flat=True)[:RUNS])
    told = Result.objects.filter(run__in=runs, grouping_key__in={each.grouping_key for each in results})
    rows = told.filter(success__isnull=False).order_by("run_id", "pk")
    found: dict[str, Outcomes] = defaultdict(list)
    for key, success, data, run in rows.values_list("grouping_key", "success", "run__fingerprint", "run"):
        found[key].append((success, data or f"run {run}"))
    return found


def _health(result: Result, past: Outcomes) -> Health:
    outcomes = one_run_per_data([success for success, _ in past], [data for _, data in past])
    flap = flap_percent([success for success, _ in past])
    return Health(result, check_posterior(outcomes), check_reliable(outcomes), flap, len(outcomes))
