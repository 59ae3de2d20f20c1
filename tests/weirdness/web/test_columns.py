"""The page of a column over its last runs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, flagged, suite
from tests.weirdness.services.test_findings import found
from tests.weirdness.web.conftest import As
from weirdness.models import Column
from weirdness.services import runs
from weirdness.web.trends import histogram, trend

pytestmark = pytest.mark.django_db


def signal(number: int, **said: Any) -> dict[str, Any]:
    spread = {"low": 0.0, "high": 10.0 + number, "counts": [10, 80, 6]}
    known = {"type": "number", "nulls": number, "distinct": 90, "least": -4, "most": 9.5 + number, "histogram": spread}
    return {**known, "quantiles": {"0.5": 4.25}, "top": [["a<b>", 50], [None, 3]], **said}


def ran(cast: Cast, number: int, **said: Any) -> int:
    plates, now = suite(cast), NOW + timedelta(days=number)
    run = runs.request(suite=plates, now=now, trigger="schedule")
    profile = {"row_count": 96, "columns": {"signal": signal(number, **said)}}
    result = replace(found(plates, success=number > 1, fingerprint=str(number)), profile=profile)
    return runs.store(run=run, result=result, now=now).pk


def page(as_: As, who: object, name: str = "signal") -> str:
    return as_(who).get(reverse("column", args=["lab/plates", name])).content.decode()


def test_the_last_runs_are_drawn_and_told_as_a_table(cast: Cast, as_: As) -> None:
    numbers = [ran(cast, number) for number in range(3)]
    shown = page(as_, cast.bench)
    assert shown.count('<svg class="trend"') == 4
    assert "Median, between least and most" in shown
    assert "the one before" in shown
    for number in numbers:
        assert f'/-/runs/{number}/">{number}</a>' in shown
    assert "2.1%" in shown
    assert "a&lt;b&gt;" in shown


def test_one_run_is_told_and_not_drawn_as_a_line(cast: Cast, as_: As) -> None:
    ran(cast, 0)
    shown = page(as_, cast.bench)
    assert "<polyline" not in shown
    assert shown.count("<rect") == 3
    assert "<details open>" not in shown
    assert "The run before" not in shown


def test_before_the_first_run_the_page_says_so(cast: Cast, as_: As) -> None:
    assert "No run has looked at it yet." in page(as_, cast.bench)


def test_what_fails_and_what_people_say_is_on_the_page(cast: Cast, as_: As) -> None:
    ran(cast, 0)
    flag = flagged(cast)
    shown = page(as_, cast.bench)
    assert "2 of 96 are below 0" in shown
    assert f"#{flag.issue_id}" in shown


def test_a_masked_column_shows_counts_only(cast: Cast, as_: As) -> None:
    for number in range(2):
        ran(cast, number, least=None, most=None, quantiles={}, histogram=None, top=[], masked=True)
    shown = page(as_, cast.bench)
    assert shown.count('<svg class="trend"') == 2
    assert "Most frequent values" not in shown


def test_a_column_with_a_name_of_any_letters_has_a_page(cast: Cast, as_: As) -> None:
    Column.objects.filter(name="signal").update(name="a/b c?")
    assert "a/b c?" in page(as_, cast.bench, "a/b c?")
    assert as_(cast.bench).get(reverse("column", args=["lab/plates", "none"])).status_code == 404


def test_a_line_that_never_moves_is_drawn_in_the_middle() -> None:
    flat = trend([3.0, 3.0, 3.0])
    assert flat is not None
    assert len({point.split(",")[1] for point in flat.line.split()}) == 1
    assert trend([None, 3.0]) is None


def test_runs_with_other_bins_share_one_axis() -> None:
    drawn = histogram({"low": 0, "high": 1, "counts": [1, 1]}, {"low": 0, "high": 2, "counts": [1, 1]})
    assert drawn is not None
    assert drawn.bars[-1].x + drawn.bars[-1].width < 165
    assert drawn.before.split()[-1].startswith("312")
    assert histogram({"low": 5, "high": 5, "counts": [4]}, None) is not None
