"""Confidence decides who gets a flag: the owner of a stable dataset, the data scientists of any other. And its two
screens say why, from the first look to stable and to a relapse.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.journeys import past
from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
KEY = "shop/orders"
SCREEN = f"/datasets/{KEY}/-/confidence/"
SERIOUS = {"serious", "critical"}


def dataset(stack: Stack, key: str = "nyc/weather") -> str:
    return ask(stack, "SELECT state FROM weirdness_dataset WHERE key = %s", key)[0][0]


def looks(stack: Stack) -> int:
    """Of the newest estimate."""
    found = ask(
        stack,
        "SELECT (s.inputs->>'looks')::int FROM weirdness_snapshot s JOIN weirdness_dataset d ON d.id = s.dataset_id "
        "WHERE d.key = %s ORDER BY s.at DESC, s.id DESC LIMIT 1",
        KEY,
    )
    return found[0][0] if found else 0


def has_no_fault(somebody: Somebody, path: str) -> None:
    somebody.go(path)
    found = Axe().run(somebody.page).response["violations"]
    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in SERIOUS] == []
    wide = somebody.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{path} is {wide} px too wide"


def test_from_the_first_look_to_stable_and_to_a_relapse(settled: Stack, browser: Browser) -> None:
    past.register(settled, KEY, "Customer orders", days_ago=120)
    with Somebody(browser, settled, "Daniel Osei") as daniel:
        daniel.go(SCREEN)
        daniel.sees("Nobody has looked yet.")
        daniel.page.get_by_role("button", name=re.compile("I used it, all fine")).click()
        settled.wait(lambda: looks(settled) == 1, 20, "the first look")
        daniel.go(SCREEN)
        daniel.sees(re.compile("Based on 1 use by 1 person"))
        daniel.sees(re.compile("it is too early to say when that will be"))
        has_no_fault(daniel, SCREEN)
    past.quiet_uses(settled, KEY, days=60)
    settled.wait(lambda: dataset(settled, KEY) == "stable", 30, "stable")
    settled.wait(lambda: told(settled, KEY, "stable"), 60, "the letter to the owner")
    for width in (1280, 390):
        with Somebody(browser, settled, past.OWNER, width=width) as owner:
            for path in (SCREEN, f"{SCREEN}numbers/", f"/datasets/{KEY}/-/era/"):
                has_no_fault(owner, path)
    with Somebody(browser, settled, "Amara Okafor") as amara:
        for column in ("order", "price", "shop"):
            amara.flag(f"/flag/?dataset={KEY}&column={column}", tile="1", sentence=f"The {column} is below zero.")
    settled.wait(lambda: dataset(settled, KEY) == "relapsed", 30, "the relapse")
    settled.wait(lambda: told(settled, KEY, "relapsed"), 60, "the letter about the relapse")
    for width in (1280, 390):
        with Somebody(browser, settled, past.OWNER, width=width) as owner:
            has_no_fault(owner, SCREEN)
            owner.sees(re.compile("3 new oddities came within"))
            owner.sees(re.compile("3 issues that nobody judged"))
            has_no_fault(owner, f"{SCREEN}numbers/")
            owner.sees(re.compile("Oddity|New oddity"))


def test_an_announced_change_is_previewed_made_and_taken_back(settled: Stack, browser: Browser) -> None:
    key = "shop/returns"
    past.register(settled, key, "Returns", days_ago=90)
    past.quiet_uses(settled, key, days=60)
    settled.wait(lambda: dataset(settled, key) == "stable", 30, "stable")
    with Somebody(browser, settled, past.OWNER, javascript=False) as owner:
        owner.go(f"/datasets/{key}/-/confidence/")
        owner.page.get_by_role("link", name="Announce a change").click()
        owner.page.get_by_label("The columns or their meaning changed").check()
        owner.page.get_by_label("What changed").fill("prices are in cents")
        owner.page.get_by_role("button", name="See what it does").click()
        owner.sees(re.compile("uses stop counting"))
        owner.sees(re.compile("goes back to learning"))
        owner.page.get_by_role("button", name="Announce it").click()
        owner.sees(re.compile("prices are in cents"))
    settled.wait(lambda: dataset(settled, key) == "learning", 30, "learning")
    with Somebody(browser, settled, past.OWNER) as owner:
        owner.go(f"/datasets/{key}/-/confidence/")
        owner.page.get_by_role("button", name=re.compile("Take it back ?: prices")).click()
        owner.sees(re.compile("What counted before counts again"))
    settled.wait(lambda: dataset(settled, key) == "stable", 30, "stable again")


def test_a_stable_dataset_sends_a_flag_to_its_owner_and_a_critical_one_makes_it_relapse(
    settled: Stack, browser: Browser
) -> None:
    assert dataset(settled) == "stable"
    with Somebody(browser, settled, "Daniel Osei") as daniel:
        daniel.go("/datasets/nyc/weather/")
        daniel.sees(re.compile("stable"))
        number = daniel.flag("/flag/?dataset=nyc/weather&column=visib", tile="1", sentence="Never more than ten miles?")
        daniel.go(f"/issues/{number}/")
        daniel.sees(re.compile("the dataset is stable, so its (owner|steward) triages"))
    with Somebody(browser, settled, "Rajesh Iyer") as rajesh:
        rajesh.go(f"/issues/{number}/")
        rajesh.page.get_by_text("Severity", exact=False).and_(rajesh.page.locator("summary")).click()
        rajesh.page.get_by_role("radio", name="critical").check()
        rajesh.page.get_by_role("button", name="Set it").click()
    settled.wait(lambda: dataset(settled) == "relapsed", 30, "the relapse")
    query = (
        "SELECT t.slug FROM weirdness_issue i JOIN weirdness_membership m ON m.person_id = i.assignee_id "
        "JOIN weirdness_team t ON t.id = m.team_id WHERE i.id = %s"
    )
    assert ("data-scientists",) in ask(settled, query, number)  # whoever of them is on duty
    settled.wait(lambda: told(settled, why="critical"), 60, "the owner's letter")
    with Somebody(browser, settled, "Daniel Osei") as daniel:
        daniel.go("/datasets/nyc/weather/")
        daniel.sees(re.compile("relapsed"))
        daniel.sees("Your use of today is counted.")  # by the flag


def told(stack: Stack, key: str = "nyc/weather", state: str = "relapsed", why: str = "") -> bool:
    """The owner was told, with the reason and where to see more."""
    return any(
        "rajesh.iyer@example.org" in mail["To"]
        and f"{key}: {state}" in str(mail["Subject"])
        and why in mail.get_body(("plain",)).get_content()
        and f"/datasets/{key}/-/confidence/" in mail.get_body(("plain",)).get_content()
        for mail in stack.mails()
    )
