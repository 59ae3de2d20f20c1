"""Registering datasets and saying what they mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from weirdness.models import Column, Dataset, Era, Flag, FormerKey, Level, Person, Rule, Source, Team
from weirdness.models.dataset import valid_key
from weirdness.routing import globs
from weirdness.services import events, flags, once
from weirdness.services.errors import NotAllowed, Refused

LONGEST_NAME = 200
KEYS = "dataset keys"  # held while one is given: a key is one dataset's, now or once


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
    once.hold(KEYS)
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
    _first_era(dataset, actor, now)
    events.record(verb="registered", actor=actor, now=now, dataset=dataset)
    _adopt_flags(dataset, now=now)
    return dataset


def _first_era(dataset: Dataset, actor: Person | None, now: datetime) -> None:
    begun = {"started_at": now, "recorded_at": now, "by": actor}
    Era.objects.create(dataset=dataset, kind=Era.Kind.REGISTERED, reason="the registration", **begun)


def _add_columns(dataset: Dataset, columns: list[ColumnSpec]) -> None:
    Column.objects.bulk_create(
        Column(dataset=dataset, position=position, **vars(column)) for position, column in enumerate(columns, start=1)
    )


def _adopt_flags(dataset: Dataset, *, now: datetime) -> None:
    for flag in Flag.objects.to_register().filter(dataset_name__iexact=dataset.key).order_by("at", "pk"):
        flags.adopt(flag=flag, dataset=dataset, now=now)


@transaction.atomic
def rename(*, dataset: Dataset, key: str, actor: Person, now: datetime) -> list[str]:
    """Gives it another key; links and logs with the old one still find it. Numbers stay: they follow the dataset.

    Returns the names of the rules of routing that meant it by the old key and do not fit the new one.
    Raises Refused when the key cannot be, or is or was another's; NotAllowed.
    """
    if not may_change(actor, dataset):
        raise NotAllowed(f"Only the owner of {dataset.key} and administrators may rename it.")
    once.hold(KEYS)
    events.hold(dataset.pk)
    before = Dataset.objects.select_for_update(of=("self",)).get(pk=dataset.pk).key
    if key == before:
        return []
    if problems := wrong_key(key, dataset=dataset):
        raise Refused(**problems)
    FormerKey.objects.filter(key=key).delete()  # its own: it gets a key back
    FormerKey.objects.create(key=before, dataset=dataset, until=now)
    dataset.key = key
    dataset.save(update_fields=["key"])
    events.record(
        verb="renamed",
        actor=actor,
        now=now,
        dataset=dataset,
        before=before[:40],
        after=key[:40],
        data={"before": before, "after": key},
    )
    _adopt_flags(dataset, now=now)
    return _rules_left(before, key)


def _rules_left(before: str, after: str) -> list[str]:
    def fits(rule: Rule, key: str) -> bool:
        named = [each["argument"] for each in rule.conditions if each["kind"] == "dataset"]
        return any(globs.matches(pattern, key) for patterns in named for pattern in patterns)

    return [rule.name for rule in Rule.objects.all() if fits(rule, before) and not fits(rule, after)]


def wrong_key(key: str, *, dataset: Dataset | None = None) -> dict[str, str]:
    """A sentence when no new dataset, or not this one, may have this key, else nothing."""
    try:
        valid_key(key)
    except ValidationError as error:
        return {"key": str(error.message)}
    if len(key) > 120:
        return {"key": "Keep the key below 120 characters: people type it."}
    others = Dataset.objects.exclude(pk=dataset.pk) if dataset else Dataset.objects.all()
    if others.filter(key=key).exists():
        return {"key": f"{key} is registered already. Choose another key, or open the one that is there."}
    if former := FormerKey.objects.filter(key=key, dataset__in=others).select_related("dataset").first():
        return {"key": f"{key} was the key of {former.dataset.key}, and links still lead there. Choose another key."}
    return {}


def unkept_name(names: Iterable[str]) -> str:
    """A sentence about the first name of a column that cannot be kept, "" when there is none."""
    for name in names:
        if len(name) > LONGEST_NAME or "\0" in name:
            return (
                f"The column {name[:60].replace(chr(0), ' ')}… cannot be registered: a name may have {LONGEST_NAME} "
                "characters, and no NUL. Rename it in the data."
            )
    return ""


def may_change(person: Person, dataset: Dataset) -> bool:
    """Its owner and administrators may say what a dataset is."""
    return (dataset.level_of(person) or 0) >= Level.OWN


def _accept(*, key: str, columns: list[ColumnSpec], key_columns: list[str], key_unique: bool) -> None:
    if problems := wrong_key(key):
        raise Refused(**problems)
    if odd := unkept_name(column.name for column in columns):
        raise Refused(columns=odd)
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
    *,
    column: Column,
    actor: Person,
    now: datetime,
    description: str | None = None,
    unit: str | None = None,
    personal: bool | None = None,
) -> None:
    """Changes what a column is said to mean, and whether it is masked; the history keeps what was said before."""
    before = _said(column)
    column.description = column.description if description is None else description
    column.unit = column.unit if unit is None else unit
    column.personal = column.personal if personal is None else personal
    column.save()
    events.record(
        verb="described",
        actor=actor,
        now=now,
        dataset=column.dataset,
        reason=column.name,
        data={"column": column.name, "before": before, "after": _said(column)},
    )


def _said(column: Column) -> dict[str, str | bool]:
    return {"description": column.description, "unit": column.unit, "personal": column.personal}
