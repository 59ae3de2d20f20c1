"""Looks: a link in a chat, a notebook, people who never looked and are asked; one person, one dataset."""

import re
import subprocess
import sys
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect
from weirdness_client import Weirdness

from config.local.place import ROOT
from tests.journeys.person import Administrator, Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
COUNTED = "Thank you. Your use of today is counted."
MINE = (
    "SELECT origin FROM weirdness_look l JOIN weirdness_person p ON p.id = l.person_id JOIN weirdness_dataset d "
    "ON d.id = l.dataset_id WHERE p.name = %s AND d.key = %s AND l.withdrawn_at IS NULL AND l.recorded_at > now() - "
    "interval '1 hour'"
)
SNAPSHOTS = "SELECT count(*) FROM weirdness_snapshot s JOIN weirdness_dataset d ON d.id = s.dataset_id WHERE d.key = %s"


def counted(stack: Stack, name: str, key: str) -> list[str]:
    return [origin for (origin,) in ask(stack, MINE, name, key)]


@pytest.fixture
def nobody(settled: Stack, browser: Browser) -> Page:
    """A browser in which nobody is logged in."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    yield page
    context.close()


def test_a_link_in_a_chat_is_one_click_after_the_log_in_and_can_be_taken_back(settled: Stack, nobody: Page) -> None:
    link = f"{settled.url}/used/nyc/planes/"
    for _ in range(3):  # a preview that a robot makes
        assert nobody.request.get(link).url.endswith("/log-in/?next=/used/nyc/planes/")
    nobody.goto(link)
    nobody.get_by_role("button", name="Lucía Fernández").click()
    expect(nobody.get_by_role("heading", name=COUNTED)).to_be_visible()
    assert counted(settled, "Lucía Fernández", "nyc/planes") == ["link"]
    nobody.get_by_role("button", name="Take it back").click()
    expect(nobody.get_by_text("You took back your use of today.")).to_be_visible()
    nobody.goto(link)  # who comes here again is not counted by that
    expect(nobody.get_by_role("button", name="I used it, all fine")).to_be_visible()
    assert counted(settled, "Lucía Fernández", "nyc/planes") == []
    nobody.get_by_role("button", name="I used it, all fine").click()
    expect(nobody.get_by_role("heading", name=COUNTED)).to_be_visible()


def test_without_javascript_the_link_has_one_large_button(settled: Stack, browser: Browser) -> None:
    with Somebody(browser, settled, "Ji-woo Park", javascript=False) as jiwoo:
        jiwoo.go("/used/nyc/planes/")
        assert counted(settled, "Ji-woo Park", "nyc/planes") == []
        jiwoo.page.get_by_role("button", name="I used it, all fine").click()
        jiwoo.sees(COUNTED)
        jiwoo.go("/")
        jiwoo.sees("Your use of today is counted.")


def test_a_notebook_says_it_and_the_number_is_made_anew_within_seconds(settled: Stack, browser: Browser) -> None:
    with Administrator(browser, settled, "Ada Berg") as ada:
        said = {"email": ada.EMAIL, "password": ada.PASSWORD}
        token = ada.page.request.post(f"{settled.url}/api/v1/login/", data=said).json()["token"]
    planes = Weirdness(settled.url, token, strict=True).dataset("nyc/planes")
    before = ask(settled, SNAPSHOTS, "nyc/planes")[0][0]
    for _ in range(50):
        assert planes.used()
    assert counted(settled, "Ada Berg", "nyc/planes") == ["client"]
    settled.wait(lambda: ask(settled, SNAPSHOTS, "nyc/planes")[0][0] > before, 10, "the new estimate")
    assert planes.confidence().words
    planes.take_back()
    assert counted(settled, "Ada Berg", "nyc/planes") == []


def test_who_never_looked_is_asked_by_letter_and_answers_from_it(
    settled: Stack, browser: Browser, nobody: Page
) -> None:
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go("/datasets/nyc/planes/-/eyes/")
        priya.page.get_by_label("A word from you").fill("New tail numbers came in last week.")
        first = priya.page.get_by_role("button", name=re.compile("^Ask (?!both|all)")).first
        name = re.search(r"\((.+)\)", first.inner_text()).group(1)
        first.click()
        priya.sees(f"Asked by mail: {name}.")
        priya.sees(re.compile("can be asked again from"))
    letter = settled.wait(lambda: asked(settled), 60, "the letter")
    assert "New tail numbers came in last week." in letter
    address = re.search(r"http\S+/asked-to-look/\S+", letter).group(0)
    nobody.goto(address)
    nobody.get_by_role("button", name="I don’t use these data").click()
    expect(nobody.get_by_role("heading", name=re.compile("You are not asked about"))).to_be_visible()
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go("/datasets/nyc/planes/-/eyes/")
        priya.sees(f"Said that they do not use it: {name}.")


def asked(stack: Stack) -> str:
    """The newest letter that asks somebody to look, as plain text."""
    found: list[EmailMessage] = [each for each in stack.mails() if "would you look at it?" in str(each["Subject"])]
    return found[-1].get_body(("plain",)).get_content() if found else ""


def test_a_renamed_dataset_is_found_by_its_old_links(settled: Stack, browser: Browser) -> None:
    with Administrator(browser, settled, "Ada Berg") as ada:
        rename(ada, "nyc/planes", "nyc/carriers")
        try:
            ada.go("/datasets/nyc/planes/?show=200")
            expect(ada.page).to_have_url(f"{settled.url}/datasets/nyc/carriers/?show=200")
            ada.go("/flag/?dataset=nyc/planes")
            expect(ada.page.locator("option[value=seats]")).to_have_count(1)  # its columns are known
        finally:
            rename(ada, "nyc/carriers", "nyc/planes")
        ada.go("/datasets/nyc/carriers/")
        expect(ada.page).to_have_url(f"{settled.url}/datasets/nyc/planes/")


def rename(ada: Administrator, key: str, to: str) -> None:
    ada.go(f"/datasets/{key}/-/registration/")
    ada.page.get_by_label("Key", exact=True).fill(to)
    ada.page.get_by_role("button", name="Save").click()
    expect(ada.page).to_have_url(f"{ada.stack.url}/datasets/{to}/")


def test_two_accounts_of_one_person_become_one_and_two_again(settled: Stack, browser: Browser) -> None:
    env = settled.env | {"ADMINISTRATOR_PASSWORD": Administrator.PASSWORD}
    argv = [sys.executable, "manage.py", "administrator", "ada@example.org", "--name", "Ada B."]
    subprocess.run(argv, cwd=ROOT, env=env, check=True, capture_output=True)
    with Administrator(browser, settled, "Ada Berg") as ada:
        ada.go("/people/accounts/")
        ada.page.get_by_label("The account that stays").fill(ada.EMAIL)
        ada.page.get_by_label("The account that is closed").fill("ada@example.org")
        ada.page.get_by_role("button", name="See what would happen").click()
        ada.page.get_by_role("button", name="Yes, one person").click()
        ada.sees("ada@example.org is closed")
        ada.page.get_by_role("button", name=re.compile("Take apart again.*ada@example.org")).click()
        ada.sees("ada@example.org is an account of its own again")
