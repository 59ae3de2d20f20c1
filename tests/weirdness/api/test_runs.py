"""A pipeline's step: ask for a run, hear whether it passed and what fails."""

import time

import pytest

from tests.cast import NOW, Cast, suite
from tests.weirdness.api.conftest import As
from tests.weirdness.services.test_findings import found
from weirdness.models import Job, Level, Run
from weirdness.services import people, runs, suites

pytestmark = pytest.mark.django_db
RUNS = "/api/v1/datasets/lab/plates/runs/"


def test_a_run_is_asked_for_and_its_address_tells_how_it_ends(cast: Cast, api: As) -> None:
    plates = suite(cast)
    client = api(cast.bench)
    asked = client.post(RUNS, {}, format="json")
    assert asked.status_code == 202
    waiting = client.get(asked["Location"]).json()
    assert (waiting["state"], waiting["passed"], waiting["failures"]) == ("queued", None, [])
    run = Run.objects.get()
    assert Job.objects.get(kind="run").subject == run.pk
    runs.store(run=run, result=found(plates, success=False), now=NOW)
    over = client.get(asked["Location"]).json()
    assert (over["state"], over["passed"], over["row_count"]) == ("failed", False, 96)
    (failure,) = over["failures"]
    assert failure["observed"] == "2 of 96 are below 0"
    assert (failure["failing_rows"], failure["of_rows"], failure["severity"]) == (2, 96, "major")
    assert failure["keys"] == [{"plate": "P1", "well": "A1"}]


def test_a_run_that_passed_says_so(cast: Cast, api: As) -> None:
    plates = suite(cast)
    run = runs.request(suite=plates, now=NOW, trigger=Run.Trigger.API)
    runs.store(run=run, result=found(plates, success=True), now=NOW)
    told = api(cast.bench).get(f"/api/v1/runs/{run.pk}/").json()
    assert (told["passed"], told["failures"]) == (True, [])


def test_a_run_that_could_not_be_done_neither_passed_nor_failed(cast: Cast, api: As) -> None:
    run = runs.request(suite=suite(cast), now=NOW, trigger=Run.Trigger.API)
    runs.store_error(run=run, message="plates.csv can't be read.", now=NOW)
    told = api(cast.bench).get(f"/api/v1/runs/{run.pk}/").json()
    assert (told["state"], told["passed"], told["message"]) == ("error", None, "plates.csv can't be read.")


def test_the_same_key_is_the_same_run_and_another_suite_under_it_is_422(cast: Cast, api: As) -> None:
    plates = suite(cast)
    suites.save(dataset=cast.dataset, document=plates.document | {"name": "nightly"}, now=NOW)
    client = api(cast.bench)
    first, again, other = (
        client.post(RUNS, {"suite": name}, format="json", HTTP_IDEMPOTENCY_KEY="build 7")
        for name in ("plates", "plates", "nightly")
    )
    assert (first.status_code, again.status_code, other.status_code) == (202, 202, 422)
    assert first["Location"] == again["Location"]
    assert Run.objects.count() == 1


@pytest.mark.parametrize("body", [{}, {"suite": "other"}])
def test_of_several_suites_one_is_named(cast: Cast, api: As, body: dict[str, str]) -> None:
    plates = suite(cast)
    suites.save(dataset=cast.dataset, document=plates.document | {"name": "nightly"}, now=NOW)
    answer = api(cast.bench).post(RUNS, body, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"] == "Say which suite of lab/plates: nightly, plates."


def test_without_a_suite_there_is_nothing_to_run(cast: Cast, api: As) -> None:
    answer = api(cast.bench).post(RUNS, {}, format="json")
    assert "lab/plates has no suite yet" in answer.json()["errors"][0]["detail"]


def test_who_may_only_see_may_not_start_runs(cast: Cast, api: As) -> None:
    suite(cast)
    people.grant(actor=cast.administrator, to=cast.stranger, on=cast.dataset, level=Level.SEE, now=NOW)
    assert api(cast.stranger).get(RUNS).status_code == 200
    answer = api(cast.stranger).post(RUNS, {}, format="json")
    assert answer.status_code == 403
    assert "needs the permission “flag”" in answer.json()["errors"][0]["detail"]


def test_the_list_holds_the_runs_of_this_dataset_the_newest_first(cast: Cast, api: As) -> None:
    plates = suite(cast)
    made = [runs.request(suite=plates, now=NOW, trigger=Run.Trigger.API).pk for _ in range(2)]
    assert [each["id"] for each in api(cast.bench).get(RUNS).json()["results"]] == made[::-1]


def test_a_pipeline_that_waits_gets_202_when_the_time_is_up(cast: Cast, api: As) -> None:
    suite(cast)
    begun = time.monotonic()
    answer = api(cast.bench).post(f"{RUNS}?wait=1", {}, format="json")
    assert answer.status_code == 202
    assert 1 <= time.monotonic() - begun < 4


@pytest.mark.parametrize("wait", ["-1", "61", "soon", "²"])
def test_how_long_to_wait_is_a_number_of_seconds(cast: Cast, api: As, wait: str) -> None:
    suite(cast)
    answer = api(cast.bench).post(f"{RUNS}?wait={wait}", {}, format="json")
    assert answer.status_code == 400
    assert not Run.objects.exists()


def test_who_asks_again_with_the_same_key_gets_200_once_the_run_is_over(cast: Cast, api: As) -> None:
    plates, client = suite(cast), api(cast.bench)
    key = {"HTTP_IDEMPOTENCY_KEY": "build 8"}
    client.post(RUNS, {}, format="json", **key)
    runs.store(run=Run.objects.get(), result=found(plates, success=False), now=NOW)
    answer = client.post(f"{RUNS}?wait=60", {}, format="json", **key)
    assert (answer.status_code, answer.json()["passed"], len(answer.json()["failures"])) == (200, False, 1)
    assert b'"passed":false' in answer.content


def test_a_run_is_cancelled_once(cast: Cast, api: As) -> None:
    suite(cast)
    client = api(cast.bench)
    address = f"{client.post(RUNS, {}, format='json')['Location']}cancel/"
    assert api(cast.quality).post(address).status_code == 403
    assert client.post(address).json()["state"] == "cancelled"
    assert client.post(address).status_code == 409


def test_a_part_is_only_asked_of_a_folder(cast: Cast, api: As) -> None:
    suite(cast)
    answer = api(cast.bench).post(RUNS, {"partition": "2026-01.csv"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "partition"
