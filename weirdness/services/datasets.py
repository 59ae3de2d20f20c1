"""Registering datasets and saying what they mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from weirdness.models import Column, Dataset, Era, Flag, Person, Source, Team
from weirdness.models.dataset import valid_key
from weirdness.services import events, flags
from weirdness.services.errors import Refused


@dataclass(frozen=True)
class ColumnSpec:
    """What is said of one column; `type` is a logical type name such as integer, text, timestamp."""

    name: str
    type: str
    description: str = ""
    unit: str = ""
    personal: bool = False


@transaction.atomic
def register_source(*, slug: str, name: str, root: str, now: datetime, actor: Person | None = None) -> Source:
    """Registers a folder: `root` is the name that SOURCE_ROOTS gives it."""
    source = Source.objects.create(slug=slug, name=name, root=root)
    events.record(verb="source_registered", actor=actor, now=now, after=slug[:40])
    return source


@transaction.atomic
def register(
    *,
    key: str,
    title: str,
    description: str,
    source: Source,
    location: str,
    format: str,
    columns: Iterable[ColumnSpec],
    key_columns: list[str],
    key_unique: bool,
    owner: Person | Team,
    triage_team: Team,
    now: datetime,
    actor: Person | None = None,
    steward: Person | None = None,
    tier: str = Dataset.Tier.STANDARD,
    open_to_all: bool = True,
    row_count: int | None = None,
    is_demo: bool = False,
) -> Dataset:
    """Registers a dataset, opens its first era, and adopts the flags that were waiting under its name."""
    columns = list(columns)
    _accept(key=key, columns=columns, key_columns=key_columns, key_unique=key_unique)
    dataset = Dataset.objects.create(
        key=key,
        title=title,
        description=description,
        source=source,
        location=location,
        format=format,
        key_columns=key_columns,
        steward=steward,
        triage_team=triage_team,
        tier=tier,
        open_to_all=open_to_all,
        owner=owner if isinstance(owner, Person) else None,
        owner_team=owner if isinstance(owner, Team) else None,
        row_count=row_count,
        is_demo=is_demo,
        registered_at=now,
    )
    _add_columns(dataset, columns)
    Era.objects.create(dataset=dataset, started_at=now, reason="the registration")
    events.record(verb="registered", actor=actor, now=now, dataset=dataset)
    _adopt_flags(dataset, now=now)
    return dataset


def _add_columns(dataset: Dataset, columns: list[ColumnSpec]) -> None:
    Column.objects.bulk_create(
        Column(dataset=dataset, position=position, **vars(column)) for position, column in enumerate(columns, start=1)
    )


def _adopt_flags(dataset: Dataset, *, now: datetime) -> None:
    for flag in Flag.objects.to_register().filter(dataset_name__iexact=dataset.key).order_by("at", "pk"):
        flags.adopt(flag=flag, dataset=dataset, now=now)


def _accept(*, key: str, columns: list[ColumnSpec], key_columns: list[str], key_unique: bool) -> None:
    try:
        valid_key(key)
    except ValidationError as error:
        raise Refused(key=str(error.message)) from error
    if Dataset.objects.filter(key=key).exists():
        raise Refused(key=f"{key} is registered already. Choose another key, or open the one that is there.")
    names = {column.name for column in columns}
    if strange := [name for name in key_columns if name not in names]:
        raise Refused(key_columns=f"{', '.join(strange)} is not among the columns: {', '.join(sorted(names))}.")
    if key_columns and not key_unique:
        raise Refused(
            key_columns=f"{', '.join(key_columns)} together name some rows twice. Add a column that tells them apart, "
            "or leave the key empty: rows are then named by their content."
        )


@transaction.atomic
def describe_column(
    *, column: Column, actor: Person, now: datetime, description: str | None = None, unit: str | None = None
) -> None:
    """Changes what a column is said to mean; the history keeps what was said before."""
    before = {"description": column.description, "unit": column.unit}
    column.description = column.description if description is None else description
    column.unit = column.unit if unit is None else unit
    column.save()
    after = {"description": column.description, "unit": column.unit}
    events.record(
        verb="described",
        actor=actor,
        now=now,
        dataset=column.dataset,
        reason=column.name,
        data={"column": column.name, "before": before, "after": after},
    )
