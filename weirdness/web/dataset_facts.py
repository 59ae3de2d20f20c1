"""What a dataset's page tells, each part in a bounded number of queries. The dataset came through `visible_to`."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db.models import Count, Prefetch, Q

import checks
from weirdness.models import Change, Column, Dataset, Episode, Era, Issue, Look, Run, Snapshot, Suite, Viewpoint, Waiver
from weirdness.models.issue_words import Resolution
from weirdness.models.moves import State
from weirdness.services import moments, rows
from weirdness.web.drawing import Picture, picture

MOST_CHANGES = 8


@dataclass(frozen=True)
class Confidence:
    """The stored estimate in words, and its picture."""

    snapshot: Snapshot
    result: dict[str, Any]
    picture: Picture | None


def confidence(dataset: Dataset) -> Confidence | None:
    """The newest snapshot; None before the first."""
    snapshot = Snapshot.objects.filter(dataset=dataset).last()
    if snapshot is None:
        return None
    drawn = picture(snapshot.result["curve"]) if snapshot.inputs["looks"] else None
    return Confidence(snapshot, snapshot.result, drawn)


def open_issues(dataset: Dataset, most: int) -> list[Issue]:
    issues = Issue.objects.filter(dataset=dataset).open().by_score()
    return list(issues.select_related("dataset", "category", "assignee", "assignee_team")[:most])


def _settled(dataset: Dataset, resolution: str) -> list[Episode]:
    """The last episodes of issues that ended this way, and did not return."""
    ended = Episode.objects.filter(issue__dataset=dataset, issue__state=State.CLOSED, issue__resolution=resolution)
    return list(ended.select_related("issue", "issue__category").order_by("-issue_id", "-number").distinct("issue_id"))


def caveats(dataset: Dataset, today: date) -> list[Episode]:
    """What was accepted; `expired` when its date has passed."""
    found = _settled(dataset, Resolution.ACCEPTED)
    for episode in found:
        episode.expired = episode.caveat_until is not None and episode.caveat_until < today
    return found


def explanations(dataset: Dataset) -> list[Episode]:
    return _settled(dataset, Resolution.EXPLAINED)


def suites(dataset: Dataset) -> list[Suite]:
    """Each with `last_runs` (five, with `failing` and `total`), its `rhythm` in words, and `once`, its form's key."""
    recent = Run.objects.order_by("-pk").annotate(
        total=Count("results"), failing=Count("results", filter=Q(results__success=False))
    )
    found = list(Suite.objects.filter(dataset=dataset).prefetch_related(Prefetch("runs", recent[:5], "last_runs")))
    for suite in found:
        suite.once = uuid4()
        rhythm = moments.words(suite.cron)
        suite.rhythm = f"{rhythm[0].lower()}{rhythm[1:]} ({suite.time_zone})" if suite.cron else rhythm
    return found


def columns(dataset: Dataset) -> list[Column]:
    """In order, each with `open_count`."""
    marked = Counter(Issue.objects.filter(dataset=dataset).open().values_list("column", flat=True))
    found = list(dataset.columns.all())
    for column in found:
        column.open_count = marked[column.name]
        column.is_key = column.name in dataset.key_columns
    return found


def changes(dataset: Dataset) -> dict[str, list[Change]]:
    """What changed upstream: `new`, of which nobody has said what it means, and the last `settled` ones."""
    noticed = Change.objects.filter(dataset=dataset).select_related("settled_by")
    return {"new": list(noticed.unsettled()[:MOST_CHANGES]), "settled": list(noticed.exclude(settled_as="")[:5])}


def waivers(dataset: Dataset, today: date) -> list[Waiver]:
    """Rows that are known, the first to expire first; each with its `row` and its `sentence`."""
    found = list(
        Waiver.objects.filter(dataset=dataset).in_force(today).select_related("made_by").order_by("until", "pk")
    )
    asked = {checks.identity(each): each for suite in dataset.suites.all() for each in suite.expectations}
    for each in found:
        each.row = rows.words(each.row_key, dataset.key_columns)
        each.sentence = checks.sentence(asked[each.grouping_key]) if each.grouping_key in asked else ""
    return found


@dataclass(frozen=True)
class Eyes:
    """Who looked in the present era, most looks first (viewpoint, people, looks); and who never did."""

    seen: list[dict[str, Any]]
    absent: list[str]
    most: int
    era: Era


def eyes(dataset: Dataset) -> Eyes:
    era = Era.objects.filter(dataset=dataset).latest("started_at")
    looks = Look.objects.filter(dataset=dataset, at__gte=era.started_at)
    counted = looks.order_by().values("viewpoint", "viewpoint__name")
    seen = list(counted.annotate(looks=Count("pk"), people=Count("person", distinct=True)).order_by("-looks"))
    staffed = Viewpoint.objects.filter(people__is_active=True).distinct()
    absent = staffed.exclude(pk__in=[each["viewpoint"] for each in seen]).order_by("name")
    return Eyes(seen, [each.name for each in absent], max((each["looks"] for each in seen), default=0), era)
