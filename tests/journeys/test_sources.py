"""An administrator turns a folder into a dataset that people flag and checks watch."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.person import Administrator, Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
HEAD = "tube,day,volume_ml,operator_name\n"
MONTHS = {
    "2026-09": "T1,2026-09-01,5,Bea Lind\nT2,2026-09-01,7,Quinn Roth\n",
    "2026-10": "T1,2026-10-01,4,Bea Lind\nT2,2026-10-01,-7,Quinn Roth\n",
}
SUITE = {
    "name": "tubes",
    "expectations": [
        {"type": "expect_column_values_to_be_between", "kwargs": {"column": "volume_ml", "min_value": 0}},
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "operator_name"}},
    ],
}


@pytest.fixture(scope="module")
def freezer(settled: Stack) -> Stack:
    folder = settled.lab / "tubes"
    folder.mkdir(exist_ok=True)
    for month, rows in MONTHS.items():
        (folder / f"tubes-{month}.csv").write_text(HEAD + rows)
    return settled


def test_from_a_flag_on_an_unregistered_name_to_a_dataset_that_is_checked(freezer: Stack, browser: Browser) -> None:
    with Somebody(browser, freezer, "Amara Okafor") as amara:
        amara.go("/flag/?dataset=cold/tubes")
        amara.page.keyboard.press("1")
        amara.page.get_by_label("What did you see").fill("T2 holds less than nothing in October.")
        amara.page.keyboard.press("Control+Enter")
        expect(amara.page).to_have_url(re.compile("/thanks/$"))
    with Administrator(browser, freezer, "Ada Berg") as ada:
        register_the_folder(ada.page, ada)
        register_the_dataset(ada.page)
        ada.sees("T2 holds less than nothing in October.")
        run_a_suite(ada.page)
    assert ask(freezer, "SELECT row_count FROM weirdness_dataset WHERE key = 'cold/tubes'") == [(4,)]


def register_the_folder(page: Page, ada: Administrator) -> None:
    """From the list of flags under unknown names to the first look into the folder."""
    ada.go("/to-register/")
    page.get_by_role("link", name="Register cold/tubes").click()
    page.get_by_role("link", name="Register a folder").click()
    page.get_by_label("Name").fill("Freezer")
    page.get_by_role("radio", name=re.compile("^lab")).check()
    page.keyboard.press("Control+Enter")
    ada.sees("You are registering")
    page.get_by_role("button", name="tubes").click()
    expect(page.get_by_text("tubes/tubes-*.csv")).to_be_visible(timeout=30_000)
    ada.sees("2 files that differ only in their numbers")


def register_the_dataset(page: Page) -> None:
    page.get_by_role("button", name="Look at them as one").click()
    expect(page.get_by_text("sounds personal: masked")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("cell", name="masked", exact=True).first).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Quinn Roth")).to_have_count(0)
    page.get_by_role("link", name="Register this as a dataset").click()
    expect(page.get_by_label("Key", exact=True)).to_have_value("cold/tubes")
    expect(page.get_by_label("personal operator_name")).to_be_checked()
    page.get_by_label("Owner").select_option(label="Flight operations")
    page.get_by_label("Data scientists").select_option(label="Data scientists")
    page.get_by_label("key tube").check()
    page.get_by_role("button", name="Does the key name each row once?").click()
    expect(page.get_by_text("No: tube names some rows twice")).to_be_visible(timeout=30_000)
    page.get_by_label("key day").check()
    page.get_by_label("What volume_ml means").fill("What is left in the tube")
    page.get_by_label("Unit of volume_ml").fill("ml")
    page.get_by_role("button", name="Register", exact=True).click()
    expect(page).to_have_url(re.compile("/datasets/cold/tubes/$"), timeout=30_000)
    expect(page.get_by_text("cold/tubes is registered.")).to_be_visible()


def run_a_suite(page: Page) -> None:
    page.goto(page.url + "-/suites/")
    page.get_by_text("Import a suite of Great Expectations").click()
    page.get_by_label(re.compile("its JSON, pasted")).fill(json.dumps(SUITE))
    page.get_by_role("button", name="Begin it").click()
    page.goto(re.sub("-/suites/.*", "-/suites/", page.url))
    page.get_by_role("button", name="Run now").click()
    expect(page.get_by_text(re.compile("1 expectation fails, 1 pass"))).to_be_visible(timeout=60_000)
    expect(page.get_by_text("2026-10-01").first).to_be_visible()


def test_without_javascript_a_file_is_found_and_registered(freezer: Stack, browser: Browser) -> None:
    with Administrator(browser, freezer, "Ada Berg", javascript=False) as ada:
        page = ada.page
        ada.go("/sources/demo/")
        page.get_by_role("button", name=re.compile("Test the connection|See what it holds")).click()
        expect(page.get_by_role("button", name="penguins")).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="penguins").click()
        expect(page.get_by_role("button", name="raw.csv")).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="raw.csv").click()
        expect(page.get_by_role("link", name="Register this as a dataset")).to_be_visible(timeout=30_000)
        page.get_by_role("link", name="Register this as a dataset").click()
        page.get_by_role("textbox", name="Key", exact=True).fill("penguins/again")
        page.get_by_label("Owner").select_option(label="Flight operations")
        page.get_by_label("Data scientists").select_option(label="Data scientists")
        page.get_by_role("button", name="Register", exact=True).click()
        expect(page).to_have_url(re.compile("/datasets/penguins/again/$"), timeout=30_000)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_serious_on_the_pages_of_administrators(
    freezer: Stack, browser: Browser, width: int, scheme: str
) -> None:
    faults: dict[str, list[str]] = {}
    with Administrator(browser, freezer, "Ada Berg", width=width) as ada:
        ada.page.emulate_media(color_scheme=scheme)
        for path in ("/sources/", "/sources/new/folder/", "/sources/new/database/", "/to-register/"):
            ada.go(path)
            faults |= faults_of(ada.page)
        ada.go("/sources/demo/")
        ada.page.get_by_role("button", name=re.compile("Test the connection|See what it holds")).click()
        for name in ("penguins", "raw.csv"):
            ada.page.get_by_role("button", name=name).wait_for()
            faults |= faults_of(ada.page)
            ada.page.get_by_role("button", name=name).click()
        ada.page.get_by_role("link", name="Register this as a dataset").wait_for()
        faults |= faults_of(ada.page)
        ada.page.get_by_role("link", name="Register this as a dataset").click()
        faults |= faults_of(ada.page)
        ada.go("/datasets/nyc/flights/-/registration/")
        faults |= faults_of(ada.page)
    assert faults == {}


def faults_of(page: Page) -> dict[str, list[str]]:
    found = Axe().run(page).response["violations"]
    said = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in ("serious", "critical")]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    said += [f"{wide} px too wide"] if wide > 0 else []
    return {page.url: said} if said else {}
