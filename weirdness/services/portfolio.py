"""All datasets that somebody may see, by where they stand: counted and listed from few stored numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from weirdness.models import Change, Dataset, Month, Person, Standing
from weirdness.models.portfolio import LACKS

STABLE = Dataset.State.STABLE
SORTS = {"near": ("-nearness", "dataset_id"), "need": ("-need", "dataset_id")}
MONTHS = 24
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Counts:
    """`states`: by state, in the order of their table. `lacking`: of those not stable, by what is missing."""

    states: dict[str, int]
    lacking: dict[str, int]
    unstable: int
    unestimated: int

    @property
    def all(self) -> int:
        return sum(self.states.values())


@dataclass(frozen=True)
class Drying:
    """A month of all of them: looks, and new oddities; `rate`: new oddities per 100 looks."""

    month: date
    looks: int
    finds: int

    @property
    def rate(self) -> float:
        return 100 * self.finds / self.looks if self.looks else 0.0


@dataclass(frozen=True)
class Noticed:
    """Changes of one kind that runs noticed, and what came of them.."""

    kind: str
    all: int
    era: int
    harmless: int
    undecided: int


def counts(person: Person) -> Counts:
    seen = Dataset.objects.visible_to(person).order_by()
    known = dict(seen.values_list("state").annotate(n=Count("pk")))
    lacking = {part: Count("pk", filter=Q(**how)) for part, how in LACKS.items()}
    standing = Standing.objects.filter(dataset__in=seen.exclude(state=STABLE)).order_by()
    found = standing.aggregate(all=Count("pk"), **lacking)
    unstable = found.pop("all")
    return Counts(
        states={state: known.get(state, 0) for state in Dataset.State.values},
        lacking=found,
        unstable=unstable,
        unestimated=sum(number for state, number in known.items() if state != STABLE) - unstable,
    )


def listed(
    person: Person, *, state: str = "", lacks: str = "", sort: str = "near", after: str = "", most: int
) -> list[Standing]:
    """At most so many, in the order of `sort`: `near` the nearest to stable, `need` the most in need of eyes.

    Without a state those that are stable already are left out. `after`: the cursor of the last one before.
    """
    order = SORTS.get(sort, SORTS["near"])
    seen = Dataset.objects.visible_to(person).order_by()
    seen = seen.filter(state=state) if state in Dataset.State.values else seen.exclude(state=STABLE)
    found = Standing.objects.filter(dataset__in=seen).lacking(lacks)
    onward = _after(found, order[0].removeprefix("-"), after)
    return list(onward.select_related("dataset", "dataset__owner", "dataset__owner_team").order_by(*order)[:most])


def cursor(standing: Standing, sort: str) -> str:
    """Where the list goes on after this one."""
    field = SORTS.get(sort, SORTS["near"])[0].removeprefix("-")
    return f"{getattr(standing, field)!r},{standing.dataset_id}"


def _after(found: QuerySet[Standing], field: str, after: str) -> QuerySet[Standing]:
    """Those after a cursor; all of them when it is none."""
    said, _, number = after.partition(",")
    try:
        value = float(said)
    except ValueError:
        return found
    if not number.isdecimal() or len(number) > 18 or value != value:
        return found
    return found.filter(Q(**{f"{field}__lt": value}) | Q(**{field: value, "dataset_id__gt": int(number)}))


def drying_up(person: Person, *, now: datetime) -> list[Drying]:
    """The last two years by month, from the first month with a look; months without one are in it."""
    today = timezone.localdate(now).replace(day=1)
    first = _months_before(today, MONTHS - 1)
    seen = Dataset.objects.visible_to(person).order_by().values("pk")
    rows = Month.objects.filter(dataset__in=seen, first_day__gte=first, first_day__lte=today).order_by("first_day")
    known = {
        month: (looks, finds)
        for month, looks, finds in rows.values_list("first_day").annotate(all=Sum("looks"), new=Sum("finds"))
    }
    if not known:
        return []
    span = (today.year - min(known).year) * 12 + today.month - min(known).month
    months = [_months_before(today, back) for back in range(span, -1, -1)]
    return [Drying(month, *known.get(month, (0, 0))) for month in months]


def _months_before(month: date, back: int) -> date:
    number = month.year * 12 + month.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def noticed(person: Person, *, now: datetime) -> list[Noticed]:
    """Changes that runs noticed within a year, by kind, the most frequent first."""
    rows = _changes(person, now).order_by().values("kind")
    said = rows.annotate(
        all=Count("pk"),
        era=Count("pk", filter=Q(settled_as=Change.Settled.ERA)),
        harmless=Count("pk", filter=Q(settled_as=Change.Settled.HARMLESS)),
        undecided=Count("pk", filter=Q(settled_as="")),
    )
    return sorted((Noticed(**row) for row in said), key=lambda each: (-each.all, each.kind))


def newest_changes(person: Person, *, now: datetime, most: int) -> Sequence[Change]:
    """With the suite whose run noticed each."""
    return list(
        _changes(person, now).select_related("dataset", "run__suite", "settled_by").order_by("-at", "-pk")[:most]
    )


def _changes(person: Person, now: datetime) -> QuerySet[Change]:
    seen = Dataset.objects.visible_to(person).order_by().values("pk")
    return Change.objects.filter(dataset__in=seen, at__gt=now - YEAR, at__lte=now)
