"""Confidence decides who gets a flag: the owner of a stable dataset, the data scientists of any other."""

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey


def dataset(stack: Stack) -> str:
    return ask(stack, "SELECT state FROM weirdness_dataset WHERE key = 'nyc/weather'")[0][0]


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
    settled.wait(lambda: told(settled), 60, "the owner's letter")
    with Somebody(browser, settled, "Daniel Osei") as daniel:
        daniel.go("/datasets/nyc/weather/")
        daniel.sees(re.compile("relapsed"))
        daniel.page.get_by_role("button", name=re.compile("all fine", re.IGNORECASE)).click()
        daniel.sees(re.compile("thank", re.IGNORECASE))


def told(stack: Stack) -> bool:
    """The owner was told, with the reason."""
    return any(
        "rajesh.iyer@example.org" in mail["To"]
        and "relapsed" in str(mail["Subject"])
        and "critical" in mail.get_body(("plain",)).get_content()
        for mail in stack.mails()
    )
