"""The datasets of the soak: `begin` registers them with a suite each, due every minute; `end` stops their clocks."""

import sys
from pathlib import Path

DATASETS, CHANGING, ROWS = 50, 25, 200


def write(folder: Path, number: int, version: int) -> None:
    """A file of one dataset, put in its place at once; some versions hold a value that fails."""
    lines = [f"{row},{row % 97 + version},{'abc'[row % 3]}" for row in range(ROWS)]
    if version % 4 == 3:
        lines[7] = "7,-1,a"
    part = folder / f"{number}.part"
    part.write_text("\n".join(["id,amount,grade", *lines, ""]))
    part.replace(folder / f"{number}.csv")


def begin() -> None:
    from django.utils import timezone

    from weirdness.models import Viewpoint
    from weirdness.services import datasets, people
    from weirdness.services.datasets import ColumnSpec

    now = timezone.now()
    viewpoint = Viewpoint.objects.get(slug="data-science").slug
    owner = people.join(email="soak@example.org", name="Sasha", viewpoint=viewpoint, password="", now=now)
    team = people.form_team(slug="soak", name="Soakers", members=[owner], lead=owner)
    source = datasets.register_source(slug="soak", name="Soak", root="soak", now=now)
    columns = [ColumnSpec("id", "integer"), ColumnSpec("amount", "integer"), ColumnSpec("grade", "text")]
    for number in range(DATASETS):
        dataset = datasets.register(
            key=f"soak/d{number}",
            title=f"Soak {number}",
            description="",
            source=source,
            location=f"{number}.csv",
            format="csv",
            columns=columns,
            key_columns=["id"],
            key_unique=True,
            owner=owner,
            triage_team=team,
            now=now,
        )
        _watch(dataset, now)


def _watch(dataset: object, now: object) -> None:
    from weirdness.services import suites

    asked = [
        ("expect_column_values_to_be_between", {"column": "amount", "min_value": 0}),
        ("expect_column_values_to_not_be_null", {"column": "grade"}),
    ]
    document = {"name": "every minute", "expectations": [{"type": kind, "kwargs": kwargs} for kind, kwargs in asked]}
    suites.save(dataset=dataset, document=document, now=now, cron="* * * * *", time_zone="UTC")


def end() -> None:
    from django.utils import timezone

    from weirdness.models import Person, Suite
    from weirdness.services import suites

    actor = Person.objects.get(email="soak@example.org")
    for suite in Suite.objects.select_related("dataset"):
        suites.schedule(suite=suite, cron="", time_zone="UTC", actor=actor, now=timezone.now())


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    {"begin": begin, "end": end}[sys.argv[1]]()
