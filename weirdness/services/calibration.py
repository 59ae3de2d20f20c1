"""How often forecasts held: totals over all datasets are numbers only; single ones are for who may see the dataset."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.dateparse import parse_datetime

from weirdness.confidence.phrases import percent
from weirdness.confidence.scoring import Coverage, coverage_of
from weirdness.models import Dataset, Era, Forecast, Person, Tally
from weirdness.services.forecasts import LEVEL

BINS = 10
FEW = 20  # forecasts; below, their share says little


@dataclass(frozen=True)
class Cell:
    uses: int
    alone: bool
    tier: str
    state: str
    held: bool | None
    tenth: int | None
    many: int


@dataclass(frozen=True)
class Held:
    """`alone`: of those that share no use with each other, whose interval means something; `every`: of all."""

    name: str
    alone: Coverage
    every: Coverage


@dataclass(frozen=True)
class Calibration:
    whole: Held
    by: dict[str, list[Held]] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)
    waiting: int = 0
    ended: int = 0


def calibration(*, now: datetime) -> Calibration:
    """Over all datasets: numbers that tell of none of them. `ended`: those whose era ended before they came due."""
    told = Tally.objects.order_by().values_list("uses", "stands_alone", "tier", "state", "held", "tenth")
    rows = [Cell(*row) for row in told.annotate(all=Sum("many"))]
    cells = [cell for cell in rows if cell.held is not None]
    waiting, ended = _unscored(now)
    return Calibration(
        whole=_held("all", cells),
        by={
            "uses": list(_by(cells, lambda cell: f"the next {cell.uses} uses", sorted({c.uses for c in cells}))),
            "tier": list(_by(cells, lambda cell: cell.tier, Dataset.Tier.values)),
            "state": list(_by(cells, lambda cell: cell.state, Dataset.State.values)),
        },
        places=[sum(cell.many for cell in cells if cell.tenth == each) for each in range(BINS)],
        waiting=waiting,
        ended=ended,
    )


def _by(cells: list[Cell], name: Callable[[Cell], str], order: Iterable[object]) -> Iterator[Held]:
    names = [str(each) if isinstance(each, str) else f"the next {each} uses" for each in order]
    for each in names:
        mine = [cell for cell in cells if name(cell) == each]
        if mine:
            yield _held(each, mine)


def _held(name: str, cells: list[Cell]) -> Held:
    return Held(name, _coverage([cell for cell in cells if cell.alone]), _coverage(cells))


def _coverage(cells: list[Cell]) -> Coverage:
    hits = sum(cell.many for cell in cells if cell.held)
    return coverage_of(hits, sum(cell.many for cell in cells), LEVEL)


def _unscored(now: datetime) -> tuple[int, int]:
    by_era = dict(Tally.objects.filter(held__isnull=True).order_by().values_list("era").annotate(n=Sum("many")))
    begun = Era.objects.standing(now).filter(started_at__lte=now).order_by("dataset_id", "-started_at", "-pk")
    present = set(begun.distinct("dataset_id").values_list("pk", flat=True))
    waiting = sum(number for era, number in by_era.items() if era in present)
    return waiting, sum(by_era.values()) - waiting


def words(coverage: Coverage) -> str:
    """For everybody: `Of 212 forecasts that came due, 191 held: 90 %, as claimed.`"""
    if not coverage.scored or coverage.share is None:
        return ""
    said = "1 forecast" if coverage.scored == 1 else f"{coverage.scored:,} forecasts"
    held = f"Of {said} that came due, {coverage.hits:,} held: {percent(coverage.share)}"
    if coverage.low > coverage.claimed:
        return (
            f"{held}, more than the {percent(coverage.claimed)} that they claim: they are more careful than they say."
        )
    if coverage.plausible:
        return f"{held}, as claimed (9 in 10)." if coverage.scored >= FEW else f"{held}. Too few yet to tell much."
    return f"{held}, fewer than the {percent(coverage.claimed)} that they claim: they promise too much."


def first_due(person: Person) -> Forecast | None:
    """The one that this person may see and that needs the fewest further uses: `left`."""
    seen = Dataset.objects.visible_to(person).order_by().values("pk")
    open_ = Forecast.objects.filter(dataset__in=seen, scored_at__isnull=True, looks__gt=0)
    nearest = open_.filter(era__in=_present_eras()).annotate(
        left=F("looks") + F("uses") - F("dataset__standing__counted")
    )
    return nearest.filter(left__gt=0).select_related("dataset").order_by("left", "pk").first()


def _present_eras() -> QuerySet[Era, Any]:
    return Era.objects.standing().order_by("dataset_id", "-started_at", "-pk").distinct("dataset_id").values("pk")


def scored(person: Person, *, held: str = "", uses: int | None = None) -> QuerySet[Forecast]:
    """Those that came due, of datasets that this person may see, the newest first. `held`: yes or no."""
    seen = Dataset.objects.visible_to(person).order_by().values("pk")
    found = Forecast.objects.filter(dataset__in=seen, scored_at__isnull=False)
    found = found.filter(held=held == "yes") if held in ("yes", "no") else found
    found = found.filter(uses=uses) if uses else found
    return found.select_related("dataset").order_by("-scored_at", "-pk")


def after(found: QuerySet[Forecast], cursor: str) -> QuerySet[Forecast]:
    """Those after a cursor; all of them when it is none."""
    said, _, number = cursor.partition(",")
    try:
        at = parse_datetime(said)
    except ValueError:
        return found
    if at is None or at.tzinfo is None or not number.isdecimal() or len(number) > 18:
        return found
    return found.filter(Q(scored_at__lt=at) | Q(scored_at=at, pk__lt=int(number)))


def cursor(forecast: Forecast) -> str:
    assert forecast.scored_at is not None
    return f"{forecast.scored_at.isoformat()},{forecast.pk}"
