"""A suite fails, stays failing, is mended: one issue, one letter, and a recovery after three passes."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
HELICOPTERS = '%"column": "type"%values_to_be_in_set%'
HANA = "hana.kobayashi@example.org"


def planes(stack: Stack) -> Path:
    return next(Path(stack.place.sources).rglob("planes.csv"))


def night(stack: Stack) -> str:
    """One night: the suite runs in the workers. Returns what the command printed."""
    return stack.manage("run_suite", "nyc/planes", "--wait", "60", check=False)


def issue(stack: Stack) -> tuple[int, str, int]:
    """The issue that the suite opened about helicopters: number, state, flags by the check."""
    query = """SELECT i.id, i.state, (SELECT count(*) FROM weirdness_flag f WHERE f.issue_id = i.id)
               FROM weirdness_groupingkey k JOIN weirdness_issue i ON i.id = k.issue_id WHERE k.key LIKE %s"""
    return ask(stack, query, HELICOPTERS)[0]


def digests(stack: Stack) -> list[str]:
    return [
        str(mail["Subject"]) for mail in stack.mails() if HANA in mail["To"] and "nyc/planes:" in str(mail["Subject"])
    ]


def test_the_whole_life_of_a_failing_check(settled: Stack, browser: Browser) -> None:
    number, state, flags = issue(settled)
    assert (state, flags) == ("confirmed", 1)
    settled.wait(lambda: digests(settled), 60, "the owner's letter")
    assert len(digests(settled)) == 1
    assert re.search(r"\d+ new", digests(settled)[0])

    assert "✗" in night(settled)
    assert issue(settled) == (number, "confirmed", 2)

    mend(planes(settled))
    for passes in (1, 2, 3):
        night(settled)
        assert issue(settled)[1] == ("closed" if passes == 3 else "confirmed")
    settled.wait(lambda: len(digests(settled)) == 2, 60, "the letter about the recovery")
    assert "recovered" in digests(settled)[1]

    with Somebody(browser, settled, "Hana Kobayashi") as hana:
        hana.go(f"/issues/{number}/")
        hana.sees(re.compile("passed three times in a row"))
        hana.go("/demo/mailbox/")
        hana.sees(re.compile("recovered"))


def mend(path: Path) -> None:
    """Upstream repairs the data: no helicopters any more. Replaced at once, as a careful export does."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    repaired = path.with_suffix(".repaired")
    repaired.write_text("".join(line for line in lines if "Rotorcraft" not in line), encoding="utf-8")
    repaired.chmod(0o644)
    repaired.replace(path)


def test_run_now_shows_each_expectation_in_words_with_its_failing_keys(settled: Stack, browser: Browser) -> None:
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go("/datasets/nyc/weather/")
        priya.page.get_by_role("button", name=re.compile("Run now")).first.click()
        expect(priya.page).to_have_url(re.compile(r"/-/runs/\d+/"))
        priya.sees("wind_speed")
        expect(priya.page.get_by_text(re.compile("EWR")).first).to_be_visible(timeout=60_000)


def test_a_source_that_cannot_be_read_is_an_error_that_names_the_file_never_a_data_issue(
    settled: Stack, browser: Browser
) -> None:
    path = next(Path(settled.place.sources).rglob("weather.parquet"))
    whole, issues = path.read_bytes(), ask(settled, "SELECT count(*) FROM weirdness_issue")
    path.write_bytes(whole[: len(whole) // 2])
    try:
        said = settled.manage("run_suite", "nyc/weather", "--wait", "60", check=False)
    finally:
        path.write_bytes(whole)
    assert "weather.parquet" in said
    assert ask(settled, "SELECT count(*) FROM weirdness_issue") == issues
    assert ask(settled, "SELECT state FROM weirdness_run ORDER BY id DESC LIMIT 1") == [("error",)]
