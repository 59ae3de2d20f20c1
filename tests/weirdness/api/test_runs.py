"""A pipeline's step: ask for a run, hear whether it passed and what fails."""

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
