"""Datasets, and how sure one can be of them."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast, flagged, suite
from tests.weirdness.api.conftest import As
from weirdness.services import confidence, looks

pytestmark = pytest.mark.django_db
PLATES = "/api/v1/datasets/lab/plates/"


def test_the_list_says_what_each_dataset_is_and_how_much_is_open(cast: Cast, api: As) -> None:
    flagged(cast)
    flagged(cast)
    (shown,) = api(cast.bench).get("/api/v1/datasets/").json()["results"]
    assert (shown["key"], shown["owner"], shown["state"], shown["open_issues"]) == ("lab/plates", "Olga", "learning", 2)


def test_one_dataset_tells_its_columns_and_suites(cast: Cast, api: As) -> None:
    suite(cast)
    shown = api(cast.bench).get(PLATES).json()
    assert shown["key_columns"] == ["plate", "well"]
    assert shown["suites"] == ["plates"]
    assert [each["name"] for each in shown["columns"]] == ["plate", "well", "signal", "operator"]
    assert shown["columns"][2]["unit"] == "RFU"


def test_before_the_first_estimate_confidence_says_so(cast: Cast, api: As) -> None:
    shown = api(cast.bench).get(f"{PLATES}confidence/").json()
    assert (shown["at"], shown["numbers"]) == (None, {})
    assert shown["words"][0].startswith("No estimate was made yet.")
    assert (shown["parts"], shown["pace"], shown["counted"]) == ([], None, None)


def test_with_few_looks_there_are_words_and_no_single_figure(cast: Cast, api: As) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    shown = api(cast.bench).get(f"{PLATES}confidence/").json()
    assert shown["state"] == "learning"
    assert not {"confidence", "rate", "found"} & set(shown["numbers"])
    assert shown["missing"]
    assert all(isinstance(sentence, str) for sentence in shown["words"])


def test_with_enough_looks_the_figures_are_there(cast: Cast, api: As) -> None:
    for day in range(12):
        for person in (cast.bench, cast.quality, cast.manager):
            looks.check_in(dataset=cast.dataset, person=person, now=NOW + timedelta(days=day))
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW + timedelta(days=12))
    shown = api(cast.bench).get(f"{PLATES}confidence/").json()
    assert 0 < shown["numbers"]["confidence"] < 1
    assert "found" not in shown["numbers"]  # no finds yet
    assert shown["counted"]["looks"] == 36
    assert shown["counted"]["people"] == 3
    assert [(each["name"], each["had"], each["needed"], each["enough"]) for each in shown["parts"]] == [
        ("Uses", 36.0, 74.0, False),
        ("People", 3.0, 4.0, False),
        ("Viewpoints", 3.0, 1.5, True),
        ("Issues and checks", 0.0, 0.0, True),
    ]
    assert shown["pace"]["looks_to_go"] >= 38
    assert shown["tier"]["promise"] == "at most 1 use in 20 turns up something new"
    assert shown["era"]["kind"] == "registered"


@pytest.mark.parametrize("key", ["lab/none", "LAB/plates", "none/none"])
def test_an_unknown_key_is_a_404_with_where_to_look(cast: Cast, api: As, key: str) -> None:
    answer = api(cast.bench).get(f"/api/v1/datasets/{key}/")
    assert answer.status_code == 404
    assert "GET /api/v1/datasets/ lists yours" in answer.json()["errors"][0]["detail"]
