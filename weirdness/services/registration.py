"""What the registration form says of a dataset, judged field by field; how it becomes a dataset."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.db import transaction

from weirdness.models import Column, Dataset, Person, Source, Team
from weirdness.services import datasets, events, guess, tiers
from weirdness.services.datasets import ColumnSpec
from weirdness.services.errors import Conflict, NotAllowed, Refused

LONGEST_DESCRIPTION = 4000
LONGEST_UNIT = 60


@dataclass(frozen=True)
class Registration:
    """As typed. `owner` is `person:ID` or `team:ID`, `triage_team` the id of a team."""

    key: str
    title: str
    description: str
    owner: str
    triage_team: str
    tier: str
    open_to_all: bool
    columns: tuple[ColumnSpec, ...]
    key_columns: tuple[str, ...] = ()
    location: str = ""
    format: str = ""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> Self:
        columns = tuple(ColumnSpec(**each) for each in said["columns"])
        return cls(**{**said, "columns": columns, "key_columns": tuple(said["key_columns"])})


def accept(said: Registration, *, dataset: Dataset | None = None) -> None:
    """Raises Refused with a sentence for each field that cannot be; `dataset`: the one that is changed."""
    problems = _wrong_words(said)
    problems |= datasets.wrong_key(said.key, dataset=dataset)
    if owner_of(said.owner) is None:
        problems["owner"] = "Choose the person or team that is accountable for these data."
    if team_of(said.triage_team) is None:
        problems["triage_team"] = "Choose the team of data scientists that judges flags on it."
    if problems:
        raise Refused(**problems)


def _wrong_words(said: Registration) -> dict[str, str]:
    problems = {}
    if not 0 < len(said.title.strip()) <= 160:
        problems["title"] = "Give it a title of at most 160 characters, as people call it."
    if len(said.description) > LONGEST_DESCRIPTION:
        problems["description"] = f"Keep the description below {LONGEST_DESCRIPTION:,} characters."
    if said.tier not in Dataset.Tier.values:
        problems["tier"] = "Choose how much the dataset matters."
    if long := [each.name for each in said.columns if len(each.unit) > LONGEST_UNIT]:
        problems["columns"] = f"The unit of {', '.join(long)} has more than {LONGEST_UNIT} characters."
    if long := [each.name for each in said.columns if len(each.description) > LONGEST_DESCRIPTION]:
        problems["columns"] = f"Keep what is said of {', '.join(long)} below {LONGEST_DESCRIPTION:,} characters."
    return problems


def owner_of(said: str) -> Person | Team | None:
    """The active person or the team that `person:3` or `team:2` names."""
    kind, _, number = said.partition(":")
    if not number.isdecimal() or len(number) > 9:
        return None
    if kind == "person":
        return Person.objects.filter(is_active=True, pk=int(number)).first()
    return Team.objects.filter(pk=int(number)).first() if kind == "team" else None


def team_of(said: str) -> Team | None:
    owner = owner_of(f"team:{said}")
    return owner if isinstance(owner, Team) else None


def may_register(person: Person, source: Source) -> bool:
    return Source.objects.administered_by(person).filter(pk=source.pk).exists()


@transaction.atomic
def register(*, said: Registration, source: Source, found: dict[str, Any], actor: Person, now: datetime) -> Dataset:
    """Makes the dataset. `found` is a checks.Description as a dict: what the data hold at this moment.

    Raises Refused, for instance when the key columns do not name each row once; NotAllowed.
    """
    if not may_register(actor, source):
        raise NotAllowed("Registering a dataset needs the permission “administer” on its source.")
    accept(said)
    held = {name for name, _ in found["columns"]}
    if gone := [each.name for each in said.columns if each.name not in held]:
        raise Refused(columns=f"The data have no column {', '.join(gone)}. They have: {', '.join(sorted(held))}.")
    owner, team = owner_of(said.owner), team_of(said.triage_team)
    assert owner is not None
    assert team is not None
    return datasets.register(
        key=said.key,
        title=said.title.strip(),
        description=said.description.strip(),
        source=source,
        location=said.location,
        format=said.format,
        columns=_as_found(said.columns, found["columns"]),
        key_columns=list(said.key_columns),
        key_unique=bool(found["key_unique"]),
        owner=owner,
        triage_team=team,
        tier=said.tier,
        open_to_all=said.open_to_all,
        row_count=found["row_count"],
        now=now,
        actor=actor,
    )


def _as_found(said: Iterable[ColumnSpec], found: list[tuple[str, str]]) -> list[ColumnSpec]:
    """What was said of each column that the data have now; a column that nobody saw yet gets the kind guess."""
    known = {each.name: each for each in said}
    return [
        replace(known[name], type=kind)
        if name in known
        else ColumnSpec(name=name, type=kind, personal=guess.personal(name))
        for name, kind in found
    ]


@transaction.atomic
def change(*, dataset: Dataset, said: Registration, actor: Person, now: datetime) -> list[str]:
    """Changes what is said of a dataset, its own key too; its place and the columns that name a row stay.

    Returns what `datasets.rename` returns.
    """
    _only_owners(dataset, actor)
    events.hold(dataset.pk)
    accept(said, dataset=dataset)
    rules_left = datasets.rename(dataset=dataset, key=said.key, actor=actor, now=now)
    before = _facts(dataset)
    owner = owner_of(said.owner)
    dataset.title, dataset.description = said.title.strip(), said.description.strip()
    dataset.owner = owner if isinstance(owner, Person) else None
    dataset.owner_team = owner if isinstance(owner, Team) else None
    dataset.triage_team = team_of(said.triage_team) or dataset.triage_team
    dataset.open_to_all = said.open_to_all
    # Not all of the row: its state may have changed since it was read.
    dataset.save(update_fields=["title", "description", "owner", "owner_team", "triage_team", "open_to_all"])
    after = _facts(dataset)
    tiers.change(dataset=dataset, to=said.tier, actor=actor, now=now)
    changed = [name for name in before if before[name] != after[name]]
    if changed:
        data = {name: [before[name], after[name]] for name in changed}
        events.record(
            verb="registration_changed", actor=actor, now=now, dataset=dataset, reason=", ".join(changed), data=data
        )
    _change_columns(dataset, said.columns, actor=actor, now=now)
    return rules_left


def _facts(dataset: Dataset) -> dict[str, str]:
    return {
        "title": dataset.title,
        "description": dataset.description,
        "owner": str(dataset.accountable),
        "data scientists": str(dataset.triage_team),
        "who may see it": "everybody" if dataset.open_to_all else "by permission",
    }


def _change_columns(dataset: Dataset, said: Iterable[ColumnSpec], *, actor: Person, now: datetime) -> None:
    wanted = {each.name: each for each in said}
    for column in dataset.columns.all():
        new = wanted.get(column.name)
        if new is None or (new.description, new.unit, new.personal) == (
            column.description,
            column.unit,
            column.personal,
        ):
            continue
        datasets.describe_column(
            column=column,
            actor=actor,
            now=now,
            description=new.description,
            unit=new.unit,
            personal=new.personal,
        )


def _only_owners(dataset: Dataset, actor: Person) -> None:
    if not datasets.may_change(actor, dataset):
        raise NotAllowed(f"Only the owner of {dataset.key} and administrators may change its registration.")


def differences(dataset: Dataset, found: list[tuple[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Registered columns against the data's: {"added": [{name, type}], "gone": […], "retyped": [{name, type, was}]}."""
    now, then = dict(found), dict(dataset.columns.values_list("name", "type"))
    return {
        "added": [{"name": name, "type": kind} for name, kind in now.items() if name not in then],
        "gone": [{"name": name, "type": kind} for name, kind in then.items() if name not in now],
        "retyped": [
            {"name": name, "type": kind, "was": then[name]}
            for name, kind in now.items()
            if name in then and then[name] != kind
        ],
    }


