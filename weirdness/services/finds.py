"""The finds of an era: issues that a person, and not a check, met first. What was merged is one find, once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from weirdness.models import Episode, Flag, Issue
from weirdness.models.issue_words import Resolution
from weirdness.models.moves import State
from weirdness.services import scoring
from weirdness.services.era_looks import Looks, Use

NO_FINDS = (Resolution.EXPLAINED, Resolution.NOT_REPRODUCIBLE, Resolution.OUT_OF_SCOPE)


@dataclass(frozen=True, order=True)
class Seen:
    """One flag; of two in one moment the check's comes first. person, viewpoint: 0 for a check's."""

    at: datetime
    by_person: bool
    flag: int
    person: int = 0
    viewpoint: int = 0


@dataclass(frozen=True)
class Stretch:
    """An episode. `counts`: it is of the era, and did not end as no find. `first`: of its own flags."""

    opened_at: datetime
    counts: bool
    first: Seen | None


@dataclass(frozen=True)
class Gathered:
    """A merged issue: since when its flags are those of the one that stands for it, and the first of them."""

    since: datetime
    first: Seen


def firsts(stretches: Sequence[Stretch], gathered: Iterable[Gathered] = ()) -> list[Seen]:
    """The first flag of each episode of one issue that counts, its episodes in order.

    What was merged into it belongs to the episode that was under way then.
    """
    first = [each.first for each in stretches]
    for other in gathered:
        places = [place for place, each in enumerate(stretches) if each.opened_at <= other.since]
        if places:
            mine = first[places[-1]]
            first[places[-1]] = min(mine, other.first) if mine else other.first
    return [seen for seen, each in zip(first, stretches, strict=True) if seen and each.counts]


def placed(uses: Iterable[Use], found: Iterable[Seen], *, since: datetime) -> tuple[Looks, tuple[int, ...]]:
    """The era's looks, and the positions of its finds among them.

    Who flagged has looked: a find on a day whose look came before the era began makes a look of its own. A flag from
    before the era is no find of it.
    """
    mine = [seen for seen in found if seen.by_person and seen.at >= since]
    known = list(uses)
    had = {(use.person, use.day) for use in known}
    days = [(seen, timezone.localdate(seen.at)) for seen in mine]
    known += [Use(day, s.at, 0, s.person, s.viewpoint) for s, day in days if (s.person, day) not in had]
    looks = Looks.of(known)
    return looks, tuple(sorted(looks.positions[seen.person, day] for seen, day in days))


# Per episode of an era that may count: the first of its own flags, but for doubts.
OWN = """SELECT DISTINCT ON (episode.id) era.dataset, issue.id, episode.number, flag.at, flag.id, flag.person_id,
        flag.viewpoint_id
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS era (dataset, start)
    JOIN weirdness_issue AS issue ON issue.dataset_id = era.dataset AND issue.state <> 'merged'
    JOIN weirdness_episode AS episode ON episode.issue_id = issue.id AND episode.opened_at >= era.start
        AND episode.opened_at <= %s AND episode.resolution <> ALL (%s)
    JOIN weirdness_flag AS flag ON flag.episode_id = episode.id AND flag.kind <> 'dispute' AND flag.at <= %s
    ORDER BY episode.id, flag.at, flag.person_id IS NOT NULL, flag.id"""


def of_eras(starts: Mapping[int, datetime], persons: Mapping[int, int], now: datetime) -> dict[int, list[Seen]]:
    """The first flags of what may be finds of each dataset's era. `persons`: merged account → whose it is."""
    own: dict[int, dict[int, dict[int, Seen]]] = {dataset: defaultdict(dict) for dataset in starts}
    with connection.cursor() as cursor:
        cursor.execute(OWN, [list(starts), list(starts.values()), now, [str(each) for each in NO_FINDS], now])
        for dataset, issue, number, at, flag, person, viewpoint in cursor.fetchall():
            own[dataset][issue][number] = seen_by(at, flag, person, viewpoint, persons)
    families = _families(starts, persons, now)
    found: dict[int, list[Seen]] = {}
    for dataset, per_issue in own.items():
        alone = [seen for issue, first in per_issue.items() if issue not in families for seen in first.values()]
        found[dataset] = alone
    for issue, (dataset, episodes, gathered) in families.items():
        first = own[dataset].get(issue, {})
        stretches = [Stretch(at, counts, first.get(number)) for number, at, counts in episodes]
        found[dataset] += firsts(stretches, gathered)
    return found


def seen_by(at: datetime, flag: int, person: int | None, viewpoint: int | None, persons: Mapping[int, int]) -> Seen:
    who = persons.get(person, person) if person else 0
    return Seen(at, person is not None, flag, who or 0, viewpoint or 0)


Family = tuple[int, list[tuple[int, datetime, bool]], list[Gathered]]


def _families(starts: Mapping[int, datetime], persons: Mapping[int, int], now: datetime) -> dict[int, Family]:
    """Issues that stand for others: dataset, episodes as (number, opened at, counts), and what was merged."""
    merged = Issue.objects.filter(dataset__in=starts, state=State.MERGED)
    standing = {root: dataset for root, dataset in merged.values_list("merged_root", "dataset") if root}
    if not standing:
        return {}
    first = _firsts_of(merged, persons, now)
    family = scoring.gathered(standing)
    episodes: dict[int, list[tuple[int, datetime, bool]]] = defaultdict(list)
    known = Episode.objects.filter(issue__in=standing, opened_at__lte=now).order_by("issue", "number")
    for issue, number, at, how in known.values_list("issue", "number", "opened_at", "resolution"):
        episodes[issue].append((number, at, at >= starts[standing[issue]] and how not in NO_FINDS))
    return {
        issue: (dataset, episodes[issue], [Gathered(at, first[n]) for n, at in family.get(issue, []) if n in first])
        for issue, dataset in standing.items()
    }


def _firsts_of(merged: QuerySet[Issue], persons: Mapping[int, int], now: datetime) -> dict[int, Seen]:
    """The first flag of what each merged issue holds since it was opened last."""
    flags = Flag.objects.filter(issue__in=merged.values("pk"), at__gte=F("issue__opened_at"), at__lte=now)
    flags = flags.exclude(kind=Flag.Kind.DISPUTE)
    found: dict[int, Seen] = {}
    for issue, at, flag, person, viewpoint in flags.values_list("issue", "at", "pk", "person", "viewpoint"):
        seen = seen_by(at, flag, person, viewpoint, persons)
        found[issue] = min(found.get(issue, seen), seen)
    return found
