"""Query logs through the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from tests.cast import Cast
from tests.weirdness.api.conftest import As
from tests.weirdness.services.query_logs.conftest import days_ago
from weirdness.models import LogImport
from weirdness.services import work

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/looks/logs/"


def a_file(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("uses.csv", content.encode())


def test_a_log_is_handed_in_and_asked_after(cast: Cast, api: As) -> None:
    ada = api(cast.administrator)
    lines = f"time,login,table\n{days_ago(2)},bea,lab/plates\n"
    kept = ada.post(ADDRESS, {"file": a_file(lines), "kind": "csv"}, format="multipart")
    assert kept.status_code == 202, kept.json()
    assert (kept.json()["state"], kept.json()["looks"]) == ("waiting", None)
    work.drain()
    said = ada.get(kept.json()["url"]).json()
    assert (said["state"], said["looks"]) == ("done", 1)
    assert said["sentences"] == ["1 person-day of use by 1 person became looks."]
    assert [each["number"] for each in ada.get(ADDRESS).json()["results"]] == [said["number"]]


def test_what_cannot_be_taken_is_refused_before_it_is_kept(cast: Cast, api: As, settings: Settings) -> None:
    ada = api(cast.administrator)
    assert ada.post(ADDRESS, {"kind": "csv"}, format="multipart").status_code == 400
    assert ada.post(ADDRESS, {"file": a_file(""), "kind": "csv"}, format="multipart").status_code == 400
    wrong = {"file": a_file("x"), "kind": "csv", "source": "nowhere"}
    assert ada.post(ADDRESS, wrong, format="multipart").json()["errors"][0]["attr"] == "source"
    settings.QUERY_LOG_MOST_BYTES = 1024**2
    large = ada.post(ADDRESS, {"file": a_file("x" * 3_000_000), "kind": "csv"}, format="multipart")
    assert "A log may have 1 MB" in large.json()["errors"][0]["detail"]
    stan = api(cast.stranger).post(ADDRESS, {"file": a_file("x"), "kind": "csv"}, format="multipart")
    assert stan.status_code == 403
    assert not LogImport.objects.exists()
