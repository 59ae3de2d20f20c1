"""The labelled pairs of pairs.toml as datasets, issues and flags; and the recall of what is offered for them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.cast import NOW, Cast
from weirdness.models import Dataset
from weirdness.services import datasets, flags, look_alikes
from weirdness.services.datasets import ColumnSpec
from weirdness.services.reports import Report

KINDS = {
    **{"W": "wrong-value", "M": "missing", "D": "duplicate", "L": "wrong-label", "S": "stale"},
    **{"A": "doesnt-add-up", "X": "wrong-description", "O": "something-else"},
}
HALVES = ("tuning", "held-out")


@dataclass(frozen=True)
class Line:
    """`name`: of the issue, or of the issue that a flag is the same as; "-": of none."""

    name: str
    column: str
    category: str
    sentence: str
    rows: str


@dataclass(frozen=True)
class Tried:
    """A flag as typed, and the place, from 1, of the right issue among those offered; None: it is not offered."""

    dataset: str
    line: Line
    place: int | None
    offered: list[str]


def lines(text: str) -> list[Line]:
    parts = ([part.strip() for part in line.split("|")] for line in text.strip().splitlines())
    made = ((*each, "")[:5] for each in parts)
    return [
        Line(name, column, KINDS[kind], said, rows.replace("; ", "\n").replace(";", "\n"))
        for name, column, kind, said, rows in made
    ]


def documents(half: str) -> list[dict[str, object]]:
    found = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text(encoding="utf-8"))["dataset"]
    return [each for each in found if each["half"] == half]


def registered(cast: Cast, document: dict[str, object]) -> tuple[Dataset, dict[int, str]]:
    """The dataset with its issues, each raised by a flag; issue number → its name."""
    dataset = Dataset.objects.filter(key=document["key"]).first() or datasets.register(
        key=document["key"],
        title=document["key"],
        source=cast.source,
        location="any.csv",
        format="csv",
        columns=[ColumnSpec(name, "text") for name in document["columns"]],
        key_columns=document["key_columns"],
        key_unique=True,
        owner=cast.owner,
        triage_team=cast.scientists,
        open_to_all=True,
        now=NOW,
        description="",
    )
    names = {}
    for line in lines(document["issues"]):
        report = Report(dataset.key, line.category, line.sentence, "column", line.column, "", line.rows)
        report = report if line.column else Report(dataset.key, line.category, line.sentence)
        names[flags.raise_flag(person=cast.bench, report=report, now=NOW).issue_id] = line.name
    return dataset, names


def tried(cast: Cast, half: str, most: int = 3) -> Iterator[Tried]:
    for document in documents(half):
        dataset, names = registered(cast, document)
        for line in lines(document["flags"]):
            near = look_alikes.near(
                person=cast.quality,
                dataset=dataset,
                column=line.column,
                category=line.category,
                sentence=line.sentence,
                rows=line.rows,
                most=most,
            )
            offered = [names[each.issue.pk] for each in near]
            yield Tried(dataset.key, line, offered.index(line.name) + 1 if line.name in offered else None, offered)
