"""The history of a dataset's checks: days beside expectations."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, suite
from tests.weirdness.services.test_findings import found
from tests.weirdness.web.conftest import As
from weirdness.models import Suite
from weirdness.services import runs, suites
from weirdness.web.history_grid import grid

pytestmark = pytest.mark.django_db


def ran(plates: Suite, *, days_ago: int, success: bool, hour: int = 0) -> int:
    now = timezone.now() - timedelta(days=days_ago, hours=hour)
    run = runs.request(suite=plates, now=now, trigger="schedule")
    return runs.store(run=run, result=found(plates, success=success), now=now).pk


def states(cast: Cast, days: int = 7) -> list[list[str]]:
    return [[cell.state for cell in line.cells] for line in grid(cast.dataset, timezone.localdate(), days)[1]]


def test_each_day_shows_its_worst_run_and_leads_to_it(cast: Cast) -> None:
    plates = suite(cast)
    ran(plates, days_ago=3, success=True)
    bad = ran(plates, days_ago=2, success=False)
    ran(plates, days_ago=2, success=True)
    ran(plates, days_ago=1, success=True)
    assert states(cast, 7)[0] == ["none", "passed", "failed", "passed", "none", "none", "none"]
    assert states(cast, 7)[1] == ["none", "passed", "passed", "passed", "none", "none", "none"]
    cell = grid(cast.dataset, timezone.localdate(), 7)[1][0].cells[2]
    assert (cell.run, cell.runs, cell.failing) == (bad, 2, 1)


def test_an_expectation_that_is_no_longer_asked_keeps_its_history(cast: Cast) -> None:
    plates = suite(cast)
    ran(plates, days_ago=1, success=False)
    document = plates.document | {"expectations": plates.document["expectations"][1:]}
    suites.save(dataset=cast.dataset, document=document, now=timezone.now())
    lines = grid(cast.dataset, timezone.localdate(), 7)[1]
    assert [line.is_past for line in lines] == [False, True]
    assert lines[1].cells[1].state == "failed"


def test_the_page_says_it_for_eyes_and_for_ears(cast: Cast, as_: As) -> None:
    plates = suite(cast)
    run = ran(plates, days_ago=1, success=False)
    shown = as_(cast.bench).get(reverse("history", args=["lab/plates"])).content.decode()
    assert f'<span class="unseen">failed, run {run}</span>' in shown
    assert "<code>signal</code>" in shown
    assert "failed in 1 of 1 run" in shown
    only = as_(cast.bench).get(reverse("history", args=["lab/plates"]) + "?days=7&failing").content.decode()
    assert "<code>signal</code>" in only
    assert "<code>well</code>" not in only


def test_a_dataset_without_checks_says_so(cast: Cast, as_: As) -> None:
    shown = as_(cast.bench).get(reverse("history", args=["lab/plates"]) + "?days=nonsense").content.decode()
    assert "No check watches this dataset yet." in shown


def test_many_runs_cost_no_more_queries_than_few(cast: Cast) -> None:
    plates = suite(cast)
    counts = []
    for day in (1, 5):
        for hour in range(day):
            ran(plates, days_ago=day, success=True, hour=hour)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            grid(cast.dataset, timezone.localdate(), 30)
        counts.append(len(asked))
    assert counts[0] == counts[1] == 2
