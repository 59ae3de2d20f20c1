"""Registers the demo's datasets: `sheets/*.toml` says what they are, `suites/*.json` what is asked."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import checks
from weirdness.demo.people import SCIENTISTS, Company
from weirdness.models import Dataset, Run, Source, Suite
from weirdness.services import datasets, runs, suites
from weirdness.services.datasets import ColumnSpec

HERE = Path(__file__).parent
NAMES = ("flights", "weather", "planes", "penguins")
ROOT = "demo"
NIGHTLY = "0 0 * * *"


@dataclass(frozen=True)
class Sheet:
    """What `sheets/<name>.toml` says."""

    name: str
    said: dict[str, Any]

    @property
    def key(self) -> str:
        return str(self.said["key"])

    def file(self, root: Path) -> checks.FileSource:
        return checks.FileSource(root=str(root), path=self.said["file"], format=self.said["format"], title=self.key)

    def columns(self, types: tuple[tuple[str, str], ...]) -> Iterator[ColumnSpec]:
        """Each column of the file with what the sheet says of it; KeyError when it says nothing."""
        for name, kind in types:
            yield ColumnSpec(name=name, type=kind, **self.said["columns"][name])


def sheets() -> list[Sheet]:
    return [Sheet(name, tomllib.loads((HERE / "sheets" / f"{name}.toml").read_text("utf-8"))) for name in NAMES]


def suite(name: str) -> dict[str, Any]:
    """The suite of a dataset in Great Expectations' JSON."""
    document: dict[str, Any] = json.loads((HERE / "suites" / f"{name}.json").read_text("utf-8"))
    return document


def register_source(*, now: datetime) -> Source:
    return datasets.register_source(slug="demo", name="Demo files", root=ROOT, now=now)


def register(*, sheet: Sheet, source: Source, root: Path, company: Company, now: datetime) -> Dataset:
    """One dataset as it is in its file: types, rows and the key's uniqueness are looked up, not claimed."""
    said, file = sheet.said, sheet.file(root)
    seen = checks.describe(file, said["key_columns"])
    return datasets.register(
        key=sheet.key,
        title=said["title"],
        description=said["description"].strip(),
        source=source,
        location=file.path,
        format=file.format,
        columns=sheet.columns(seen.columns),
        key_columns=said["key_columns"],
        key_unique=bool(seen.key_unique),
        owner=company.accountable(said["owner"]),
        steward=company.people[said["steward"]] if "steward" in said else None,
        triage_team=company.teams[SCIENTISTS],
        tier=said["tier"],
        row_count=seen.row_count,
        now=now,
        actor=company.people["priya"],
        is_demo=True,
    )


def ask_for_first_runs(*, company: Company, now: datetime) -> list[Run]:
    """Saves each suite, nightly from now on, and asks for its first run, which the workers do."""
    lead = company.people["priya"]
    asked = []
    for sheet in sheets():
        saved: Suite = suites.save(
            dataset=Dataset.objects.get(key=sheet.key),
            document=suite(sheet.name),
            now=now,
            actor=lead,
            cron=NIGHTLY,
        )
        asked.append(
            runs.request(
                suite=saved,
                now=now,
                trigger=Run.Trigger.PERSON,
                actor=lead,
                key=f"demo:{sheet.name}",
                is_demo=True,
            )
        )
    return asked
