"""The numbers behind a dataset's confidence, for experts: as they are stored now, or as they stood on a day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from weirdness.confidence.breadth import NEEDED_PEOPLE, NEEDED_VIEWPOINTS
from weirdness.confidence.check_health import HALF_LIFE_RUNS
from weirdness.models import Dataset, Era, Level, Snapshot
from weirdness.web import numbers_rows as rows
from weirdness.web import plots
from weirdness.web.door import dataset_of, signed_in, typed, whole_number
from weirdness.web.numbers_facts import numbers as numbers_of


@require_safe
@signed_in
def numbers(request: HttpRequest, key: str) -> HttpResponse:
    """`on`: a day; `looks`, `history`: from where their tables go on."""
    dataset, now = dataset_of(request, key), timezone.now()
    day, trouble = _day(typed(request.GET, "on").strip())
    snapshot = rows.as_of(dataset, day)
    facts = {
        "dataset": dataset,
        "on": day,
        "trouble": trouble,
        "today": timezone.localdate(now),
        "snapshot": snapshot,
        "names": may_name(dataset, request),
        "need": {"people": NEEDED_PEOPLE, "viewpoints": NEEDED_VIEWPOINTS},
        "half_life_runs": HALF_LIFE_RUNS,
        "eras": rows.eras(dataset),
        "changes": rows.changes(dataset),
        "health": rows.health(dataset),
        **_history(request, dataset),
    }
    if snapshot is not None:
        facts |= _estimate(request, dataset, snapshot, day, now)
    return render(request, "web/confidence_numbers.html", facts)


def may_name(dataset: Dataset, request: HttpRequest) -> bool:
    """Who looked is told by name to those who triage and to the owner; to others as a viewpoint."""
    return (dataset.level_of(request.user) or 0) >= Level.TRIAGE


def _day(text: str) -> tuple[date | None, str]:
    if not text:
        return None, ""
    try:
        day = parse_date(text)
    except ValueError:  # the 31st of February
        day = None
    return day, "" if day else "This is no day. Write it as year, month, day: 2026-03-14."


def until(snapshot: Snapshot | None, day: date | None, now: datetime) -> datetime:
    """Looks are listed up to now; of a past day as far as its estimate knew them."""
    if day is None:
        return now
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return snapshot.at if snapshot else min(end, now)


def _estimate(
    request: HttpRequest, dataset: Dataset, snapshot: Snapshot, day: date | None, now: datetime
) -> dict[str, Any]:
    moment = until(snapshot, day, now)
    era = Era.objects.filter(dataset=dataset).at(moment)
    before = whole_number(request.GET, "looks")
    found = rows.looks(dataset, era, moment, before=before)
    finds = snapshot.inputs["finds"]
    for look in found:
        look.whose, look.finds = rows.whose(look), finds.count(look.place)
    return {
        "numbers": numbers_of(snapshot),
        "result": snapshot.result,
        "methods": snapshot.result["methods"],
        "era": era,
        "looks": found[: rows.LOOKS],
        "looks_before": found[rows.LOOKS - 1].place if len(found) > rows.LOOKS else None,
        "people": rows.people(dataset, era, moment) if may_name(dataset, request) else None,
    }


def _history(request: HttpRequest, dataset: Dataset) -> dict[str, Any]:
    kept = rows.history(dataset, before=whole_number(request.GET, "history"))
    eras = [(era.started_at, era.called) for era in Era.objects.filter(dataset=dataset).standing()]
    return {
        "history": kept[: rows.HISTORY],
        "history_before": kept[rows.HISTORY - 1].pk if len(kept) > rows.HISTORY else None,
        "past": plots.history(rows.drawn(dataset), eras),
    }
