"""What the check engine is asked about a dataset: where its rows are, and what a run of a suite must know."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

import checks
from weirdness.models import Dataset, Profile, Suite, Waiver
from weirdness.services import sources

REMEMBERED = 30  # profiles that expectations about change look back on


def source_of(dataset: Dataset) -> checks.Source:
    """Where the rows are: below a root as this server was told (SOURCE_ROOTS), or in a database."""
    return sources.source_of(dataset)


def masked_columns(dataset: Dataset) -> list[str]:
    """The columns that hold personal data."""
    return list(dataset.columns.filter(personal=True).values_list("name", flat=True))


def asked_of(dataset: Dataset | None) -> dict[str, Any]:
    """What every question about a dataset says to the engine: its source, its key, its masked columns."""
    assert dataset is not None
    return {
        "source": source_of(dataset).to_dict(),
        "key_columns": dataset.key_columns,
        "masked_columns": masked_columns(dataset),
    }


def plan_of(suite: Suite, *, partition: str = "", now: datetime | None = None) -> checks.Plan:
    """A run of the suite on its dataset, or on one part of it, with the waivers in force on the day of `now`."""
    dataset = suite.dataset
    waivers = Waiver.objects.filter(dataset=dataset).in_force(timezone.localdate(now))
    return checks.Plan(
        source=part_of(source_of(dataset), partition),
        suite=suite.document,
        key_columns=tuple(dataset.key_columns),
        masked_columns=tuple(masked_columns(dataset)),
        others={other.key: source_of(other) for other in others(suite.document)},
        history=tuple(history(dataset, partition)) if _is_about_change(suite.document) else (),
        waivers=tuple(checks.Waiver(each.grouping_key, each.row_key, each.value_hash) for each in waivers),
    )


def part_of(source: checks.Source, partition: str) -> checks.Source:
    return replace(source, partition=partition) if partition and isinstance(source, checks.FileSource) else source


def others(document: dict[str, Any]) -> list[Dataset]:
    """The datasets that expectations name beside their own."""
    keys = {
        str(kwargs[name])
        for kind, kwargs in _asked(document)
        for name, argument in kind.arguments.items()
        if argument.field == "dataset" and name in kwargs
    }
    return list(Dataset.objects.filter(key__in=keys).select_related("source"))


def history(dataset: Dataset, partition: str = "", *, before: Profile | None = None) -> list[dict[str, Any]]:
    """Documents of the last profiles, the oldest first.

    Of a part: the newest profile of each part whose name comes before it, in the order of the names, because parts
    such as 2024-01.parquet are named by their time and may be run in any order. `before`: those before this one.
    """
    profiles = Profile.objects.filter(dataset=dataset)
    if before:
        profiles = profiles.filter(at__lte=before.at).exclude(pk=before.pk)
    if partition:
        earlier = profiles.filter(partition__lt=partition).exclude(partition="")
        chosen = earlier.order_by("-partition", "-at").distinct("partition")
    else:
        chosen = profiles.filter(partition="").order_by("-at")
    return list(chosen.values_list("document", flat=True)[:REMEMBERED])[::-1]


def _is_about_change(document: dict[str, Any]) -> bool:
    """Only kinds that we judge can look back; the others need not wait until the history was sent."""
    return any(kind.judge is not None for kind, _ in _asked(document))


def _asked(document: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    for each in document["expectations"]:
        if each["type"] in checks.KINDS:
            yield checks.KINDS[each["type"]], each["kwargs"]
