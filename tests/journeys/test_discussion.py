"""Talking beside an issue: a question answered from the mail, and a comment written at the desk."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.journeys.test_triage import AMARA, flagged, state
from tests.stack import Stack

pytestmark = pytest.mark.journey
SERIOUS = {"serious", "critical"}


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in SERIOUS]


def link_to_answer(stack: Stack, number: int) -> str:
    """The address in the letter that asks Amara."""
    for mail in stack.mails():
        if f"#{number} " in str(mail["Subject"]) and AMARA in mail["To"]:
            plain = mail.get_body(("plain",))
            assert plain
            if found := re.search(r"Write your answer: http://[^/]+(/answer/\S+)", plain.get_content()):
                return found.group(1)
    return ""


def test_a_question_is_answered_from_the_mail_on_a_phone_without_javascript_or_log_in(
    settled: Stack, browser: Browser
) -> None:
    number = flagged(browser, settled, "An arrival delay of minus 86 minutes, an hour and a half early?")
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/queue/?issue={number}")
        priya.page.keyboard.press("4")
        priya.page.keyboard.type("Which carrier was it, and did you see it *once* or on several days?")
        priya.page.keyboard.press("Control+Enter")
        settled.wait(lambda: state(settled, number)[0] == "needs_info", 10, "the question")
    address = settled.wait(lambda: link_to_answer(settled, number), 60, "the letter with the question")
    size = {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, java_script_enabled=False)
    page = context.new_page()
    page.goto(settled.url + address)
    expect(page.get_by_text("Which carrier was it")).to_be_visible()
    page.get_by_label("Your answer").fill("AS, on 12 days in June.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Thank you. Your answer is there")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
    assert state(settled, number)[0] == "new"
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/queue/?view=open&issue={number}")
        priya.sees("AS, on 12 days in June.")


def test_a_comment_is_written_at_the_desk_looked_at_before_and_sent_with_a_key(
    settled: Stack, browser: Browser
) -> None:
    number = flagged(browser, settled, "Arrival delays of more than a day.")
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/queue/?view=open&issue={number}")
        words = priya.page.get_by_label("Say something")
        priya.page.keyboard.press("c")
        words.fill("Both are **diversions**, see #1. @mateo.silva, do you agree? @nobody.here")
        priya.page.get_by_role("button", name="Preview").click()
        expect(priya.page.locator("#comment-preview strong")).to_have_text("diversions")
        words.press("Control+Enter")
        priya.sees("Your comment is there.")
        priya.sees("@nobody.here was not told: nobody of this name may read it.")
        expect(priya.page.locator(".remark strong", has_text="diversions")).to_be_visible()
        assert f"issue={number}" in priya.page.url
        assert serious(priya.page) == []
    told = "SELECT p.email FROM weirdness_notification n JOIN weirdness_person p ON p.id = n.person_id "
    told += "WHERE n.message = 'comment' AND n.issue_id = %s"
    assert {row[0] for row in ask(settled, told, number)} == {AMARA, "mateo.silva@example.org"}


@pytest.mark.parametrize("javascript", [True, False])
def test_a_comment_is_reworded_and_its_trace_unfolded(settled: Stack, browser: Browser, javascript: bool) -> None:
    number = flagged(browser, settled, f"Delays that are no whole minutes ({javascript}).")
    with Somebody(browser, settled, "Amara Okafor", javascript=javascript) as amara:
        amara.go(f"/issues/{number}/")
        amara.page.get_by_label("Say something").fill("On Mondays only.")
        amara.page.get_by_role("button", name=re.compile("^Send")).click()
        amara.page.get_by_text("Edit what you said").first.click()
        amara.page.get_by_label("Another wording").fill("On Tuesdays only.")
        amara.page.get_by_role("button", name="Save the wording").click()
        amara.sees("On Tuesdays only.")
        expect(amara.page.locator(".wordings blockquote")).to_be_hidden()
        amara.page.get_by_text(re.compile("^Edited")).click()
        expect(amara.page.locator(".wordings blockquote", has_text="On Mondays only.")).to_be_visible()
        amara.page.get_by_role("button", name="Hear no more of it").click()
        amara.sees(f"You hear no more of #{number}.")
