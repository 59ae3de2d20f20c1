"""`make screenshots`: every page with the demo, at 1280 and 390 px, light and dark, into screenshots/ (not committed).

The best of them, for the README, go to docs/pictures/ with `make screenshots` and a look.
"""

import os
import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config.local import browser as browsers
from tests.journeys.conftest import QUIET
from tests.journeys.rows import ask, is_idle
from tests.stack import Stack

FOLDER = Path(__file__).resolve().parent.parent / "screenshots"
WIDTHS = {1280: 900, 390: 844}
PAGES = {
    "home": "/",
    "datasets": "/datasets/",
    "dataset-flights": "/datasets/nyc/flights/",
    "dataset-weather": "/datasets/nyc/weather/",
    "history": "/datasets/nyc/planes/-/history/",
    "column": "/datasets/nyc/planes/-/columns/seats/",
    "flag": "/flag/",
    "flag-known": "/flag/?dataset=nyc/flights&column=dep_time&category=missing",
    "flag-many": "/flag/many/",
    "flag-link": "/flag/link/",
    "used-link": "/used/link/?dataset=nyc/flights",
    "eyes": "/datasets/nyc/flights/-/eyes/",
    "explanations": "/explanations/",
    "queue": "/queue/",
    "me": "/me/",
    "routing": "/routing/?dataset=penguins/raw&category=wrong-label",
    "rotas": "/routing/rotas/",
    "calendars": "/routing/calendars/",
    "absences": "/routing/absences/",
    "unreached": "/routing/unreached/",
    "sweeps": "/sweeps/",
    "sweep-new": "/datasets/nyc/flights/-/sweeps/new/",
    "mailbox": "/demo/mailbox/",
    "not-found": "/datasets/nyc/flihgts/",
    "suites": "/datasets/penguins/raw/-/suites/",
}


def main() -> int:
    chromium = browsers.path(os.environ)
    if not chromium:
        print(browsers.HOW)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with Stack() as stack, sync_playwright() as playwright:
        stack.wait(lambda: is_idle(stack), 120, "the end of the demo's first work")
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                shoot_all(browser, stack, width, scheme)
        browser.close()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")
    return 0


def shoot_all(browser: Browser, stack: Stack, width: int, scheme: str) -> None:
    size = {"width": width, "height": WIDTHS[width]}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{stack.url}/log-in/")
    shoot(page, "log-in", width, scheme)
    log_in(context, page, "Priya Raman")
    for name, path in {**PAGES, **numbered(stack)}.items():
        page.goto(stack.url + path)
        shoot(page, name, width, scheme)
    context.close()


def log_in(context: BrowserContext, page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(name)).click()
    page.wait_for_url(re.compile(r"/(\?.*)?$"))


def numbered(stack: Stack) -> dict[str, str]:
    """An issue of each kind, and the last run."""
    run = ask(stack, "SELECT max(r.id) FROM weirdness_run r JOIN weirdness_dataset d ON d.id = r.dataset_id "
                     "WHERE d.key = 'nyc/flights'")[0][0]  # fmt: skip
    by_check = ask(stack, "SELECT max(issue_id) FROM weirdness_groupingkey")[0][0]
    by_person = ask(stack, "SELECT f.issue_id FROM weirdness_evidence e JOIN weirdness_flag f ON f.id = e.flag_id "
                           "WHERE e.state = 'copied' LIMIT 1")[0][0]  # fmt: skip
    return {
        "run": f"/datasets/nyc/flights/-/runs/{run}/",
        "issue-check": f"/issues/{by_check}/",
        "issue-person": f"/issues/{by_person}/",
        **editor(stack),
    }


def editor(stack: Stack) -> dict[str, str]:
    """The pages of the penguins' suite."""
    suite = ask(stack, "SELECT min(s.id) FROM weirdness_suite s JOIN weirdness_dataset d ON d.id = s.dataset_id "
                       "WHERE d.key = 'penguins/raw'")[0][0]  # fmt: skip
    at = f"/datasets/penguins/raw/-/suites/{suite}"
    return {
        "suite": f"{at}/",
        "suite-json": f"{at}/json/",
        "suite-versions": f"{at}/versions/",
        "expectation-kinds": f"{at}/expectations/?column=Species",
        "expectation": f"{at}/expectation/?type=expect_column_values_to_be_in_set&column=Species",
        "expectation-columns": f"{at}/expectation/?type=expect_compound_columns_to_be_unique",
    }


def shoot(page: Page, name: str, width: int, scheme: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)


if __name__ == "__main__":
    sys.exit(main())
