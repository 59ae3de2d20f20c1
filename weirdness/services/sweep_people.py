"""Who takes part in a blind sweep: who may be invited, whom to invite first, and whose list is whose."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, zip_longest

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from weirdness.models import Dataset, Era, Grant, Look, Membership, Person, Reviewer, Sweep, Viewpoint

SUGGESTED = 24


@dataclass(frozen=True)
class Part:
    """One person's part in a sweep: several rows when two accounts that were invited turned out to be one person."""

    person: Person
    reviews: list[Reviewer]

    @property
    def is_done(self) -> bool:
        """Whether this person's list counts: they handed it in, from whichever account."""
        return any(each.done_at for each in self.reviews)

    @property
    def is_awaited(self) -> bool:
        return self.person.is_active and not all(each.done_at for each in self.reviews)

    @property
    def has_left(self) -> bool:
        return not self.person.is_active and not self.is_done


@dataclass(frozen=True)
class Suggestion:
    """Somebody to invite. `is_missing`: nobody of their viewpoint has looked in this era."""

    person: Person
    is_missing: bool
    looks: int


def parts(sweep: Sweep) -> list[Part]:
    """In the order in which they were invited."""
    found: dict[int, Part] = {}
    invited = Reviewer.objects.filter(sweep=sweep).select_related("person__merged_into", "viewpoint").order_by("pk")
    for each in invited:
        person = standing(each.person)
        found.setdefault(person.pk, Part(person, [])).reviews.append(each)
    return list(found.values())


def part_of(sweep: Sweep, person: Person) -> Part | None:
    """This person's part, whichever of their accounts was invited; None: they are no reviewer."""
    return next((each for each in parts(sweep) if each.person.pk == person.pk), None)


def standing(person: Person) -> Person:
    """The account that stands for this person's others."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def who_sees(dataset: Dataset) -> QuerySet[Person]:
    """The active people who may see a dataset: what `Dataset.objects.visible_to` says, asked the other way round."""
    active = Person.objects.filter(is_active=True)
    if dataset.open_to_all:
        return active
    grants = Grant.objects.filter(Q(dataset=dataset) | Q(source=dataset.source_id))
    teams = Q(team__in=grants.values("team")) | Q(team=dataset.owner_team_id) | Q(team=dataset.triage_team_id)
    members = Membership.objects.filter(teams).values("person")
    own = Q(pk=dataset.owner_id) | Q(pk=dataset.steward_id) | Q(is_superuser=True)
    return active.filter(own | Q(pk__in=grants.values("person")) | Q(pk__in=members))


def suggested(dataset: Dataset, *, now: datetime, most: int = SUGGESTED) -> list[Suggestion]:
    """Whom to invite: one of each viewpoint in turn, those that never looked first; of each who looked least."""
    era = Era.objects.filter(dataset=dataset).at(now)
    looks = _looks(dataset, era)
    missing = {each.pk for each in missing_viewpoints(dataset, now=now)}
    by_viewpoint: dict[int, list[Suggestion]] = defaultdict(list)
    for person in who_sees(dataset).select_related("viewpoint").order_by("name", "pk")[:1000]:
        found = Suggestion(person, person.viewpoint_id in missing, looks.get(person.pk, 0))
        by_viewpoint[person.viewpoint_id].append(found)
    rows = [sorted(each, key=lambda one: one.looks) for each in by_viewpoint.values()]
    rows.sort(key=lambda each: (not each[0].is_missing, sum(one.looks for one in each)))
    return [each for each in chain(*zip_longest(*rows)) if each][:most]


def missing_viewpoints(dataset: Dataset, *, now: datetime) -> list[Viewpoint]:
    """Viewpoints of active people who may see it, none of whom has looked in this era."""
    era = Era.objects.filter(dataset=dataset).at(now)
    looked = _counted(dataset, era).values("viewpoint")
    staffed = Viewpoint.objects.filter(people__in=who_sees(dataset).values("pk"))
    return list(staffed.exclude(pk__in=looked).distinct().order_by("name"))


def by_email(dataset: Dataset, addresses: Iterable[str]) -> tuple[list[Person], list[str]]:
    """Those of the addresses who may see the dataset, and the addresses of which nobody may."""
    said = list(dict.fromkeys(each.strip().lower() for each in addresses if each.strip()))
    found = {each.email: each for each in who_sees(dataset).filter(email__in=said)}
    return [found[each] for each in said if each in found], [each for each in said if each not in found]


def _looks(dataset: Dataset, era: Era) -> dict[int, int]:
    counted = _counted(dataset, era).values("person").annotate(days=Count("pk"))
    return dict(counted.values_list("person", "days"))


def _counted(dataset: Dataset, era: Era) -> QuerySet[Look]:
    first_day = timezone.localdate(era.started_at)
    return Look.objects.counted().filter(dataset=dataset, day__gte=first_day, at__gte=era.started_at).order_by()
