"""Whether explanations convince: how often people flag what was explained already, and how many doubt it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from weirdness.models import Dataset, Event, Flag, Issue
from weirdness.models.dataset import DatasetQuerySet
from weirdness.models.issue_words import Resolution
from weirdness.models.moves import State
from weirdness.services import known

WINDOW = timedelta(days=90)


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


def _met_again(now: datetime) -> QuerySet[Flag]:
    """People's flags on an episode that had ended with a verdict: they are all "same here" or a dispute."""
    kinds = [Flag.Kind.SAME, Flag.Kind.DISPUTE]
    since = Flag.objects.filter(at__gte=now - WINDOW, at__lte=now, person__isnull=False, kind__in=kinds)
    return since.filter(at__gte=F("episode__closed_at"), episode__resolution__in=known.SETTLED)


def rates(datasets: DatasetQuerySet, now: datetime, most: int) -> list[Rate]:
    """Of those datasets on which explained issues were flagged: the highest share first."""
    on_explained = _met_again(now).filter(dataset__in=datasets.values("pk"), episode__resolution=Resolution.EXPLAINED)
    counted = on_explained.order_by().values("dataset").annotate(on_explained=Count("pk"))
    found = {each["dataset"]: each["on_explained"] for each in counted}
    flags = _flags(list(found), now)
    listed = [Rate(each, flags[each.pk], found[each.pk]) for each in Dataset.objects.filter(pk__in=found)]
    return sorted(listed, key=lambda rate: (-rate.share, -rate.on_explained, rate.dataset.key))[:most]


def rate(dataset: Dataset, now: datetime) -> Rate:
    on_explained = _met_again(now).filter(dataset=dataset, episode__resolution=Resolution.EXPLAINED)
    return Rate(dataset, _flags([dataset.pk], now).get(dataset.pk, 0), on_explained.count())


def _flags(datasets: list[int], now: datetime) -> dict[int, int]:
    """Per dataset the flags of people within the window."""
    raised = Flag.objects.filter(dataset__in=datasets, at__gte=now - WINDOW, at__lte=now, person__isnull=False)
    return dict(raised.order_by().values_list("dataset").annotate(number=Count("*")))


def doubted(datasets: DatasetQuerySet, now: datetime, most: int) -> list[Doubted]:
    """Of these datasets the verdicts that convince least: most disputed first, then most flagged.

    An accepted issue is real, so "same here" on it is no doubt: it is listed when somebody disputes it.
    """
    # Each person has at most one such flag in an episode. Only what `flag_by_moment` holds is asked of flags.
    counted = (
        _of_last_episodes(now)
        .filter(dataset__in=datasets.values("pk"))
        .order_by()
        .values(number=F("episode__issue"), resolution=F("episode__issue__resolution"))
        .annotate(flags=Count("*"), disputes=Count("kind", filter=Q(kind=Flag.Kind.DISPUTE)))
        .filter(Q(resolution=Resolution.EXPLAINED) | Q(disputes__gt=0))
        .order_by("-disputes", "-flags", "number")[:most]
    )
    return _told(list(counted), now)


def _of_last_episodes(now: datetime) -> QuerySet[Flag]:
    """Flags on the verdicts under way."""
    again = _met_again(now).filter(episode__issue__state=State.CLOSED)
    return again.filter(episode__opened_at=F("episode__issue__opened_at"))


def _viewpoints(numbers: list[int], now: datetime) -> dict[int, int]:
    """Of those who dispute each of these issues."""
    disputes = _of_last_episodes(now).filter(issue__in=numbers, kind=Flag.Kind.DISPUTE).order_by()
    return dict(disputes.values_list("issue").annotate(Count("viewpoint", distinct=True)))


def _told(counted: list[Any], now: datetime) -> list[Doubted]:
    numbers = [each["number"] for each in counted]
    issues = Issue.objects.filter(pk__in=numbers).select_related("dataset", "category")
    found = {each.pk: each for each in known.with_verdicts(issues)}
    worded = _worded(numbers)
    later, viewpoints = _later(numbers, worded, now), _viewpoints(numbers, now)
    return [
        Doubted(
            issue=found[each["number"]],
            flags=each["flags"],
            disputes=each["disputes"],
            viewpoints=viewpoints.get(each["number"], 0),
            worded_at=worded.get(each["number"]) or found[each["number"]].verdict.closed_at,  # type: ignore[attr-defined]
            later=later.get(each["number"], each["flags"]),
        )
        for each in counted
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
