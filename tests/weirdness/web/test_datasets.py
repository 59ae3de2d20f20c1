"""The list of datasets, the page of one, and the buttons on it."""

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, flagged, suite
from tests.weirdness.web.conftest import As, failing_run
from weirdness.models import Look, Run
from weirdness.services import confidence, looks, runs


def page(as_: As, who: object) -> str:
    return as_(who).get(reverse("dataset", args=["lab/plates"])).content.decode()


@pytest.mark.parametrize("who", ["bench", "scientist", "owner", "administrator"])
def test_who_may_see_it_finds_what_it_is_and_whose(who: str, cast: Cast, as_: As) -> None:
    shown = page(as_, getattr(cast, who))
    for words in ("One row per well that was read.", "Olga", "Data scientists", "RFU", "Fluorescence"):
        assert words in shown


def test_before_anybody_looked_every_part_says_so(cast: Cast, as_: As) -> None:
    shown = page(as_, cast.bench)
    for words in ("Nothing was estimated yet", "No issue is open", "No check watches", "Nobody has looked yet"):
        assert words in shown


def test_an_estimate_is_told_in_words_drawn_and_given_as_a_table(cast: Cast, as_: As) -> None:
    flagged(cast)
    looks.check_in(dataset=cast.dataset, person=cast.quality, now=NOW)
    snapshot = confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    shown = page(as_, cast.bench)
    assert snapshot.result["headline"] in shown
    assert snapshot.result["missing"][0] in shown
    assert '<svg class="curve"' in shown
    assert "1 issue found in 2 looks" in shown
    assert "<title" in shown
    assert "The same as a table" in shown


def test_without_a_look_there_is_no_number_and_no_picture(cast: Cast, as_: As) -> None:
    confidence.recompute(dataset_id=cast.dataset.pk, now=NOW)
    shown = page(as_, cast.bench)
    assert "Nobody has looked yet." in shown
    assert '<svg class="curve"' not in shown


def test_used_it_all_fine_counts_once_a_day_and_thanks_every_time(cast: Cast, as_: As) -> None:
    client, address = as_(cast.bench), reverse("look", args=["lab/plates"])
    assert "Thank you. Your use of Plates today is counted:" in client.post(address, follow=True).content.decode()
    assert "counted already" in client.post(address, follow=True).content.decode()
    assert Look.objects.filter(person=cast.bench).count() == 1


def test_viewpoints_that_never_looked_are_named(cast: Cast, as_: As) -> None:
    looks.check_in(dataset=cast.dataset, person=cast.bench, now=NOW)
    eyes = as_(cast.bench).get(reverse("dataset", args=["lab/plates"])).context["eyes"]
    assert [(each["viewpoint__name"], each["people"], each["looks"]) for each in eyes.seen] == [("Bench science", 1, 1)]
    assert "Quality control" in eyes.absent


def test_run_now_pressed_twice_is_one_run(cast: Cast, as_: As) -> None:
    plates, client = suite(cast), as_(cast.scientist)
    address = reverse("run_now", args=["lab/plates"])
    first = client.post(address, {"suite": plates.pk, "once": "abc"})
    assert client.post(address, {"suite": plates.pk, "once": "abc"}).url == first.url
    assert Run.objects.get().asked_by == cast.scientist
    assert client.post(address, {"suite": "99999"}).status_code == 404
    assert client.post(address, {"suite": "x"}).status_code == 404


def test_a_column_with_an_open_issue_is_marked(cast: Cast, as_: As) -> None:
    flagged(cast)
    columns = as_(cast.bench).get(reverse("dataset", args=["lab/plates"])).context["columns"]
    assert {each.name: each.open_count for each in columns}["signal"] == 1


def test_a_mistyped_dataset_can_still_be_flagged(cast: Cast, as_: As) -> None:
    for name in ("lab/plaets", "LAB/Plaets", "lab/a<b>&c"):
        response = as_(cast.bench).get(reverse("dataset", args=[name]))
        assert response.status_code == 404
        assert "You can still flag it" in response.content.decode()
        assert "<b>" not in response.content.decode()


def test_the_list_shows_only_what_one_may_see(cast: Cast, as_: As) -> None:
    assert "lab/plates" in as_(cast.bench).get(reverse("datasets")).content.decode()
    assert "There is no dataset that you may see yet" in as_(cast.stranger).get(reverse("datasets")).content.decode()


def test_a_finished_run_tells_each_expectation_in_words_with_its_failing_rows(cast: Cast, as_: As) -> None:
    run = failing_run(cast)
    response = as_(cast.bench).get(reverse("run", args=["lab/plates", run.pk]))
    shown = response.content.decode()
    assert "1 expectation fails, 1 pass." in " ".join(shown.split())
    assert "<code>signal</code> is at least 0" in shown
    assert response.context["results"][0].table.head[:3] == ["plate", "well", "signal"]
    assert "Its issue: #" in shown
    assert 'hx-trigger="every 1s"' not in shown


def test_a_run_under_way_looks_again_by_itself_with_and_without_javascript(cast: Cast, as_: As) -> None:
    client = as_(cast.scientist)
    address = client.post(reverse("run_now", args=["lab/plates"]), {"suite": suite(cast).pk}).url
    shown = client.get(address).content.decode()
    assert "It waits for a free worker." in shown
    assert 'hx-trigger="every 1s"' in shown
    assert '<meta http-equiv="refresh"' in shown
    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).content.decode()


def test_a_run_that_could_not_read_the_data_says_that_it_says_nothing_about_them(cast: Cast, as_: As) -> None:
    run = runs.request(suite=suite(cast), now=NOW, trigger="person", actor=cast.scientist)
    runs.store_error(run=run, message="plates.csv is cut in half at line 7.", now=NOW)
    shown = as_(cast.owner).get(reverse("run", args=["lab/plates", run.pk])).content.decode()
    assert "plates.csv is cut in half at line 7." in shown
    assert "no issue was opened" in shown


def test_a_run_is_found_only_under_its_own_dataset(cast: Cast, as_: As) -> None:
    run = failing_run(cast)
    assert as_(cast.administrator).get(f"/datasets/lab/other/-/runs/{run.pk}/").status_code == 404
