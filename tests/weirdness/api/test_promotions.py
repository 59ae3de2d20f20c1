"""Promotion and waivers by the API, with a real check engine."""

from pathlib import Path

import pytest
from django.utils import timezone

from tests.cast import Cast, flagged, suite
from tests.weirdness.api.conftest import As
from tests.weirdness.laboratory import GOOD, HEAD, engine, plates
from weirdness.models import Waiver
from weirdness.services import runs, work

__all__ = ["engine", "plates"]
pytestmark = pytest.mark.django_db
BETWEEN = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "signal", "min_value": 0}}


def test_an_issue_is_promoted_when_the_data_agree(cast: Cast, plates: Path, api: As) -> None:
    issue = flagged(cast, rows="P9, A1").issue
    client, address = api(cast.scientist), f"/api/v1/issues/{issue.pk}/promotions/"
    lenient = {"type": BETWEEN["type"], "kwargs": {"column": "signal", "min_value": -100}}
    refused = client.post(address, {"expectation": lenient}, format="json")
    assert (refused.status_code, refused.json()["state"]) == (202, "waiting")
    work.drain()
    assert "reported rows would pass" in client.get(refused.json()["url"]).json()["message"]
    asked = client.post(address, {"expectation": BETWEEN}, format="json").json()
    work.drain()
    done = client.get(asked["url"]).json()
    assert (done["state"], done["suite"]) == ("answered", "From flags")
    assert api(cast.bench).post(address, {"expectation": BETWEEN}, format="json").status_code == 403
    assert api(cast.bench).get(asked["url"]).status_code == 404


@pytest.mark.parametrize(
    "odd", [{}, {"type": "expect_nothing", "kwargs": {}}, {"type": BETWEEN["type"], "kwargs": {"column": "nowhere"}}]
)
def test_what_is_no_expectation_is_refused_in_words(cast: Cast, plates: Path, api: As, odd: dict) -> None:
    issue = flagged(cast, rows="P9, A1").issue
    client = api(cast.scientist)
    asked = client.post(f"/api/v1/issues/{issue.pk}/promotions/", {"expectation": odd}, format="json")
    if not odd:
        assert asked.status_code == 400
        return
    work.drain()
    said = client.get(asked.json()["url"]).json()
    assert said["state"] == "failed"
    assert "cannot be asked of the data" in said["message"]


def test_rows_are_waived_and_the_waiver_is_ended(cast: Cast, plates: Path, api: As) -> None:
    plates.write_text(HEAD + GOOD + "P9,A1,-4.5,Kim\n")
    run = runs.request(suite=suite(cast), now=timezone.now(), trigger="person")
    work.drain()
    client, address = api(cast.scientist), "/api/v1/datasets/lab/plates/waivers/"
    said = {"run": run.pk, "expectation": 1, "rows": [0], "reason": "A blank well"}
    (made,) = client.post(address, said, format="json").json()
    assert made["row_key"] == {"plate": "P9", "well": "A1"}
    assert client.get(address).json()["results"] == [made]
    assert client.post(address, {**said, "rows": []}, format="json").status_code == 400
    assert client.post(address, {**said, "expectation": 2}, format="json").status_code == 404
    assert api(cast.bench).delete(made["url"]).status_code == 403
    assert client.delete(made["url"]).status_code == 204
    assert client.delete(made["url"]).status_code == 409
    assert Waiver.objects.get().ended_at
