"""What the checks say of a dataset: how many important expectations fail now, and how many flap."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from weirdness.confidence import flapping
from weirdness.models import GroupingKey, Result, Run, Suite
from weirdness.models.issue_words import Resolution, Severity

EXCUSING = (Resolution.EXPLAINED, Resolution.ACCEPTED)
WINDOW = 21  # results that flapping looks at
LOOKED_BACK = 4 * WINDOW  # runs from which is told whether an expectation flaps, or still does


class Health(NamedTuple):
    """Live expectations of severity major or critical."""

    failing: int = 0
    flapping: int = 0


Excused = Mapping[int, Collection[str]]


def excused(datasets: Iterable[int]) -> dict[int, set[str]]:
    """Keys of expectations whose issue was explained or accepted: what they find is known."""
    found: dict[int, set[str]] = defaultdict(set)
    keys = GroupingKey.objects.filter(dataset__in=datasets, issue__resolution__in=EXCUSING)
    for dataset, key in keys.values_list("dataset", "key"):
        found[dataset].add(key)
    return found


def health(suites: QuerySet[Suite], runs: QuerySet[Run], known: Excused) -> dict[int, Health]:
    """Per dataset of these live suites, from the newest of these runs; in at most three queries.

    An expectation that was explained, or accepted, is `known` and does not count; one that never ran says nothing yet;
    what is only tried out does not count either.
    """
    ended = runs.filter(suite=OuterRef("pk"), state__in=[Run.State.PASSED, Run.State.FAILED]).order_by("-pk")
    judged = ended.filter(Exists(Result.objects.filter(run=OuterRef("pk"))))
    rows = suites.annotate(last=ArraySubquery(judged.values("pk")[:LOOKED_BACK])).values_list("dataset", "last")
    windows = [(dataset, last) for dataset, last in rows if last]
    failing, important = _newest(windows, known)
    flaps = _flapping(windows, important)
    return {dataset: Health(failing[dataset], flaps[dataset]) for dataset, _ in windows}


Window = tuple[int, list[int]]
Keys = dict[int, set[str]]


def _newest(windows: list[Window], known: Excused) -> tuple[dict[int, int], Keys]:
    """Per dataset how many fail in the newest runs; and which keys are important, per newest run."""
    datasets = {last[0]: dataset for dataset, last in windows}
    failing: dict[int, int] = defaultdict(int)
    important: Keys = defaultdict(set)
    results = Result.objects.filter(run__in=datasets, severity__gte=Severity.MAJOR, is_shadow=False)
    for run, key, success in results.values_list("run", "grouping_key", "success"):
        if key not in known.get(datasets[run], ()):
            important[run].add(key)
            failing[datasets[run]] += success is False
    return failing, important


def _flapping(windows: list[Window], important: Keys) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    troubled = _troubled(windows)
    place = {run: last[0] for _, last in windows for run in last if last[0] in troubled}
    results = Result.objects.filter(run__in=place, severity__gte=Severity.MAJOR, success__isnull=False)
    histories: dict[tuple[int, str], list[bool]] = defaultdict(list)
    shown = results.filter(is_shadow=False).order_by("run", "position")
    for run, key, success in shown.values_list("run", "grouping_key", "success"):
        if key in important[place[run]]:
            histories[place[run], key].append(bool(success))
    datasets = {last[0]: dataset for dataset, last in windows}
    for (newest, _), history in histories.items():
        found[datasets[newest]] += flaps(history)
    return found


def _troubled(windows: list[Window]) -> set[int]:
    """The newest runs of suites that failed lately: where nothing failed nothing flaps."""
    newest = {run: last[0] for _, last in windows for run in last}
    failed = Run.objects.filter(pk__in=newest, state=Run.State.FAILED).values_list("pk", flat=True)
    return {newest[run] for run in failed}


def flaps(history: list[bool]) -> bool:
    """Whether it flaps after these results, oldest first: on and off at different marks, so each step is judged."""
    on = False
    for end in range(1, len(history) + 1):
        on = flapping(history[max(0, end - WINDOW) : end], on)
    return on
