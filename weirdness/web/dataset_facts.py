"""What a dataset's page tells, each part in a bounded number of queries. The dataset came through `visible_to`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from weirdness.models import Change, Column, Dataset, Era, Issue, Look, Person, Run, Snapshot, Suite, Viewpoint
from weirdness.models.issue import seen_by
from weirdness.services import convincing, disputes, known, moments
from weirdness.web import counting, waiver_list
from weirdness.web.drawing import Picture, picture
from weirdness.web.known import marked

MOST_CHANGES, MOST_SETTLED, MOST_DOUBTED = 8, 10, 5


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


def open_issues(dataset: Dataset, person: Person, most: int) -> list[Issue]:
    issues = seen_by(person).filter(dataset=dataset).open().by_score()
    return list(issues.select_related("dataset", "category", "assignee", "assignee_team")[:most])


def settled(dataset: Dataset, person: Person, *resolutions: str, column: str = "") -> dict[str, Any]:
    """The explanations or caveats that most people met, each issue with its `verdict`; `more`: there are others."""
    found = known.settled(person, dataset, *resolutions, column=column).by_score()
    issues = known.with_verdicts(found.select_related("dataset", "category")[: MOST_SETTLED + 1])
    return {"issues": marked(issues[:MOST_SETTLED]), "more": len(issues) > MOST_SETTLED}


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


def columns(dataset: Dataset, person: Person) -> list[Column]:
    """In order, each with `open_count`."""
    seen = seen_by(person).filter(dataset=dataset)
    counts = dict(seen.open().order_by().values_list("column").annotate(number=Count("*")))
    found = list(dataset.columns.all())
    for column in found:
        column.open_count = counts.get(column.name, 0)
        column.is_key = column.name in dataset.key_columns
    return found


def changes(dataset: Dataset) -> dict[str, list[Change]]:
    """What changed upstream: `new`, of which nobody has said what it means, and the last `settled` ones."""
    noticed = Change.objects.filter(dataset=dataset).select_related("settled_by")
    return {"new": list(noticed.unsettled()[:MOST_CHANGES]), "settled": list(noticed.exclude(settled_as="")[:5])}


def waivers(dataset: Dataset, person: Person, today: date) -> dict[str, Any]:
    """Rows that are known: how many, at most a thousand; and those that end within two weeks, the first first."""
    soon = list(waiver_list.listed(dataset, "soon", today).select_related("made_by")[: MOST_SETTLED + 1])
    return {
        "count": counting.said(counting.capped(waiver_list.listed(dataset, "force", today))),
        "soon": waiver_list.said(dataset, person, soon[:MOST_SETTLED]),
        "more": len(soon) > MOST_SETTLED,
    }


def convincing_of(dataset: Dataset, now: datetime) -> dict[str, Any]:
    """How often people flag what was explained, and the verdicts that convince least."""
    this = Dataset.objects.filter(pk=dataset.pk)
    return {
        "rate": convincing.rate(dataset, now),
        "worst": convincing.doubted(this, now, MOST_DOUBTED),
        "needed": disputes.PEOPLE,
    }


@dataclass(frozen=True)
class Eyes:
    """Who looked in the present era, most looks first (viewpoint, people, looks); and who never did."""

    seen: list[dict[str, Any]]
    absent: list[str]
    most: int
    era: Era


def eyes(dataset: Dataset) -> Eyes:
    era = Era.objects.filter(dataset=dataset).at(timezone.now())
    looks = Look.objects.counted().filter(dataset=dataset, at__gte=era.started_at)
    counted = looks.order_by().values("viewpoint", "viewpoint__name")
    seen = list(counted.annotate(looks=Count("pk"), people=Count("person", distinct=True)).order_by("-looks"))
    staffed = Viewpoint.objects.filter(people__is_active=True).distinct()
    absent = staffed.exclude(pk__in=[each["viewpoint"] for each in seen]).order_by("name")
    return Eyes(seen, [each.name for each in absent], max((each["looks"] for each in seen), default=0), era)
