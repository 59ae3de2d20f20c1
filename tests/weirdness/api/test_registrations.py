"""Registering a dataset by the API, asked of a real check engine."""

from pathlib import Path

import pytest

from tests.cast import NOW, Cast
from tests.weirdness.api.conftest import As
from tests.weirdness.laboratory import engine, plates
from weirdness.models import Dataset, Flag, Level
from weirdness.services import flags, people, work
from weirdness.services.flags import Report

__all__ = ["engine", "plates"]
pytestmark = pytest.mark.django_db
DATASETS = "/api/v1/datasets/"
TUBES = "tube,day,volume,email\nT1,2026-11-01,5,b@x\nT1,2026-11-02,4,b@x\nT2,2026-11-01,7,q@x\n"


@pytest.fixture
def tubes(plates: Path) -> Path:
    plates.with_name("tubes.csv").write_text(TUBES)
    return plates.with_name("tubes.csv")


def said(**other: object) -> dict[str, object]:
    described = [{"name": "volume", "description": "What is left in the tube", "unit": "ml"}, {"name": "email"}]
    return {
        "source": "lab",
        "location": "tubes.csv",
        "key": "cold/tubes",
        "title": "Tubes",
        "owner": "olga@example.org",
        "triage_team": "scientists",
        "key_columns": ["tube", "day"],
        "columns": described,
        **other,
    }


def asked(client: object, **other: object) -> dict[str, object]:
    """Sends it, lets the worker answer, and reads what became of it."""
    sent = client.post(DATASETS, said(**other), format="json")  # type: ignore[attr-defined]
    assert sent.status_code == 202, sent.json()
    work.drain()
    return client.get(sent.json()["url"]).json()  # type: ignore[attr-defined,no-any-return]


def test_a_dataset_is_registered_with_the_columns_of_the_data_and_adopts_its_flags(
    cast: Cast, tubes: Path, api: As
) -> None:
    report = Report(dataset="Cold/Tubes", category="missing", sentence="Half of the tubes are not in it at all.")
    waiting = flags.raise_flag(person=cast.bench, report=report, now=NOW)
    told = asked(api(cast.administrator))
    assert (told["state"], told["dataset"], told["problems"]) == ("answered", "cold/tubes", {})
    dataset = Dataset.objects.get(key="cold/tubes")
    assert (dataset.owner, dataset.triage_team, dataset.key_columns) == (cast.owner, cast.scientists, ["tube", "day"])
    assert (dataset.row_count, dataset.format) == (3, "csv")
    columns = list(dataset.columns.values_list("name", "unit", "personal"))
    assert columns == [("tube", "", False), ("day", "", False), ("volume", "ml", False), ("email", "", True)]
    assert Flag.objects.get(pk=waiting.pk).dataset == dataset


@pytest.mark.parametrize(
    ("other", "field", "words"),
    [
        ({"key_columns": ["tube"]}, "key_columns", "name some rows twice"),
        ({"columns": [{"name": "weight"}]}, "columns", "no column weight"),
    ],
)
def test_what_the_data_refuse_is_told_by_field(
    other: dict[str, object], field: str, words: str, cast: Cast, tubes: Path, api: As
) -> None:
    told = asked(api(cast.administrator), **other)
    assert told["state"] == "failed"
    assert words in told["problems"][field]  # type: ignore[index]
    assert not Dataset.objects.filter(key="cold/tubes").exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [("key", "No Slash"), ("key", "lab/plates"), ("title", ""), ("owner", "nobody"), ("triage_team", "none"),
     ("source", "elsewhere"), ("location", ""), ("tier", "gold"), ("location", "../secret"), ("key_columns", "tube")],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(field: str, typed: str, cast: Cast, plates: Path, api: As) -> None:
    response = api(cast.administrator).post(DATASETS, said(**{field: typed}), format="json")
    assert response.status_code == 400
    if typed != "../secret":
        assert response.json()["errors"][0]["attr"].split(".")[0] == field


def test_only_who_administers_the_source_registers_and_reads_the_answer(cast: Cast, tubes: Path, api: As) -> None:
    assert api(cast.scientist).post(DATASETS, said(), format="json").json()["errors"][0]["attr"] == "source"
    people.grant(actor=cast.administrator, to=cast.scientist, on=cast.source, level=Level.ADMINISTER, now=NOW)
    sent = api(cast.scientist).post(DATASETS, said(owner="scientists"), format="json").json()
    assert api(cast.administrator).get(sent["url"]).status_code == 404
    work.drain()
    assert Dataset.objects.get(key="cold/tubes").owner_team == cast.scientists
