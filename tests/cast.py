"""The cast: named people, their teams, and one dataset, all made through the verbs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from weirdness.models import Dataset, Flag, Level, Person, Source, Suite, Team
from weirdness.services import datasets, flags, people, suites
from weirdness.services.datasets import ColumnSpec
from weirdness.services.reports import Report, Upload

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PASSWORD = "a long enough password"


@dataclass(frozen=True)
class Cast:
    """bench: Bea, quality: Quinn, scientist: Dana (triage team), colleague: Dirk (same team), manager: Mia,
    owner: Olga, stranger: Stan (sees nothing that is not open to all), administrator: Ada."""

    bench: Person
    quality: Person
    scientist: Person
    colleague: Person
    manager: Person
    owner: Person
    stranger: Person
    administrator: Person
    scientists: Team
    source: Source
    dataset: Dataset  # lab/plates, not open to all: granted to the readers
    readers: Team


def _join(name: str, viewpoint: str, *, administrator: bool = False) -> Person:
    return people.join(
        email=f"{name.lower()}@example.org",
        name=name,
        viewpoint=viewpoint,
        password=PASSWORD,
        administrator=administrator,
        now=NOW - timedelta(days=400),
    )


def make(*, registered_at: datetime = NOW - timedelta(days=300)) -> Cast:
    """The whole cast in a fresh database."""
    bench, quality = _join("Bea", "bench-science"), _join("Quinn", "quality-control")
    scientist, colleague = _join("Dana", "data-science"), _join("Dirk", "data-science")
    manager, owner = _join("Mia", "project-management"), _join("Olga", "business")
    stranger, administrator = _join("Stan", "operations"), _join("Ada", "engineering", administrator=True)
    scientists = people.form_team(
        slug="scientists", name="Data scientists", members=[scientist, colleague], lead=scientist
    )
    readers = people.form_team(slug="readers", name="Lab readers", members=[bench, quality, manager])
    source = datasets.register_source(slug="lab", name="Lab files", root="lab", now=registered_at)
    dataset = datasets.register(
        key="lab/plates",
        title="Plates",
        description="One row per well that was read.",
        source=source,
        location="plates.csv",
        format="csv",
        columns=[
            ColumnSpec("plate", "text", "Barcode of the plate"),
            ColumnSpec("well", "text", "Position on the plate, A1 to H12"),
            ColumnSpec("signal", "decimal", "Fluorescence", unit="RFU"),
            ColumnSpec("operator", "text", "Who read it", personal=True),
        ],
        key_columns=["plate", "well"],
        key_unique=True,
        owner=owner,
        triage_team=scientists,
        open_to_all=False,
        now=registered_at,
    )
    people.grant(actor=administrator, to=readers, on=dataset, level=Level.FLAG, now=registered_at)
    return Cast(
        bench,
        quality,
        scientist,
        colleague,
        manager,
        owner,
        stranger,
        administrator,
        scientists,
        source,
        dataset,
        readers,
    )


def flagged(
    cast: Cast, *, by: Person | None = None, now: datetime = NOW, screenshot: Upload | None = None, **said: object
) -> Flag:
    """A flag on lab/plates; `said` overrides parts of the report."""
    report = {
        "dataset": "lab/plates",
        "category": "wrong-value",
        "sentence": "The signal of A1 is negative, and a reader cannot measure less than nothing.",
        "target": "column",
        "column": "signal",
        **said,
    }
    return flags.raise_flag(person=by or cast.bench, report=Report(**report), now=now, screenshot=screenshot)


def suite(cast: Cast, *, cron: str = "", time_zone: str = "UTC", **signal: object) -> Suite:
    """A live suite of two expectations on lab/plates."""
    document = {
        "name": "plates",
        "expectations": [
            {
                "type": "expect_column_values_to_be_between",
                "kwargs": {"column": "signal", "min_value": 0, **signal},
                "severity": "warning",
            },
            {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "well"}, "severity": "critical"},
        ],
    }
    return suites.save(
        dataset=cast.dataset, document=document, now=NOW - timedelta(days=1), cron=cron, time_zone=time_zone
    )


@pytest.fixture
def cast(db: None) -> Cast:
    return make()
