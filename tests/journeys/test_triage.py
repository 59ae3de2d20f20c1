"""Triage from the keyboard, and the letters it sends."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
AMARA = "amara.okafor@example.org"


def flagged(browser: Browser, stack: Stack, sentence: str) -> int:
    with Somebody(browser, stack, "Amara Okafor") as amara:
        return amara.flag("/flag/?dataset=nyc/flights&column=arr_delay", tile="1", sentence=sentence)


def state(stack: Stack, number: int) -> tuple[str, str]:
    return ask(stack, "SELECT state, resolution FROM weirdness_issue WHERE id = %s", number)[0]


def letters(stack: Stack, number: int) -> list[str]:
    """Subjects of the letters about this issue that reached the reporter."""
    return [
        str(mail["Subject"]) for mail in stack.mails() if f"#{number} " in str(mail["Subject"]) and AMARA in mail["To"]
    ]


def test_confirm_is_one_key_and_the_next_issue_is_in_front(settled: Stack, browser: Browser) -> None:
    number = flagged(browser, settled, "An arrival 1,272 minutes late; twenty-one hours?")
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/queue/?issue={number}")
        priya.page.keyboard.press("1")
        settled.wait(lambda: state(settled, number) == ("confirmed", ""), 10, "the verdict")
        expect(priya.page.locator("[aria-current=true]")).not_to_contain_text(f"#{number} ")
    settled.wait(
        lambda: any("confirmed" in subject for subject in letters(settled, number)), 60, "the reporter's letter"
    )


def test_explain_from_the_keyboard_and_the_reporter_reads_why(settled: Stack, browser: Browser) -> None:
    number = flagged(browser, settled, "Arrivals early by more than an hour.")
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/queue/?issue={number}")
        priya.page.keyboard.press("3")
        priya.page.keyboard.type("Schedules are padded; a tailwind does the rest.")
        priya.page.keyboard.press("Control+Enter")
        settled.wait(lambda: state(settled, number) == ("closed", "explained"), 10, "the verdict")
    settled.wait(lambda: letters(settled, number), 60, "the reporter's letter")
    with Somebody(browser, settled, "Noor Haddad") as noor:
        about = "&sentence=Arrivals%20more%20than%20an%20hour%20early"
        noor.go(f"/flag/?dataset=nyc/flights&column=arr_delay&category=wrong-value{about}")
        noor.sees("Schedules are padded; a tailwind does the rest.")


def test_accept_asks_for_a_caveat_and_an_expiry(settled: Stack, browser: Browser) -> None:
    number = flagged(browser, settled, "Cancelled flights have an empty delay, not a long one.")
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/queue/?issue={number}")
        priya.page.keyboard.press("5")
        form = priya.page.locator("details[open] form")
        form.get_by_label(re.compile("caveat|reader", re.IGNORECASE)).first.fill("Cancelled flights have no delay.")
        form.locator("input[type=date]").fill("2030-01-01")
        priya.page.keyboard.press("Control+Enter")
        settled.wait(lambda: state(settled, number) == ("closed", "accepted"), 10, "the verdict")
        priya.go("/datasets/nyc/flights/")
        priya.sees("Cancelled flights have no delay.")


def test_two_people_on_one_issue_the_second_is_told_and_keeps_the_text(settled: Stack, browser: Browser) -> None:
    number = flagged(browser, settled, "A delay of minus 86 minutes.")
    with Somebody(browser, settled, "Priya Raman") as priya, Somebody(browser, settled, "Mateo Silva") as mateo:
        mateo.go(f"/issues/{number}/")
        priya.go(f"/issues/{number}/")
        priya.page.keyboard.press("1")
        settled.wait(lambda: state(settled, number) == ("confirmed", ""), 10, "the first verdict")
        mateo.page.keyboard.press("3")
        mateo.page.keyboard.type("They left early.")
        mateo.page.keyboard.press("Control+Enter")
        mateo.sees(re.compile("Priya Raman confirmed it"))
        expect(mateo.page.get_by_text("They left early.").first).to_be_visible()
    assert state(settled, number) == ("confirmed", "")


def test_start_claim_and_verify_go_round_to_the_reporter(settled: Stack, browser: Browser) -> None:
    number = flagged(browser, settled, "Two delays for one landing.")
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/issues/{number}/")
        for key, reached in (("1", "confirmed"), ("7", "in_progress"), ("8", "fixed")):
            with priya.page.expect_navigation():
                priya.page.keyboard.press(key)
            assert state(settled, number)[0] == reached
    with Somebody(browser, settled, "Amara Okafor") as amara:
        amara.go(f"/issues/{number}/")
        amara.page.get_by_role("button", name=re.compile("Yes, fixed for me")).click()
        settled.wait(lambda: state(settled, number) == ("closed", "verified_fixed"), 10, "the verification")
        amara.sees(re.compile("verified the fix"))
