"""The portfolio and the calibration page: what they say, to whom, and what they never say."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import NOW, Cast, flagged
from tests.weirdness.services.test_forecasts import after, estimate, uses
from tests.weirdness.web.conftest import As
from weirdness.models import Dataset, Forecast, Standing
from weirdness.services import confidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(cast: Cast) -> Cast:
    """Thirty uses, one oddity, a forecast that came due and many that wait."""
    uses(cast, 1, 10)
    estimate(cast, 10)
    uses(cast, 11, 30)
    flagged(cast, now=after(20))
    estimate(cast, 30)
    return cast


def test_the_portfolio_says_where_a_dataset_stands_and_what_it_misses(used: Cast, as_: As) -> None:
    page = as_(used.scientist).get(reverse("portfolio"))
    text = page.content.decode()
    assert "Plates" in text
    assert "1 dataset that you may see" in text
    assert page.context["counts"].states["learning"] == 1
    assert page.context["counts"].lacking["issues"] == 1
    assert [each.dataset.key for each in page.context["standings"]] == ["lab/plates"]
    assert sum(each.finds for each in page.context["months"]) == 1


def test_filters_list_what_they_count(used: Cast, as_: As) -> None:
    browser = as_(used.scientist)
    for lacks, many in browser.get(reverse("portfolio")).context["counts"].lacking.items():
        page = browser.get(reverse("portfolio"), {"lacks": lacks})
        assert len(page.context["standings"]) == many
    assert browser.get(reverse("portfolio"), {"state": "stable"}).context["standings"] == []
    assert len(browser.get(reverse("portfolio"), {"state": "learning", "sort": "need"}).context["standings"]) == 1


def test_a_nonsense_filter_or_cursor_is_passed_over(used: Cast, as_: As) -> None:
    said = {"state": "x", "lacks": "y", "sort": "z", "after": "nan,1"}
    for name in ("portfolio", "portfolio_eyes"):
        assert as_(used.scientist).get(reverse(name), said).status_code == 200
    said = {"held": "perhaps", "uses": "7", "after": "2026-13-45,x"}
    assert as_(used.scientist).get(reverse("calibration"), said).status_code == 200


def test_pages_of_the_list_skip_and_double_nothing(used: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weirdness.web.portfolio.PAGE", 2)
    for n in range(5):
        twin = Dataset.objects.get(pk=used.dataset.pk)
        twin.pk, twin.key, twin.location = None, f"lab/twin{n}", f"twin{n}.csv"
        twin.save()
        old = Standing.objects.get(pk=used.dataset.pk)
        old.dataset_id, old.nearness, old.need = twin.pk, 0.1 * (n // 2), 3.3
        old.save(force_insert=True)
    for sort in ("near", "need"):
        seen, link = [], f"?sort={sort}"
        while link:
            page = as_(used.administrator).get(reverse("portfolio") + link)
            seen += [each.dataset.key for each in page.context["standings"]]
            link = page.context["later"]
        assert sorted(seen) == ["lab/plates", *(f"lab/twin{n}" for n in range(5))]


def test_who_may_not_see_a_dataset_finds_nothing_of_it(used: Cast, as_: As) -> None:
    for name in ("portfolio", "portfolio_eyes", "calibration", "calibration_csv"):
        answer = as_(used.stranger).get(reverse(name))
        body = b"".join(answer) if answer.streaming else answer.content
        assert b"Plates" not in body
        assert b"lab/plates" not in body
    portfolio = as_(used.stranger).get(reverse("portfolio"))
    assert portfolio.context["counts"].all == 0
    assert portfolio.context["months"] == []


def test_the_heat_map_names_who_looked(used: Cast, as_: As) -> None:
    text = as_(used.scientist).get(reverse("portfolio_eyes")).content.decode()
    assert "Bench science" in text
    assert "Plates" in text


def test_a_forecast_that_came_due_is_told_with_what_came(used: Cast, as_: As) -> None:
    page = as_(used.scientist).get(reverse("calibration"))
    due = Forecast.objects.get(scored_at__isnull=False)
    text = page.content.decode()
    assert "Of 1 forecast that came due" in text
    assert f"{due.low} to {due.high}" in text
    assert sum(page.context["told"].places) == 1
    rows = b"".join(as_(used.scientist).get(reverse("calibration_csv"))).decode().splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("lab/plates,")


def test_before_any_came_due_the_page_says_which_will_be_first(cast: Cast, as_: As) -> None:
    assert b"The first is made with the first use" in as_(cast.scientist).get(reverse("calibration")).content
    uses(cast, 1, 10)
    estimate(cast, 10)
    text = as_(cast.scientist).get(reverse("calibration")).content.decode()
    assert "after 20 more uses of it" in text
    assert "Plates" not in as_(cast.stranger).get(reverse("calibration")).content.decode()


def test_an_administrator_puts_a_version_back_and_nobody_else(used: Cast, as_: As) -> None:
    confidence.recompute(dataset_id=used.dataset.pk, now=NOW + timedelta(days=1))
    address = reverse("prior_put_back", args=[1])
    assert as_(used.scientist).post(address).status_code == 403
    answer = as_(used.administrator).post(address, follow=True)
    assert b"Version 1 is what estimates start from already." in answer.content


def test_the_api_tells_the_same_numbers(used: Cast, as_: As) -> None:
    browser = as_(used.scientist)
    told = browser.get(reverse("api:portfolio")).json()
    assert (told["states"]["learning"], told["datasets"][0]["dataset"], told["next"]) == (1, "lab/plates", "")
    assert browser.get(reverse("api:portfolio"), {"state": "x"}).status_code == 400
    held = browser.get(reverse("api:calibration")).json()
    assert held["whole"]["every"]["scored"] == 1
    assert held["words"].startswith("Of 1 forecast that came due")
