"""Pages and programs that use the key which a dataset had."""

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, flagged
from tests.weirdness.api.conftest import api
from tests.weirdness.web.conftest import As
from weirdness.models import Dataset, Look
from weirdness.services import datasets

pytestmark = pytest.mark.django_db
__all__ = ["api"]


@pytest.fixture
def renamed(cast: Cast) -> Cast:
    datasets.rename(dataset=cast.dataset, key="lab/wells", actor=cast.owner, now=NOW)
    return cast


@pytest.mark.parametrize("name", ["dataset", "used", "eyes", "known", "history"])
def test_an_old_address_leads_to_the_new_one_with_everything_behind_it(renamed: Cast, as_: As, name: str) -> None:
    old = reverse(name, args=["lab/plates"]) + "?show=200&back=/lab/plates/"
    answer = as_(renamed.scientist).get(old)
    assert (answer.status_code, answer.url) == (302, reverse(name, args=["lab/wells"]) + "?show=200&back=/lab/plates/")
    assert as_(renamed.stranger).get(old).status_code == 404


def test_a_form_that_was_open_meanwhile_still_arrives(renamed: Cast, as_: As) -> None:
    assert as_(renamed.bench).post("/used/lab/plates/").status_code == 302
    assert Look.objects.get().dataset == renamed.dataset


def test_the_flag_form_knows_it_by_the_old_key(renamed: Cast, as_: As) -> None:
    page = as_(renamed.bench).get(reverse("flag"), {"dataset": "lab/plates", "column": "signal"})
    assert page.context["dataset"] == renamed.dataset


def test_the_api_answers_to_the_old_key_with_the_new_one(renamed: Cast, api: object) -> None:
    client = api(renamed.bench)
    assert client.get("/api/v1/datasets/lab/plates/").json()["key"] == "lab/wells"
    assert client.post("/api/v1/datasets/lab/plates/looks/").json()["dataset"] == "lab/wells"
    assert client.get("/api/v1/issues/", {"dataset": "lab/plates"}).status_code == 200


def test_the_queue_narrowed_by_the_old_key_shows_what_waits(renamed: Cast, as_: As) -> None:
    issue = flagged(renamed).issue
    page = as_(renamed.scientist).get(reverse("queue"), {"dataset": "lab/plates", "view": "open"}).content.decode()
    assert f"#{issue.pk}" in page


def test_the_owner_renames_it_in_the_registration(cast: Cast, as_: As) -> None:
    olga, address = as_(cast.owner), reverse("registration", args=["lab/plates"])
    said = {"key": "lab/wells", "title": "Plates", "owner": f"person:{cast.owner.pk}", "tier": "key",
            "triage_team": str(cast.scientists.pk), "open_to_all": "no"}  # fmt: skip
    wrong = olga.post(address, said | {"key": "lab"})
    assert wrong.status_code == 422
    assert "A dataset key looks like nyc/flights" in wrong.content.decode()
    assert olga.post(address, said).url == "/datasets/lab/wells/"
    assert Dataset.objects.get().tier == "key"
    assert set(cast.dataset.events.values_list("verb", flat=True)) >= {"renamed", "tier_changed"}