@transaction.atomic
def take_over(*, dataset: Dataset, found: list[tuple[str, str]], actor: Person, now: datetime) -> Dataset:
    """Makes the registered columns those of the data: what was said of columns that stay is kept.

    A key that lost a column names no row any more: it is emptied, and rows are then named by their content.
    """
    _only_owners(dataset, actor)
    events.hold(dataset.pk)
    changed = differences(dataset, found)
    if not any(changed.values()):
        raise Conflict("The registered columns are those of the data already; somebody else may have taken them over.")
    if odd := datasets.unkept_name(name for name, _ in found):
        raise Conflict(odd)
    known = {each.name: each for each in dataset.columns.all()}
    dataset.columns.exclude(name__in=[name for name, _ in found]).delete()
    for position, (name, kind) in enumerate(found, start=1):
        column = known.get(name) or Column(dataset=dataset, name=name, personal=guess.personal(name))
        column.position, column.type = position, kind
        column.save()
    if any(each["name"] in dataset.key_columns for each in changed["gone"]):
        dataset.key_columns = []
        dataset.save(update_fields=["key_columns"])
    said = "; ".join(f"{what}: {', '.join(each['name'] for each in those)}" for what, those in changed.items() if those)
    events.record(verb="columns_taken_over", actor=actor, now=now, dataset=dataset, reason=said, data=changed)
    return dataset
