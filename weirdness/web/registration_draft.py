"""What is in the registration form, wherever it came from: a look at the data, the dataset, or the form as sent."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from weirdness.confidence import tiers
from weirdness.models import Dataset, Inquiry, Person, Team
from weirdness.services import guess
from weirdness.services.datasets import ColumnSpec
from weirdness.services.registration import Registration
from weirdness.web.door import typed

SAMPLES = 3
FOR = {"key": "decisions rest on it", "standard": "used day by day", "sandbox": "to try things out"}


@dataclass(frozen=True)
class ColumnDraft:
    """`id` tells the fields of one column from those of another; `samples` are a few values, as text."""

    id: str
    name: str
    type: str
    description: str = ""
    unit: str = ""
    personal: bool = False
    is_key: bool = False
    samples: str = ""

    def spec(self) -> ColumnSpec:
        return ColumnSpec(self.name, self.type, self.description.strip(), self.unit.strip(), self.personal)


@dataclass(frozen=True)
class Draft:
    key: str = ""
    title: str = ""
    description: str = ""
    owner: str = ""
    triage_team: str = ""
    tier: str = Dataset.Tier.STANDARD
    open_to_all: bool = True
    columns: list[ColumnDraft] = field(default_factory=list)

    def registration(self, location: str = "", format: str = "") -> Registration:
        return Registration(
            key=self.key.strip().lower(),
            title=self.title,
            description=self.description,
            owner=self.owner,
            triage_team=self.triage_team,
            tier=self.tier,
            open_to_all=self.open_to_all,
            columns=tuple(each.spec() for each in self.columns),
            key_columns=tuple(each.name for each in self.columns if each.is_key),
            location=location,
            format=format,
        )


def from_look(looked: Inquiry, rows: Inquiry | None) -> Draft:
    """The kind guesses: a key and title from the place, the only team, columns that sound personal ticked."""
    assert looked.source is not None
    said, table = looked.arguments, looked.source.is_database
    area = looked.source.settings.get("database", "") if table else looked.source.root
    name = said.get("name", "").lower()
    teams = Team.objects.values_list("pk", flat=True)[:2]
    return Draft(
        key=name or guess.key(area or looked.source.slug, said["location"], table=table),
        title=guess.title(said["location"], table=table),
        triage_team=str(teams[0]) if len(teams) == 1 else "",
        columns=_columns(looked, rows),
    )


def _columns(looked: Inquiry, rows: Inquiry | None) -> list[ColumnDraft]:
    shown = (rows.answer or {}).get("rows", []) if rows and rows.state == Inquiry.State.ANSWERED else []
    return [
        ColumnDraft(
            id=str(number),
            name=each["name"],
            type=each["type"],
            personal=each["personal"],
            samples=_samples([row.get(each["name"]) for row in shown]),
        )
        for number, each in enumerate(looked.answer["columns"])
    ]


def _samples(values: list[Any]) -> str:
    told = dict.fromkeys(str(value)[:30] for value in values if value not in (None, ""))
    return ", ".join(list(told)[:SAMPLES])


def from_dataset(dataset: Dataset) -> Draft:
    columns = [
        ColumnDraft(
            str(each.pk),
            each.name,
            each.type,
            each.description,
            each.unit,
            each.personal,
            each.name in dataset.key_columns,
        )
        for each in dataset.columns.all()
    ]
    return Draft(
        key=dataset.key,
        title=dataset.title,
        description=dataset.description,
        owner=f"person:{dataset.owner_id}" if dataset.owner_id else f"team:{dataset.owner_team_id}",
        triage_team=str(dataset.triage_team_id),
        tier=dataset.tier,
        open_to_all=dataset.open_to_all,
        columns=columns,
    )


def from_form(form: QueryDict, known: Draft) -> Draft:
    """`known` with what was typed over it; which columns there are is never taken from the form."""
    texts = {name: typed(form, name) for name in ("title", "description", "owner", "triage_team", "tier")}
    return replace(
        known,
        **texts,
        key=typed(form, "key") or known.key,
        open_to_all=typed(form, "open_to_all") == "yes",
        columns=[_column_from_form(form, each) for each in known.columns],
    )


def _column_from_form(form: QueryDict, known: ColumnDraft) -> ColumnDraft:
    return replace(
        known,
        description=typed(form, f"description-{known.id}"),
        unit=typed(form, f"unit-{known.id}"),
        personal=f"personal-{known.id}" in form,
        is_key=f"key-{known.id}" in form,
    )


def from_said(said: dict[str, Any], known: Draft) -> Draft:
    """`known` with a Registration (as a dict) that was refused."""
    columns = {each["name"]: each for each in said["columns"]}
    names = ("description", "unit", "personal")
    taken = {name: said[name] for name in ("key", "title", "description", "owner", "triage_team", "tier")}
    return replace(
        known,
        **taken,
        open_to_all=said["open_to_all"],
        columns=[
            replace(
                each,
                **{name: columns[each.name][name] for name in names},
                is_key=each.name in said["key_columns"],
            )
            for each in known.columns
        ],
    )


def choices() -> dict[str, Any]:
    """Who may own and judge, and how much a dataset may matter, as (value, words)."""
    teams = list(Team.objects.values_list("pk", "name"))
    return {
        "owner_teams": [(f"team:{pk}", name) for pk, name in teams],
        "owner_people": [
            (f"person:{pk}", name) for pk, name in Person.objects.filter(is_active=True).values_list("pk", "name")
        ],
        "triage_teams": [(str(pk), name) for pk, name in teams],
        "tiers": [(each.name, f"{each.name}, {FOR[each.name]}: {each.promise}") for each in tiers()],
        "costs": [(each.name, each.cost) for each in tiers()],
    }
