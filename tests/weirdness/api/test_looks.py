"""Looks, said and read by programs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import NOW, Cast, flagged
from tests.weirdness.api.conftest import As
from weirdness.models import Look
from weirdness.services import looks

pytestmark = pytest.mark.django_db
LOOKS = "/api/v1/datasets/lab/plates/looks/"


def test_a_program_says_that_its_person_used_the_data_and_a_loop_counts_once(cast: Cast, api: As) -> None:
    client = api(cast.bench)
    first, second = client.post(LOOKS), client.post(LOOKS)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    today = timezone.localdate()
    said = {"dataset": "lab/plates", "day": f"{today}", "origin": "client", "counts_again": f"{today + timedelta(1)}"}
    assert first.json() == said
    assert Look.objects.get().origin == "client"


def test_reading_the_api_is_no_look(cast: Cast, api: As) -> None:
    for address in ("", "known/", "confidence/", "looks/"):
        assert api(cast.bench).get(f"/api/v1/datasets/lab/plates/{address}").status_code == 200
    assert not Look.objects.exists()


def test_a_look_of_today_is_taken_back_once(cast: Cast, api: As) -> None:
    client = api(cast.bench)
    client.post(LOOKS)
    assert client.get(LOOKS).json()["counted_today"]
    assert client.delete(LOOKS).status_code == 204
    assert not client.get(LOOKS).json()["counted_today"]
    again = client.delete(LOOKS)
    assert again.status_code == 409
    assert "nothing to take back" in again.json()["errors"][0]["detail"]


def test_a_look_beside_a_flag_stays_with_its_reason(cast: Cast, api: As) -> None:
    flagged(cast, now=timezone.now())
    answer = api(cast.bench).delete(LOOKS)
    assert answer.status_code == 409
    assert "who flags has looked" in answer.json()["errors"][0]["detail"]


def test_names_are_told_to_those_who_judge_and_numbers_to_everybody(cast: Cast, api: As) -> None:
    for person in (cast.bench, cast.quality, cast.manager):
        looks.check_in(dataset=cast.dataset, person=person, now=NOW)
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW + timedelta(days=2))
    bench = {"day": "2026-11-02", "viewpoint": "bench-science", "looks": 1, "people": None}
    shown = api(cast.quality).get(LOOKS).json()
    assert [each["day"] for each in shown["days"]] == ["2026-11-04", *["2026-11-02"] * 3]
    assert bench in shown["days"]
    assert shown["before"] is None
    for person in (cast.scientist, cast.owner):
        assert bench | {"people": ["Bea"]} in api(person).get(LOOKS).json()["days"]


def test_long_histories_come_in_pieces(cast: Cast, api: As) -> None:
    for day in range(92):
        looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW - timedelta(days=day))
    first = api(cast.bench).get(LOOKS).json()
    rest = api(cast.bench).get(LOOKS, {"before": first["before"]}).json()
    assert (len(first["days"]), len(rest["days"]), rest["before"]) == (90, 2, None)
    wrong = api(cast.bench).get(LOOKS, {"before": "yesterday"})
    assert wrong.status_code == 400
    assert "Write it as 2026-11-21." in wrong.json()["errors"][0]["detail"]


def test_two_accounts_of_one_person_are_one_look_a_day(cast: Cast, api: As) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    looks.check_in(dataset=cast.dataset, person=cast.quality, now=NOW)
    cast.quality.merged_into, cast.quality.merged_at, cast.quality.is_active = cast.bench, NOW, False
    cast.quality.save()
    (day,) = api(cast.owner).get(LOOKS).json()["days"]
    assert (day["looks"], day["people"]) == (1, ["Bea"])
