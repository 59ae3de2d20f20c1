"""A suite is kept beside somebody's code: read, changed, put back, and nobody is overwritten unseen."""

import json

import pytest

from tests.cast import NOW, Cast, suite
from tests.weirdness.api.conftest import As
from weirdness.models import Suite
from weirdness.services import suites

pytestmark = pytest.mark.django_db
SUITES = "/api/v1/datasets/lab/plates/suites/"
FILLED = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "plate"}}


def put(client, name: str, document: object, version: str = "", **query: str):
    more = {"HTTP_IF_MATCH": version} if version else {}
    text = document if isinstance(document, str | bytes) else json.dumps(document)
    return client.put(f"{SUITES}{name}/", text, content_type="application/json", query_params=query, **more)


def test_the_list_names_each_suite_with_its_version_and_address(cast: Cast, api: As) -> None:
    suite(cast)
    (found,) = api(cast.bench).get(SUITES).json()["results"]
    assert (found["name"], found["version"], found["stage"], found["expectations"]) == ("plates", 1, "live", 2)
    assert found["url"] == f"{SUITES}plates/"


def test_what_is_read_can_be_changed_and_put_back(cast: Cast, api: As) -> None:
    plates, client = suite(cast), api(cast.scientist)
    read = client.get(f"{SUITES}plates/")
    assert (read.json(), read["ETag"]) == (plates.document, '"1"')
    changed = {**read.json(), "expectations": [*read.json()["expectations"], FILLED]}
    answer = put(client, "plates", changed, read["ETag"], note="From the repository")
    assert (answer.status_code, answer.json(), answer["ETag"]) == (200, changed, '"2"')
    assert plates.versions.first().note == "From the repository"


def test_who_saw_an_older_version_is_told_and_overwrites_nothing(cast: Cast, api: As) -> None:
    plates = suite(cast)
    suites.save(dataset=cast.dataset, document=plates.document | {"notes": "x"}, actor=cast.colleague, now=NOW)
    answer = put(api(cast.scientist), "plates", plates.document, '"1"')
    assert (answer.status_code, answer.json()["now"]) == (409, {"version": 2})
    assert "Dirk saved version 2" in answer.json()["errors"][0]["detail"]


def test_without_if_match_an_existing_suite_is_not_replaced_and_with_a_star_it_is(cast: Cast, api: As) -> None:
    plates, client = suite(cast), api(cast.scientist)
    assert put(client, "plates", plates.document).status_code == 428
    assert put(client, "plates", plates.document, "*").status_code == 200
    assert put(client, "plates", plates.document, '"three"').status_code == 400


def test_a_new_suite_takes_its_name_from_the_address_and_is_a_draft(cast: Cast, api: As) -> None:
    answer = put(api(cast.scientist), "wells%2Fnightly", {"expectations": [FILLED]}, cron="0 2 * * *")
    assert answer.status_code == 200
    made = Suite.objects.get()
    assert (made.name, made.stage, made.cron) == ("wells/nightly", "draft", "0 2 * * *")
    assert api(cast.bench).get(f"{SUITES}wells/nightly/").json() == made.document


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("{", "not JSON"),
        (b"\xff", "UTF-8"),
        ('{"name": "plates", "name": "plates"}', "stands twice"),
        ({"name": "other", "expectations": []}, "Make them agree"),
        ({"expectations": [{"type": "expect_magic"}]}, "There is no expectation expect_magic"),
        ({"expectations": [], "meta": {"x": "\x00"}}, "cannot be kept"),
    ],
)
def test_what_is_refused_is_said_in_words(cast: Cast, api: As, document: object, words: str) -> None:
    answer = put(api(cast.scientist), "plates", document)
    assert answer.status_code == 400
    assert words in answer.json()["errors"][0]["detail"]


def test_a_schedule_or_stage_that_is_none_is_refused(cast: Cast, api: As) -> None:
    client = api(cast.scientist)
    assert put(client, "plates", {"expectations": []}, cron="nightly").status_code == 400
    assert put(client, "plates", {"expectations": []}, stage="asleep").status_code == 400
    assert not Suite.objects.exists()


def test_who_may_not_triage_may_read_and_not_put(cast: Cast, api: As) -> None:
    plates = suite(cast)
    assert api(cast.bench).get(f"{SUITES}plates/").status_code == 200
    assert put(api(cast.bench), "plates", plates.document, '"1"').status_code == 403


@pytest.mark.parametrize("name", ["gone", "a%00b", "%2F"])
def test_a_suite_that_is_not_there_is_a_404(cast: Cast, api: As, name: str) -> None:
    assert api(cast.bench).get(f"{SUITES}{name}/").status_code == 404
