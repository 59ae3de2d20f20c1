"""Routing by plain forms: an administrator adds a rule without JavaScript, and the next flag goes where it says."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
FORMS = ("/routing/rules/new/", "/routing/rotas/new/", "/routing/calendars/new/", "/routing/absences/", "/routing/")


def test_a_rule_that_is_added_without_javascript_sends_the_next_flag(settled: Stack, browser: Browser) -> None:
    with Somebody(browser, settled, "Samira Benali", javascript=False) as samira:
        page = samira.page
        samira.go("/routing/rules/new/")
        page.get_by_label("Name").fill("Taxi times")
        page.get_by_label("Column").fill("taxi_*, sched_dep_*")
        page.get_by_label("a team").first.check()
        page.get_by_label("Which team").select_option(label="Flight operations")
        page.get_by_role("button", name="Save the rule").click()
        samira.sees(re.compile("When the column is taxi_\\* or sched_dep_\\*, it goes to the team Flight operations"))
        page.get_by_role("button", name=re.compile("Earlier.*rule 3")).click()
        page.get_by_label("Dataset").fill("nyc/flights")
        page.get_by_label("Column").fill("sched_dep_time")
        page.get_by_role("button", name="Try it").click()
        samira.sees(re.compile("This flag goes to Flight operations: rule 2, “Taxi times”"))
    with Somebody(browser, settled, "Amara Okafor") as amara:
        number = amara.flag(
            "/flag/?dataset=nyc/flights&column=sched_dep_time", tile="1", sentence="Is 500 five o'clock?"
        )
        amara.go(f"/issues/{number}/")
        amara.sees(re.compile("rule 2, “Taxi times”"))
    query = "SELECT t.slug FROM weirdness_issue i JOIN weirdness_team t ON t.id = i.assignee_team_id WHERE i.id = %s"
    assert ask(settled, query, number) == [("flight-operations",)]
    with Somebody(browser, settled, "Samira Benali", javascript=False) as samira:
        samira.go("/routing/")
        samira.page.get_by_role("button", name="Remove rule 2").click()
        samira.sees(re.compile("The rule is removed"))


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious_on_the_forms_and_nothing_scrolls_sideways(
    settled: Stack, browser: Browser, width: int
) -> None:
    faults: dict[str, list[str]] = {}
    with Somebody(browser, settled, "Samira Benali", width=width) as samira:
        for path in FORMS:
            samira.go(path)
            found = Axe().run(samira.page).response["violations"]
            serious = [
                f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in ("serious", "critical")
            ]
            wide = samira.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if serious or wide > 0:
                faults[path] = [*serious, *([f"{wide} px too wide"] if wide > 0 else [])]
    assert faults == {}
