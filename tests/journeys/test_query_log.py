"""A query log that arrives late moves the number of confidence, and taking it back moves it back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.journeys.person import Administrator
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
KEY = "penguins/raw"
NEWEST = (
    "SELECT s.inputs ->> 'looks', s.id FROM weirdness_snapshot s JOIN weirdness_dataset d ON d.id = s.dataset_id "
    "WHERE d.key = %s ORDER BY s.at DESC, s.id DESC LIMIT 1"
)
PEOPLE = ("daniel.osei@example.org", "noor.haddad", "amara.okafor", "T.Zielinski")


def looks(stack: Stack) -> int:
    return int(ask(stack, NEWEST, KEY)[0][0])


def a_log(stack: Stack) -> tuple[str, int]:
    """Uses of the last week by people who did not say so, in another system's words; and how many are news."""
    today, lines, news = timezone.localdate(), [], 0
    for n in range(1, 8):
        day = today - timedelta(days=n)
        for login in PEOPLE:
            lines.append(f"{day} 08:1{n};{login};warehouse.penguins_raw_{n}")
        known = ask(
            stack,
            "SELECT count(*) FROM weirdness_look l JOIN weirdness_person p ON p.id = l.person_id "
            "JOIN weirdness_dataset d ON d.id = l.dataset_id "
            "WHERE d.key = %s AND l.day = %s AND l.withdrawn_at IS NULL "
            "AND p.email LIKE ANY (ARRAY['daniel.osei@%%', 'noor.haddad@%%', 'amara.okafor@%%', 'tomasz.ziel%%'])",
            KEY,
            day,
        )[0][0]
        news += len(PEOPLE) - known
        lines.append(f"{day} 03:00;svc_backup;warehouse.penguins_raw_{n}")
    return "used at;user;table\n" + "\n".join(lines) + "\n", news


def hand_in(ada: Administrator, content: str) -> None:
    ada.go("/sources/")
    ada.page.get_by_role("link", name="Query logs").click()
    log = {"name": "warehouse.csv", "mimeType": "text/csv", "buffer": content.encode()}
    ada.page.get_by_label("The file", exact=True).set_input_files(log)
    ada.page.get_by_role("radio", name=re.compile("A CSV file")).check()
    ada.page.get_by_role("button", name="Hand it in").click()
    expect(ada.page.get_by_role("heading", name="warehouse.csv")).to_be_visible()


def test_a_log_that_arrives_late_moves_the_number_and_is_taken_back(settled: Stack, browser: Browser) -> None:
    before = looks(settled)
    content, news = a_log(settled)
    with Administrator(browser, settled, "Ada Berg") as ada:
        page = ada.page
        hand_in(ada, content)
        expect(page.locator("#log")).to_contain_text("7 tables are no dataset yet", timeout=30_000)
        ada.sees("7 reads by 1 service account were left out.")
        page.get_by_role("link", name="Say what the unknown names mean").click()
        page.get_by_label("Tables", exact=True).fill("warehouse.penguins_raw_*")
        page.get_by_label("are (also) the dataset").fill(KEY)
        page.get_by_role("button", name="Save", exact=True).click()
        ada.sees("looks were counted at once.")
        row = page.get_by_role("listitem").filter(has_text="t.zielinski")
        row.get_by_role("combobox").fill("tomasz.zielinski@example.org")
        row.get_by_role("button", name="This is their login").click()
        expect(page.get_by_text("t.zielinski is Tomasz")).to_be_visible()
        settled.wait(lambda: looks(settled) == before + news, 60, f"{news} more looks than {before}")
        ada.go("/looks/logs/")
        page.get_by_role("link", name="warehouse.csv").first.click()
        page.get_by_text("Take this log back").click()
        page.get_by_role("button", name="Take it back").click()
        ada.sees("It was taken back")
        settled.wait(lambda: looks(settled) == before, 60, "the number before the log")


def test_without_javascript_a_log_is_handed_in_and_told_of_as_well(settled: Stack, browser: Browser) -> None:
    with Administrator(browser, settled, "Ada Berg", javascript=False) as ada:
        hand_in(ada, f"time,login,table\n{timezone.localdate() - timedelta(days=1)},nobody_yet,nowhere.at_all\n")
        expect(ada.page.locator("#log")).to_contain_text("1 login is unknown, with 1 read.", timeout=30_000)
        hand_in(ada, "time,color\n")
        expect(ada.page.locator("#log")).to_contain_text("No column is the login", timeout=30_000)
