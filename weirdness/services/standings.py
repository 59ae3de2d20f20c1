"""Where each dataset stands on the way to stable, and its months: few numbers beside each estimate, for pages of all.

They are made from the estimate and from the log, whole, and never counted up.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from weirdness.confidence.breadth import NEEDED_PEOPLE, NEEDED_VIEWPOINTS
from weirdness.confidence.gates import SILENT_DAYS, recency_gaps
from weirdness.models import Era, Month, Standing
from weirdness.services import era_looks, finds, missing, staff
from weirdness.services.estimated import Estimated

COLUMNS = [each.name for each in Standing._meta.concrete_fields if each.name != "dataset"]


def write(made: Sequence[Estimated], *, now: datetime) -> None:
    """Of the datasets that were just estimated; in a fixed number of questions."""
    today = timezone.localdate(now)
    rows = [standing(each, today) for each in made]
    Standing.objects.bulk_create(rows, update_conflicts=True, unique_fields=["dataset"], update_fields=COLUMNS)
    write_months([each.dataset.pk for each in made if each.is_news], now=now)


def standing(each: Estimated, today: date) -> Standing:
    inputs, result = each.inputs, each.snapshot.result
    lacks = bool(result["missing"])
    parts = missing.bars(each.snapshot, today) if lacks else []
    nearness = sum(part.share for part in parts) / len(parts) if parts else 1.0
    lately = inputs.looks_within(SILENT_DAYS)
    return Standing(
        dataset=each.dataset,
        at=each.snapshot.at,
        looks=max(missing.looks_to_go(inputs, result), 1 if recency_gaps(inputs) else 0) if lacks else 0,
        people=_short(result["breadth"]["people"], NEEDED_PEOPLE) if lacks else 0.0,
        viewpoints=_short(result["breadth"]["viewpoints"], NEEDED_VIEWPOINTS) if lacks else 0.0,
        issues=inputs.open_major + inputs.open_critical + inputs.untriaged,
        checks=inputs.failing_checks + inputs.flapping_checks,
        missing=result["missing"],
        counted=inputs.looks,
        lately=lately,
        nearness=nearness,
        need=lately * (1 - nearness),
    )


def _short(had: float, needed: float) -> float:
    return max(0.0, needed - had - missing.ROUNDING)


def write_months(datasets: Sequence[int], *, now: datetime) -> None:
    """All months of these, from all of their eras; a month that has no looks any more goes."""
    if not datasets:
        return
    begun = Era.objects.filter(dataset__in=datasets).order_by().values_list("dataset")
    starts = dict(begun.annotate(first=Min("started_at")))
    persons = staff.accounts(now)
    uses, found = era_looks.of_eras(starts, persons, now), finds.of_eras(starts, persons, now)
    rows = []
    for dataset, start in starts.items():
        looks, positions = finds.placed(uses[dataset], found[dataset], since=start)
        days = [use.day.replace(day=1) for use in looks.uses]
        rows += _months(dataset, Counter(days), Counter(days[position - 1] for position in positions))
    kept = {(row.dataset_id, row.first_day) for row in rows}
    old = Month.objects.filter(dataset__in=datasets).values_list("pk", "dataset", "first_day")
    Month.objects.filter(pk__in=[pk for pk, *month in old if tuple(month) not in kept]).delete()
    Month.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["dataset", "first_day"], update_fields=["looks", "finds"]
    )


def _months(dataset: int, looks: Mapping[date, int], found: Mapping[date, int]) -> list[Month]:
    return [
        Month(dataset_id=dataset, first_day=month, looks=many, finds=found.get(month, 0))
        for month, many in looks.items()
    ]
