"""Whether explanations convince: how often people flag what was explained already, and how many doubt it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from weirdness.models import Dataset, Episode, Event, Flag, Issue
from weirdness.models.dataset import DatasetQuerySet
from weirdness.models.issue_words import Resolution
from weirdness.services import known

WINDOW = timedelta(days=90)
Place = tuple[int, int, int]  # disputes, flags, number


@dataclass(frozen=True)
class Rate:
    """Of the flags that people raised on a dataset within the window, how many were on explained issues."""

    dataset: Dataset
    flags: int
    on_explained: int

    @property
    def share(self) -> float:
        return self.on_explained / self.flags if self.flags else 0.0


@dataclass(frozen=True)
class Doubted:
    """An explained or accepted issue that people flagged all the same. `flags`: people, since the verdict and within
    the window; `disputes`: those of them who say that it does not fit, of `viewpoints`; `later`: flags since it was
    put as it stands now, at `worded_at`."""

    issue: Issue
    flags: int
    disputes: int
    viewpoints: int
    worded_at: datetime
    later: int

    @property
    def place(self) -> Place:
        """In the list: where the next page begins."""
        return self.disputes, self.flags, self.issue.pk


def _met_again(now: datetime) -> QuerySet[Flag]:
    """People's flags on an episode that had ended with a verdict: they are all "same here" or a dispute."""
    return Flag.objects.filter(at__gte=now - WINDOW, at__lte=now, met__gt="")


def rates(datasets: DatasetQuerySet, now: datetime, most: int, after: str = "") -> list[Rate]:
    """Of those datasets on which explained issues were flagged: the highest share first, or those after that key."""
    on_explained = _met_again(now).filter(dataset__in=datasets.values("pk"), met=Resolution.EXPLAINED)
    found = dict(on_explained.order_by().values_list("dataset").annotate(number=Count("*")))
    flags = _flags(list(found), now)
    named = Dataset.objects.filter(pk__in=found).only("key")
    listed = [Rate(each, flags[each.pk], found[each.pk]) for each in named]
    listed.sort(key=lambda rate: (-rate.share, -rate.on_explained, rate.dataset.key))
    begin = next((place + 1 for place, rate in enumerate(listed) if rate.dataset.key == after), 0)
    return listed[begin : begin + most]


def rate(dataset: Dataset, now: datetime) -> Rate:
    on_explained = _met_again(now).filter(dataset=dataset, met=Resolution.EXPLAINED)
    return Rate(dataset, _flags([dataset.pk], now).get(dataset.pk, 0), on_explained.count())


def _flags(datasets: list[int], now: datetime) -> dict[int, int]:
    """Per dataset the flags of people within the window."""
    raised = Flag.objects.filter(dataset__in=datasets, at__gte=now - WINDOW, at__lte=now, person__isnull=False)
    return dict(raised.order_by().values_list("dataset").annotate(number=Count("*")))


# What stands is looked up for each verdict, not for each flag on it. LIMIT 1: told of a join, the planner reads all
# episodes that there are.
_DOUBTED = """
SELECT issue.id, met.flags, met.disputes FROM ({met}) AS met
CROSS JOIN LATERAL (SELECT * FROM weirdness_episode WHERE id = met.episode_id LIMIT 1) AS episode
CROSS JOIN LATERAL (SELECT * FROM weirdness_issue WHERE id = episode.issue_id LIMIT 1) AS issue
WHERE issue.state = 'closed' AND issue.opened_at = episode.opened_at
AND (issue.resolution = 'explained' OR met.disputes > 0)
AND (%s IS NULL OR (met.disputes, met.flags, -issue.id) < (%s, %s, %s))
ORDER BY met.disputes DESC, met.flags DESC, issue.id LIMIT %s
"""


def doubted(datasets: DatasetQuerySet, now: datetime, most: int, after: Place | None = None) -> list[Doubted]:
    """Of these datasets the verdicts that convince least: most disputed first, then most flagged; or those `after`.

    An accepted issue is real, so "same here" on it is no doubt: it is listed when somebody disputes it.
    """
    # Each person has at most one such flag in an episode. Only what `flag_met` holds is asked of flags.
    met = _met_again(now).filter(dataset__in=datasets.values("pk")).order_by().values("episode_id")
    counted = met.annotate(flags=Count("*"), disputes=Count("kind", filter=Q(kind=Flag.Kind.DISPUTE)))
    try:
        sql, given = counted.query.sql_with_params()
    except EmptyResultSet:  # they triage nothing
        return []
    disputes, flags, number = after or (None, None, None)
    place = [disputes, disputes, flags, -number if number else None]
    with connection.cursor() as cursor:
        cursor.execute(_DOUBTED.format(met=sql), [*given, *place, most])
        return _told(cursor.fetchall(), now)


def _viewpoints(verdicts: list[int], now: datetime) -> dict[int, int]:
    """Per episode, of those who dispute it."""
    disputes = _met_again(now).filter(episode__in=verdicts, kind=Flag.Kind.DISPUTE).order_by()
    return dict(disputes.values_list("episode").annotate(Count("viewpoint", distinct=True)))


def _told(counted: list[tuple[int, int, int]], now: datetime) -> list[Doubted]:
    """From number, flags, disputes."""
    numbers = [number for number, _, _ in counted]
    found = known.with_verdicts(Issue.objects.filter(pk__in=numbers).select_related("dataset", "category"))
    issues = {each.pk: each for each in found}
    verdicts: dict[int, Episode] = {each.pk: each.verdict for each in found}  # type: ignore[attr-defined]
    worded = _worded(numbers)
    later = _later(numbers, worded, now)
    viewpoints = _viewpoints([verdicts[number].pk for number, _, disputes in counted if disputes], now)
    return [
        Doubted(
            issue=issues[number],
            flags=flags,
            disputes=disputes,
            viewpoints=viewpoints.get(verdicts[number].pk, 0),
            worded_at=worded.get(number) or verdicts[number].closed_at,  # type: ignore[arg-type]
            later=later.get(number, flags),
        )
        for number, flags, disputes in counted
    ]


def _worded(numbers: list[int]) -> dict[int, datetime]:
    """When the verdict under way was last put in other words."""
    reworded = Event.objects.filter(issue__in=numbers, verb="reword", at__gte=Coalesce("issue__state_since", "at"))
    return dict(reworded.order_by().values_list("issue").annotate(Max("at")))


def _later(numbers: list[int], worded: dict[int, datetime], now: datetime) -> dict[int, int]:
    """For those that were reworded: how many flagged them since."""
    flags = _met_again(now).filter(issue__in=worded).values_list("issue", "at")
    counts = dict.fromkeys(worded, 0)
    for number, at in flags:
        counts[int(number or 0)] += at >= worded[int(number or 0)]
    return counts
