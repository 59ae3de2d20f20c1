"""Who looked and who never did: of one dataset by person, of many by viewpoint; in as many questions for a hundred
datasets as for one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone

from weirdness.models import Dataset, Era, Grant, Look, LookRequest, Membership, Person, Viewpoint

WHO = Coalesce("person__merged_into", "person")  # two accounts of one person are one
LATELY = timedelta(days=365)  # who used other data of the source within it may use these
SHADES = (0, 3, 10, 30)  # looks above which a cell is drawn darker

LOOKS = """SELECT look.dataset_id, look.viewpoint_id, look.person_id, count(*)
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS era (dataset_id, since)
    JOIN weirdness_look AS look ON look.dataset_id = era.dataset_id AND look.at >= era.since
    WHERE look.withdrawn_at IS NULL GROUP BY 1, 2, 3"""
BEFORE = """SELECT DISTINCT look.dataset_id, coalesce(person.merged_into_id, person.id)
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS era (dataset_id, since)
    JOIN weirdness_look AS look ON look.dataset_id = era.dataset_id AND look.at < era.since
    JOIN weirdness_person AS person ON person.id = look.person_id WHERE look.withdrawn_at IS NULL"""
# Asked person by person: one look of each is enough, of however many there are.
USERS = """SELECT source.id, coalesce(person.merged_into_id, person.id)
    FROM unnest(%s::bigint[]) AS source (id) CROSS JOIN weirdness_person AS person WHERE EXISTS (
        SELECT 1 FROM weirdness_look AS look JOIN weirdness_dataset AS dataset ON dataset.id = look.dataset_id
        WHERE look.person_id = person.id AND dataset.source_id = source.id AND look.day >= %s
        AND look.withdrawn_at IS NULL)"""


@dataclass(frozen=True)
class Cell:
    """One dataset from one viewpoint, in its present era. `absent`: people who might look and have not."""

    looks: int
    people: int
    absent: int

    @property
    def shade(self) -> int:
        """0: nobody looked, to 4: 31 looks and more."""
        return sum(self.looks > least for least in SHADES)


@dataclass(frozen=True)
class Row:
    dataset: Dataset
    era: Era
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    """One row per dataset, one cell per viewpoint: those of active people, and those that looked."""

    viewpoints: list[Viewpoint]
    rows: list[Row]


@dataclass(frozen=True)
class Absent:
    """Somebody who might use the data and has not looked in this era; `why` it is thought that they might."""

    person: Person
    why: str
    asked: LookRequest | None = None


@dataclass
class _Circle:
    """About one dataset, by person: looks of the era by viewpoint, and the reasons why others might look."""

    era: Era
    looks: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    lookers: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    might: dict[int, str] = field(default_factory=dict)

    def add(self, viewpoint: int, who: int, looks: int) -> None:
        self.looks[viewpoint] += looks
        self.lookers[viewpoint].add(who)

    def looked(self) -> set[int]:
        return set().union(*self.lookers.values())


def grid(datasets: Iterable[Dataset], *, now: datetime) -> Grid:
    """Role by dataset, for a heat map. The datasets came through `visible_to`."""
    shown = list(datasets)
    circles = _circles(shown, now)
    return _grid(shown, circles, _people(circles))


def absent(dataset: Dataset, *, now: datetime) -> list[Absent]:
    """Whom one could ask, by viewpoint and name; each with the last time they were asked."""
    circles = _circles([dataset], now)
    return _absent(dataset, circles[dataset.pk], _people(circles))


def closely(dataset: Dataset, *, now: datetime) -> tuple[Grid, list[Absent]]:
    """Both of one dataset, looked up once."""
    circles = _circles([dataset], now)
    people = _people(circles)
    return _grid([dataset], circles, people), _absent(dataset, circles[dataset.pk], people)


def _grid(shown: list[Dataset], circles: dict[int, _Circle], people: dict[int, Person]) -> Grid:
    looked = {viewpoint for circle in circles.values() for viewpoint in circle.looks}
    viewpoints = list(Viewpoint.objects.filter(Q(people__is_active=True) | Q(pk__in=looked)).distinct())
    found = [(each, circles[each.pk]) for each in shown]
    return Grid(viewpoints, [Row(each, circle.era, _cells(circle, people, viewpoints)) for each, circle in found])


def _absent(dataset: Dataset, circle: _Circle, people: dict[int, Person]) -> list[Absent]:
    requests = LookRequest.objects.filter(dataset=dataset).annotate(who=WHO).select_related("asked_by")
    asked = {each.who: each for each in requests.order_by("asked_at", "pk")}
    found = [Absent(each, circle.might[pk], asked.get(pk)) for pk, each in people.items()]
    return sorted(found, key=lambda each: (each.person.viewpoint.name, each.person.name))


def _cells(circle: _Circle, people: dict[int, Person], viewpoints: list[Viewpoint]) -> list[Cell]:
    missing: dict[int, int] = defaultdict(int)
    for pk in circle.might:
        if pk in people:
            missing[people[pk].viewpoint_id] += 1
    return [Cell(circle.looks[v.pk], len(circle.lookers[v.pk]), missing[v.pk]) for v in viewpoints]


def _people(circles: dict[int, _Circle]) -> dict[int, Person]:
    """Everybody who might look at one of these and is here, by number."""
    wanted = set().union(*(circle.might for circle in circles.values()))
    found = Person.objects.filter(pk__in=wanted, is_active=True, merged_into__isnull=True)
    return {each.pk: each for each in found.select_related("viewpoint")}


def _circles(datasets: list[Dataset], now: datetime) -> dict[int, _Circle]:
    prefetch_related_objects(datasets, "source")
    eras = Era.objects.standing().filter(dataset__in=[each.pk for each in datasets], started_at__lte=now)
    circles = {era.dataset_id: _Circle(era) for era in eras.order_by("started_at", "pk")}  # the last one of each stays
    _add_looks(circles)
    insiders = _insiders(datasets)
    users, before, declined = _users({each.source_id for each in datasets}, now), _before(circles), _declined(circles)
    for each in datasets:
        circle, might = circles[each.pk], insiders[each.pk]
        others = dict.fromkeys(users[each.source_id], f"used other data of {each.source.name}")
        known = others | might | dict.fromkeys(before[each.pk], f"used {each.title} before")
        gone = circle.looked() | declined[each.pk]
        circle.might = {
            who: why for who, why in known.items() if who not in gone and (each.open_to_all or who in might)
        }
    return circles


def _add_looks(circles: dict[int, _Circle]) -> None:
    """One look per person and day: the looks of whoever has several accounts are gone through one by one."""
    kept = Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into")
    merged = {other: keep for other, keep in kept if keep}
    several = set(merged) | set(merged.values())
    for dataset, viewpoint, person, looks in _counted(circles):
        if person not in several:
            circles[dataset].add(viewpoint, person, looks)
    theirs = Look.objects.counted().filter(dataset__in=list(circles), person__in=several).order_by("at", "pk")
    seen = set()
    for dataset, viewpoint, person, day, at in theirs.values_list("dataset", "viewpoint", "person", "day", "at"):
        once = dataset, merged.get(person, person), day
        if at >= circles[dataset].era.started_at and once not in seen:
            seen.add(once)
            circles[dataset].add(viewpoint, once[1], 1)


def _counted(circles: dict[int, _Circle]) -> list[tuple[int, int, int, int]]:
    """(dataset, viewpoint, person, looks) of each present era."""
    with connection.cursor() as cursor:
        cursor.execute(LOOKS, [list(circles), [circle.era.started_at for circle in circles.values()]])
        return list(cursor.fetchall())


def _insiders(datasets: list[Dataset]) -> dict[int, dict[int, str]]:
    """By dataset: its owner, steward and teams, and who was granted something on it or on its source; with why."""
    on: dict[tuple[str, int | None], list[Grant]] = defaultdict(list)
    granted = Q(dataset__in=[each.pk for each in datasets]) | Q(source__in={each.source_id for each in datasets})
    for grant in Grant.objects.filter(granted):
        on["dataset" if grant.dataset_id else "source", grant.dataset_id or grant.source_id].append(grant)
    teams = {each.owner_team_id for each in datasets} | {each.triage_team_id for each in datasets}
    members = _members(teams | {grant.team_id for grants in on.values() for grant in grants})
    found: dict[int, dict[int, str]] = {}
    for each in datasets:
        mine = on["dataset", each.pk] + on["source", each.source_id]
        might = {grant.person_id: "may use it" for grant in mine if grant.person_id}
        for team in [*(grant.team_id for grant in mine), each.owner_team_id, each.triage_team_id]:
            might |= members.get(team, {})
        might |= {each.owner_id: "owns it"} if each.owner_id else {}
        might |= {each.steward_id: "is its steward"} if each.steward_id else {}
        found[each.pk] = might
    return found


def _members(teams: set[int | None]) -> dict[int | None, dict[int, str]]:
    found: dict[int | None, dict[int, str]] = defaultdict(dict)
    rows = Membership.objects.filter(team__in=[pk for pk in teams if pk])
    for team, name, person in rows.values_list("team", "team__name", "person"):
        found[team][person] = f"is in {name}"
    return found


def _users(sources: set[int], now: datetime) -> dict[int, set[int]]:
    """By source: who looked at data of it within a year, in whatever era."""
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(USERS, [list(sources), timezone.localdate(now - LATELY)])
        for source, who in cursor.fetchall():
            found[source].add(who)
    return found


def _before(circles: dict[int, _Circle]) -> dict[int, set[int]]:
    """By dataset: who looked at it before its present era."""
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, [list(circles), [circle.era.started_at for circle in circles.values()]])
        for dataset, who in cursor.fetchall():
            found[dataset].add(who)
    return found


def _declined(circles: Iterable[int]) -> dict[int, set[int]]:
    """By dataset: who said that they do not use it, and has not used it since."""
    since = Look.objects.counted().filter(
        dataset=OuterRef("dataset"), person=OuterRef("person"), at__gt=OuterRef("declined_at")
    )
    said = LookRequest.objects.filter(~Exists(since), dataset__in=list(circles), declined_at__isnull=False)
    found: dict[int, set[int]] = defaultdict(set)
    for dataset, person in said.annotate(who=WHO).values_list("dataset", "who"):
        found[dataset].add(person)
    return found
