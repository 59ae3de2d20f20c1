"""A suite from words: choose a column and a sentence, see what it finds, save, run; and two who edit at once."""

import json
import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.person import Somebody
from tests.stack import Stack

pytestmark = pytest.mark.journey
SUITES = "/datasets/penguins/raw/-/suites/"
ON_THE_SUITE = re.compile(r"/-/suites/\d+/(#e\w+)?$")


def begin(priya: Somebody, name: str) -> str:
    """A new suite; returns its address."""
    priya.go(SUITES)
    priya.page.get_by_label("Name", exact=True).fill(name)
    priya.page.get_by_role("button", name="Begin it").click()
    expect(priya.page).to_have_url(ON_THE_SUITE)
    return priya.page.url.removeprefix(priya.stack.url)


def test_an_expectation_is_built_from_words_tried_saved_and_run(settled: Stack, browser: Browser) -> None:
    with Somebody(browser, settled, "Priya Raman") as priya:
        suite, page = begin(priya, "Beaks and weights"), priya.page
        page.keyboard.press("n")
        page.get_by_label("Column", exact=True).select_option("Body Mass (g)")
        page.get_by_label("Search").fill("between")
        page.get_by_role("link", name=re.compile(r"^Body Mass \(g\) is between … and …")).click()
        page.get_by_label("At least").fill("3000")
        page.get_by_label("At most").fill("6000")
        expect(page.locator("#sentence")).to_contain_text("Body Mass (g) is between 3000 and 6000")

        page.get_by_role("button", name="What it finds now").click()
        expect(page.locator("#found")).to_contain_text("It fails now.", timeout=60_000)
        expect(page.locator("#found tbody tr")).to_have_count(5)
        assert page.get_by_label("At least").input_value() == "3000"

        page.get_by_label("Why it should hold").fill("A grown penguin is heavier.")
        page.keyboard.press("Control+Enter")
        expect(page).to_have_url(ON_THE_SUITE)
        priya.sees("A grown penguin is heavier.")

        page.get_by_role("button", name="Run now").click()
        expect(page.get_by_text("1 expectation fails")).to_be_visible(timeout=60_000)
        priya.go(suite)
        priya.sees(re.compile("failed: 11 of 344"))
        priya.go(f"{suite}versions/")
        priya.sees("Version 2")


def test_the_second_of_two_editors_loses_nothing(settled: Stack, browser: Browser) -> None:
    with Somebody(browser, settled, "Priya Raman") as priya:
        suite = begin(priya, "Edited by two")
        priya.go(f"{suite}expectation/?type=expect_column_values_to_not_be_null&column=Island")
        beside = priya.context.new_page()
        beside.goto(f"{settled.url}{suite}expectation/?type=expect_column_values_to_be_unique&column=Comments")
        beside.get_by_role("button", name=re.compile("^Save")).click()
        expect(beside).to_have_url(ON_THE_SUITE)

        priya.page.get_by_label("Why it should hold").fill("Every nest is on an island.")
        priya.page.get_by_role("button", name=re.compile("^Save")).click()
        priya.sees(re.compile("saved version 2 of Edited by two in the meantime"))
        priya.page.get_by_role("button", name="Save on top").click()
        expect(priya.page).to_have_url(ON_THE_SUITE)
        priya.sees("Every nest is on an island.")
        priya.sees(re.compile("occurs only once"))


def test_without_a_script_an_expectation_is_tried_and_a_suite_imported(settled: Stack, browser: Browser) -> None:
    with Somebody(browser, settled, "Priya Raman", javascript=False) as priya:
        page = priya.page
        priya.go(SUITES)
        page.get_by_text("Import a suite of Great Expectations").click()
        page.get_by_label("Or its JSON, pasted").fill(json.dumps({"name": "Imported", "expectations": []}))
        page.get_by_role("button", name="Begin it").click()
        page.get_by_role("link", name="Add an expectation").click()
        page.get_by_role("link", name=re.compile("is one of …")).first.click()
        page.get_by_label("Column", exact=True).select_option("Sex")
        page.get_by_label("Values", exact=True).fill("MALE\nFEMALE")
        page.get_by_role("button", name="What it finds now").click()
        expect(page.locator("#found")).to_be_visible()
        for _ in range(60):
            if page.get_by_text("It passes now.").count():
                break
            page.wait_for_timeout(500)
            if (again := page.get_by_role("button", name="Look again, and keep what is typed")).count():
                again.click()  # not there any more when the answer came with the page that was just loading
        priya.sees("It passes now.")
        page.get_by_role("button", name=re.compile("^Save")).click()
        priya.sees(re.compile("is one of MALE or FEMALE"))
