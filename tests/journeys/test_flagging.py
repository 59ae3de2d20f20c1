"""Flagging: half a minute, from wherever the odd thing was seen."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
ROWS = "/flag/?dataset=nyc/flights&column=dep_time&row=2013,1,1,EV,4308,EWR&url=https://charts.example.org/7"


def test_a_bench_scientist_flags_rows_from_a_deep_link_and_the_rows_are_copied(
    settled: Stack, browser: Browser
) -> None:
    with Somebody(browser, settled, "Amara Okafor") as amara:
        number = amara.flag(
            ROWS, tile="2", sentence="Flight 4308 has no departure time, and nobody said it was cancelled."
        )
        amara.go(f"/issues/{number}/")
        settled.wait(lambda: evidence(settled, number) == "copied", 30, "the copy of the rows")
        amara.go(f"/issues/{number}/")
        expect(amara.page.get_by_role("cell", name="EV", exact=True)).to_be_visible()
        expect(amara.page.get_by_role("cell", name="4308", exact=True)).to_be_visible()
        expect(amara.page.get_by_role("link", name=re.compile("charts.example.org")).first).to_be_visible()


def evidence(stack: Stack, issue: int) -> str:
    query = "SELECT e.state FROM weirdness_evidence e JOIN weirdness_flag f ON f.id = e.flag_id WHERE f.issue_id = %s"
    return ask(stack, query, issue)[0][0]


def test_a_quality_controller_flags_a_label_and_a_wrong_unit(settled: Stack, browser: Browser) -> None:
    with Somebody(browser, settled, "Tomasz Zieliński") as tomasz:
        label = tomasz.flag(
            "/flag/?dataset=penguins/raw&column=Species",
            tile="4",
            sentence="The species carries its Latin name in the same cell; the vocabulary has one word each.",
        )
        tomasz.go("/datasets/penguins/raw/")
        tomasz.page.get_by_role("link", name=re.compile("flag.*(Body Mass|this)", re.IGNORECASE)).first.wait_for()
        unit = tomasz.flag(
            "/flag/?dataset=penguins/raw&column=Body%20Mass%20%28g%29&field=unit",
            tile="7",
            sentence="The description says kilograms; no penguin weighs 3,750 kg. Grams, as the name says.",
        )
        tomasz.go(f"/issues/{unit}/")
        tomasz.sees(re.compile("unit", re.IGNORECASE))
    assert ask(settled, "SELECT target, metadata_field FROM weirdness_issue WHERE id = %s", unit) == [
        ("metadata", "unit")
    ]
    assert label < unit


def test_a_second_person_meets_it_before_writing_and_says_same_here_in_two_clicks(
    settled: Stack, browser: Browser
) -> None:
    with Somebody(browser, settled, "Amara Okafor") as amara:
        number = amara.flag(
            "/flag/?dataset=nyc/planes&column=engine", tile="4", sentence="An engine called 4 Cycle among the jets."
        )
    with Somebody(browser, settled, "Noor Haddad") as noor:
        noor.go("/flag/?dataset=nyc/planes&column=engine")
        noor.page.get_by_role("radio", name=re.compile("Wrong label")).click()
        noor.page.get_by_role("button", name=re.compile(f"Same here.*#{number}")).click()
        noor.sees(re.compile("You are counted|counted", re.IGNORECASE))
    assert ask(settled, "SELECT count(*) FROM weirdness_flag WHERE issue_id = %s AND kind = 'same'", number) == [(1,)]


def test_without_javascript_on_a_phone_the_form_works_and_keeps_what_was_typed(
    settled: Stack, browser: Browser
) -> None:
    with Somebody(browser, settled, "Daniel Osei", width=390, javascript=False) as daniel:
        daniel.go("/flag/?dataset=nyc/weather")
        daniel.page.get_by_role("button", name="Send").click()
        daniel.sees("Say in a sentence what you saw and what you expected.")
        daniel.page.get_by_role("radio", name=re.compile("Stale")).click()
        daniel.page.get_by_label("What did you see").fill("The last hour is of 30 December; the year has one day more.")
        daniel.page.get_by_role("button", name="Send").click()
        expect(daniel.page).to_have_url(re.compile("/thanks/$"))
        daniel.sees("Thank you, Daniel.")


def test_a_dataset_that_nobody_registered_is_taken_as_typed(settled: Stack, browser: Browser) -> None:
    with Somebody(browser, settled, "Daniel Osei") as daniel:
        daniel.go("/flag/?dataset=finance/invoices")
        daniel.page.keyboard.press("1")
        daniel.page.get_by_label("What did you see").fill("March is invoiced twice.")
        daniel.page.keyboard.press("Control+Enter")
        daniel.sees(re.compile("Nobody registered"))
        daniel.go("/me/")
        daniel.sees("March is invoiced twice.")


def test_ten_megabytes_of_text_get_a_sentence(settled: Stack, browser: Browser) -> None:
    with Somebody(browser, settled, "Daniel Osei") as daniel:
        daniel.go("/flag/?dataset=nyc/weather")
        daniel.page.keyboard.press("1")
        daniel.page.evaluate("document.getElementById('sentence').value = 'x'.repeat(10_000_000)")
        daniel.page.get_by_role("button", name="Send").click()
        daniel.sees(re.compile(r"10,000,000 characters; 500 fit|too large|too long"))
