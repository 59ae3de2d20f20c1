"""The page of a run: how far it is, how to stop it, and what is said of runs that are special."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import NOW, Cast, suite
from tests.weirdness.services.test_findings import found
from tests.weirdness.web.conftest import As, failing_run
from weirdness.models import Inquiry, Run, Suite
from weirdness.services import runs

pytestmark = pytest.mark.django_db


def waiting(cast: Cast) -> Run:
    return runs.request(suite=suite(cast), now=NOW, trigger="person", actor=cast.bench)


def page(as_: As, who: object, run: Run) -> str:
    shown = as_(who).get(reverse("run", args=["lab/plates", run.pk])).content.decode()
    return " ".join(shown.split())


def under_way(cast: Cast, seconds: float = 10, **progress: int | None) -> Run:
    run = waiting(cast)
    started = timezone.now() - timedelta(seconds=seconds)
    Run.objects.filter(pk=run.pk).update(state="running", started_at=started, progress=progress)
    return run


def test_how_far_a_run_is_and_how_long_it_will_take(cast: Cast, as_: As) -> None:
    shown = page(as_, cast.bench, under_way(cast, done=5, of=25, rows=1_500_000))
    assert 'value="5" max="25"' in shown
    assert re.search(r"5 of 25 expectations done, 1,500,000 rows\. About 4\d seconds left\.", shown)


def test_before_anything_is_judged_the_last_run_tells_how_long_it_will_take(cast: Cast, as_: As) -> None:
    earlier = waiting(cast)
    Run.objects.filter(pk=earlier.pk).update(started_at=NOW)
    earlier.refresh_from_db()
    runs.store(run=earlier, result=found(earlier.suite, success=True), now=NOW + timedelta(seconds=300))
    shown = page(as_, cast.bench, under_way(cast, done=0, of=2, rows=96))
    assert "96 rows found; 2 expectations to go. About 5 minutes left." in shown


def test_a_run_under_way_of_which_nothing_is_known_promises_nothing(cast: Cast, as_: As) -> None:
    shown = page(as_, cast.bench, under_way(cast))
    assert "The data are being read." in shown
    assert " left." not in shown


def test_who_may_cancel_has_the_button_and_it_works(cast: Cast, as_: As) -> None:
    run = waiting(cast)
    address = reverse("cancel_run", args=["lab/plates", run.pk])
    assert address not in page(as_, cast.quality, run)
    assert as_(cast.quality).post(address).status_code == 403
    assert address in page(as_, cast.bench, run)
    shown = as_(cast.bench).post(address, follow=True).content.decode()
    assert "The run was cancelled" in shown
    assert "Bea cancelled it." in shown
    assert address not in shown
    assert "is over already" in as_(cast.bench).post(address, follow=True).content.decode()


def test_a_run_on_unchanged_data_leads_to_the_run_that_read_them(cast: Cast, as_: As) -> None:
    first = failing_run(cast)
    run = runs.request(suite=Suite.objects.get(), now=NOW, trigger="person")
    runs.store(run=run, result=found(run.suite, success=True), now=NOW, since=first)
    shown = page(as_, cast.bench, run)
    assert f'unchanged since <a href="{reverse("run", args=["lab/plates", first.pk])}">run {first.pk}</a>' in shown


def test_a_run_that_is_tried_out_says_that_nobody_was_told(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    Suite.objects.update(stage="shadow")
    plates.refresh_from_db()
    run = runs.request(suite=plates, now=NOW, trigger="person")
    runs.store(run=run, result=found(plates, success=False), now=NOW)
    shown = page(as_, cast.bench, run)
    assert "opened no issue and wrote no letter" in shown
    assert "1 expectation fails, 1 pass" in shown


def test_a_run_of_a_folder_offers_its_parts_and_says_which_one_it_read(cast: Cast, as_: As) -> None:
    cast.dataset.location = "plates-*.csv"
    cast.dataset.save()
    plates, client, about = suite(cast), as_(cast.bench), ["lab/plates"]
    for address in (reverse("dataset", args=about), reverse("suite", args=[*about, plates.pk])):
        shown = client.get(address).content.decode()
        assert 'name="partition"' in shown
        assert reverse("run_parts", args=about) in shown
    waiting_for = client.post(reverse("run_parts", args=about)).content.decode()
    asked = Inquiry.objects.get(kind="run_parts")
    assert reverse("inquiry", args=[asked.pk]) in waiting_for
    Inquiry.objects.update(state="answered", answer={"parts": ["plates-02.csv", "plates-01.csv"], "all": 30})
    offered = client.get(reverse("inquiry", args=[asked.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "all parts (30)" in offered
    assert "<option>plates-02.csv</option>" in offered
    sent = {"suite": plates.pk, "partition": "plates-02.csv"}
    shown = client.post(reverse("run_now", args=about), sent, follow=True).content.decode()
    assert "only the part <code>plates-02.csv</code>" in shown


def test_one_file_offers_no_parts(cast: Cast, as_: As) -> None:
    suite(cast)
    assert 'name="partition"' not in as_(cast.bench).get(reverse("dataset", args=["lab/plates"])).content.decode()
    assert as_(cast.bench).post(reverse("run_parts", args=["lab/plates"])).status_code == 404


def test_a_part_is_not_asked_of_one_file(cast: Cast, as_: As) -> None:
    address = reverse("run_now", args=["lab/plates"])
    sent = {"suite": suite(cast).pk, "partition": "2026-01.csv"}
    assert "always checked whole" in as_(cast.bench).post(address, sent, follow=True).content.decode()
    assert not Run.objects.exists()
