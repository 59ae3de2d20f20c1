"""A suite is suggested and meets a bad month; a flag becomes a check, and what that finds is the same issue."""

import random
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
HANA = "hana.kobayashi@example.org"
COLUMNS = (("sample", "text"), ("day", "date"), ("site", "text"), ("count", "integer"))
REGISTER = """
from django.utils import timezone
from weirdness.models import Dataset, Person, Source, Team
from weirdness.services import datasets
from weirdness.services.datasets import ColumnSpec
now = timezone.now()
source = Source.objects.filter(slug="counts").first()
source = source or datasets.register_source(slug="counts", name="Counts", root="office", now=now)
datasets.register(
    key={key!r}, title={title!r}, description="One row per sample.", source=source, location={location!r},
    format="csv", columns=[ColumnSpec(name, kind, "") for name, kind in {columns!r}], key_columns=["sample"],
    key_unique=True, owner=Person.objects.get(email={owner!r}), triage_team=Team.objects.get(slug="data-scientists"),
    now=now,
)
"""


def registered(stack: Stack, name: str) -> None:
    """counts/<name>: a folder of monthly files, each of 300 samples, January to April."""
    folder = stack.office / name
    folder.mkdir()
    for month in range(1, 5):
        arrive(stack, name, month)
    said = {"key": f"counts/{name}", "title": name.capitalize(), "location": f"{name}/{name}-*.csv"}
    stack.manage("shell", "-c", REGISTER.format(columns=COLUMNS, owner=HANA, **said))


def arrive(stack: Stack, name: str, month: int, spoilt: int = 0) -> None:
    """A month of counts; the first `spoilt` samples have lost their site and are below nothing."""
    dice = random.Random(month)
    lines = ["sample,day,site,count"]
    for at in range(300):
        site, count = dice.choice(["north", "south", "east"]), dice.randint(20, 80)
        site, count = ("", -count) if at < spoilt else (site, count)
        lines.append(f"S{month}-{at:03},2026-{month:02}-{at % 28 + 1:02},{site},{count}")
    path = stack.office / name / f"{name}-2026-{month:02}.csv"
    path.write_text("\n".join(lines) + "\n")
    path.chmod(0o644)


def run_now(page: Page, stack: Stack, name: str) -> None:
    page.goto(f"{stack.url}/datasets/counts/{name}/")
    page.get_by_role("button", name="Run now").click()


def test_a_suggested_suite_is_kept_and_fails_when_a_bad_month_arrives(settled: Stack, browser: Browser) -> None:
    registered(settled, "plankton")
    with Somebody(browser, settled, "Priya Raman") as priya:
        page = priya.page
        priya.go("/datasets/counts/plankton/")
        page.get_by_role("button", name="Suggest checks").click()
        expect(page.get_by_text("The sure ones are ticked")).to_be_visible(timeout=60_000)
        assert page.locator("input[name=keep]:checked").count()
        page.get_by_label("It begins as").select_option("live")
        page.get_by_role("button", name="Make the suite").click()
        expect(page).to_have_url(re.compile(r"/-/suites/\d+/$"))
        run_now(page, settled, "plankton")
        expect(page.get_by_text(re.compile(r"All \d+ pass"))).to_be_visible(timeout=60_000)
        arrive(settled, "plankton", 5, spoilt=40)
        run_now(page, settled, "plankton")
        expect(page.get_by_text(re.compile(r"expectations? fails?"))).to_be_visible(timeout=60_000)
    letters = settled.wait(lambda: _letters(settled, "counts/plankton:"), 90, "the owner's letter")
    assert re.search(r"\d+ new", letters[0])
    with Somebody(browser, settled, "Hana Kobayashi") as hana:
        hana.go("/datasets/counts/plankton/")
        expect(hana.page.get_by_role("link", name=re.compile("^#.*Fails")).first).to_be_visible()


def _letters(stack: Stack, subject: str) -> list[str]:
    return [str(mail["Subject"]) for mail in stack.mails() if HANA in mail["To"] and subject in str(mail["Subject"])]


def test_a_flag_is_promoted_in_two_clicks_and_what_it_finds_is_the_same_issue(settled: Stack, browser: Browser) -> None:
    registered(settled, "krill")
    arrive(settled, "krill", 5, spoilt=3)
    with Somebody(browser, settled, "Amara Okafor") as amara:
        address = "/flag/?dataset=counts/krill&column=count&row=S5-000"
        number = amara.flag(address, tile="1", sentence="A count below nothing.")
    with Somebody(browser, settled, "Priya Raman") as priya:
        page = priya.page
        copied = "SELECT 1 FROM weirdness_evidence e JOIN weirdness_flag f ON f.id = e.flag_id WHERE f.issue_id = %s"
        settled.wait(lambda: ask(settled, f"{copied} AND e.state = 'copied'", number), 60, "the copy of the row")
        priya.go(f"/issues/{number}/")
        page.keyboard.press("p")
        first = page.get_by_role("button", name=re.compile("Add it, live")).first
        expect(first).to_be_visible(timeout=60_000)
        priya.sees("Finds the reported row")
        first.click()
        expect(page.get_by_text(f"#{number} is guarded.")).to_be_visible(timeout=60_000)
        run_now(page, settled, "krill")
        expect(page.get_by_text(re.compile("1 expectation fails"))).to_be_visible(timeout=60_000)
        page.get_by_role("link", name=f"Its issue: #{number}").click()
        priya.sees("guarded")
    count = "SELECT count(*) FROM weirdness_issue i JOIN weirdness_dataset d ON d.id = i.dataset_id WHERE d.key = %s"
    assert ask(settled, count, "counts/krill") == [(1,)]
