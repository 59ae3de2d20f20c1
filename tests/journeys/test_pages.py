"""Every page: nothing serious to axe, no sideways scrolling on a phone, nothing from elsewhere."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.journeys.person import Somebody
from tests.screenshots import PAGES, numbered
from tests.stack import Stack

pytestmark = pytest.mark.journey
SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(
    settled: Stack, browser: Browser, width: int, scheme: str
) -> None:
    faults: dict[str, list[str]] = {}
    with Somebody(browser, settled, "Priya Raman", width=width) as priya:
        priya.page.emulate_media(color_scheme=scheme)
        for name, path in {**PAGES, **numbered(settled)}.items():
            priya.go(path)
            found = Axe().run(priya.page).response["violations"]
            serious = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in SERIOUS]
            wide = priya.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if serious or wide > 0:
                faults[name] = [*serious, *([f"{wide} px too wide"] if wide > 0 else [])]
    assert faults == {}


def test_the_log_in_page_has_nothing_serious(settled: Stack, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{settled.url}/log-in/")
    found = [v["id"] for v in Axe().run(page).response["violations"] if v["impact"] in SERIOUS]
    page.close()
    assert found == []


def test_no_page_asks_for_anything_inline(settled: Stack, browser: Browser) -> None:
    with Somebody(browser, settled, "Priya Raman") as priya:
        answer = priya.page.goto(f"{settled.url}/queue/")
        assert answer
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", priya.page.content())


def test_a_wrong_address_says_what_to_do(settled: Stack, browser: Browser) -> None:
    with Somebody(browser, settled, "Daniel Osei") as daniel:
        daniel.go("/datasets/nyc/flihgts/")
        daniel.sees(re.compile("There is no dataset"))
        daniel.page.get_by_role("link", name=re.compile("[Ff]lag")).first.wait_for()
