"""Where all datasets stand and whether the forecasts hold: a triager at a desk, a colleague on a phone."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.journeys.test_sweep import is_clean
from tests.stack import Stack

pytestmark = pytest.mark.journey


def test_from_the_portfolio_to_what_is_missing_and_to_who_has_not_looked(browser: Browser, settled: Stack) -> None:
    many = ask(settled, "SELECT count(*) FROM weirdness_standing WHERE looks > 0")[0][0]
    with Somebody(browser, settled, "Hana Kobayashi") as hana:
        hana.page.get_by_role("navigation", name="Main").get_by_role("link", name="Portfolio").click()
        hana.sees("Where all datasets stand")
        is_clean(hana.page)
        hana.page.get_by_role("link", name=re.compile("^more uses")).click()
        hana.sees("Datasets: not stable yet, missing more uses")
        expect(hana.page.locator("table.near tbody tr")).to_have_count(many)
        hana.page.get_by_role("link", name="Most in need of eyes").click()
        hana.sees("First what many use lately")
        hana.page.get_by_role("link", name="Who looked, by viewpoint").click()
        expect(hana.page.get_by_role("heading", name="Who looked, by viewpoint")).to_be_visible()
        is_clean(hana.page)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_forecasts_of_the_past_are_held_against_what_came(
    browser: Browser, settled: Stack, javascript: bool
) -> None:
    scored = ask(settled, "SELECT count(*) FROM weirdness_forecast WHERE scored_at IS NOT NULL")[0][0]
    assert scored > 0
    with Somebody(browser, settled, "Daniel Osei", width=390, javascript=javascript) as daniel:
        daniel.go("/portfolio/")
        is_clean(daniel.page) if javascript else None
        daniel.page.get_by_role("link", name="Do the forecasts hold?").click()
        daniel.sees(re.compile(r"Of \d+ forecasts? that came due, \d+ held"))
        daniel.sees(f"All {scored:,} that came due")
        daniel.page.get_by_label("Which").select_option("no")
        daniel.page.get_by_role("button", name="Show").click()
        expect(daniel.page.locator("td .held")).to_have_count(0)
        if javascript:
            is_clean(daniel.page)
