"""A blind sweep, from the invitation to the issues: four people, one of them without JavaScript, one on a phone."""

import re
from email.message import EmailMessage

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
CREW = ("Amara Okafor", "Tomasz Zieliński", "Noor Haddad", "Daniel Osei")
SEATS = "A plane with 2 seats in scheduled service: seats should be far more."
TWO_SEATS = "Planes with only 2 seats in scheduled service, I expected far more seats."
ENGINE = "The same engine is spelled in two ways."
YEAR = "The year of some planes is empty although they fly."


def letters(stack: Stack, name: str, subject: str) -> list[EmailMessage]:
    address = ask(stack, "SELECT email FROM weirdness_person WHERE name = %s", name)[0][0]
    return [mail for mail in stack.mails() if address in mail["To"] and subject in str(mail["Subject"])]


def link(stack: Stack, name: str, subject: str) -> str:
    stack.wait(lambda: bool(letters(stack, name, subject)), 60, f"the letter to {name}")
    body = letters(stack, name, subject)[-1].get_body(("plain",)).get_content()
    found = re.search(r"https?://[^/\s]+(/sweeps/\d+/\S*)", body)
    assert found
    return found.group(1)


def write(page: Page, *, tile: str, sentence: str, column: str) -> None:
    page.locator(".tile", has_text=tile).locator("input").check()
    page.get_by_label("What did you see").fill(sentence)
    page.get_by_label("Column").select_option(column)
    page.get_by_role("button", name="Put it on my list").click()
    expect(page.get_by_text("On your list.")).to_be_visible()


def group_of(page: Page, sentence: str) -> Locator:
    return page.locator(".group").filter(has=page.locator(".quote", has_text=sentence))


def is_clean(page: Page) -> None:
    """Nothing serious to axe, no sideways scrolling."""
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def begin(browser: Browser, stack: Stack) -> None:
    with Somebody(browser, stack, "Hana Kobayashi") as hana:
        hana.go("/datasets/nyc/planes/-/sweeps/new/")
        is_clean(hana.page)
        for name in CREW[:3]:
            hana.page.locator(".choice", has_text=name).locator("input").check()
        hana.page.get_by_role("button", name="Invite them").click()
        hana.sees(re.compile("Choose at least 4 people; these are 3"))
        hana.page.get_by_label("Others").fill("daniel.osei@example.org")
        hana.page.get_by_label("What should they look at?").fill("The planes as they are on the shared drive.")
        hana.page.get_by_role("button", name="Invite them").click()
        hana.sees(re.compile("4 people are invited by letter"))
        hana.sees(re.compile("0 of 4 lists are in"))


def review(browser: Browser, stack: Stack, name: str, lines: list[tuple[str, str, str]], **how: object) -> None:
    with Somebody(browser, stack, name, **how) as reviewer:
        reviewer.go(link(stack, name, "asks you to look through nyc/planes"))
        reviewer.sees(re.compile("Only you see this list"))
        for tile, sentence, column in lines:
            write(reviewer.page, tile=tile, sentence=sentence, column=column)
        if how.get("javascript", True):
            is_clean(reviewer.page)
        for other in {SEATS, TWO_SEATS, ENGINE, YEAR} - {sentence for _, sentence, _ in lines}:
            expect(reviewer.page.get_by_text(other)).to_have_count(0)
        reviewer.page.get_by_role("button", name=re.compile("Hand in my list")).click()
        reviewer.sees(re.compile("Thank you: your list is in"))


def test_four_people_look_alone_and_together_they_say_how_much_is_left(settled: Stack, browser: Browser) -> None:
    begin(browser, settled)
    review(browser, settled, CREW[0], [("Wrong value", SEATS, "seats"), ("Wrong label", ENGINE, "engine")])
    review(browser, settled, CREW[1], [("Wrong value", TWO_SEATS, "seats")], javascript=False)
    review(browser, settled, CREW[2], [("Missing", YEAR, "year")], width=390)
    review(browser, settled, CREW[3], [])
    with Somebody(browser, settled, "Hana Kobayashi") as hana:
        hana.go(link(settled, "Hana Kobayashi", "are in: lay them together"))
        expect(hana.page.locator(".group")).to_have_count(3)
        expect(group_of(hana.page, SEATS).locator(".line")).to_have_count(2)
        expect(hana.page.get_by_text("Amara")).to_have_count(0)
        is_clean(hana.page)
        group_of(hana.page, ENGINE).get_by_label("No oddity of these data?").fill("Two makers do use the name.")
        hana.page.get_by_role("button", name="Save and close the sweep").click()
        hana.sees(re.compile("Four people found 2 oddities"))
        hana.sees(re.compile("A fifth reviewer would find 0 to 2 new ones"))
        hana.sees(re.compile("Two makers do use the name"))
    query = "SELECT i.id, f.kind, p.name FROM weirdness_flag f JOIN weirdness_issue i ON i.id = f.issue_id " \
            "JOIN weirdness_person p ON p.id = f.person_id WHERE i.title = %s ORDER BY f.id"  # fmt: skip
    flags = ask(settled, query, SEATS)
    assert [(kind, name) for _, kind, name in flags] == [("report", CREW[0]), ("same", CREW[1])]
    with Somebody(browser, settled, CREW[3]) as daniel:
        daniel.go(link(settled, CREW[3], "what the blind sweep found"))
        daniel.sees("Amara Okafor")
        is_clean(daniel.page)
        daniel.page.get_by_role("link", name=re.compile("A plane with 2 seats")).click()
        daniel.page.get_by_role("link", name="blind sweep", exact=True).click()
        daniel.sees(re.compile("Who found what"))
