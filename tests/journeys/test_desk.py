"""The triage desk in a browser: keys only, two people, undo, several at once, without JavaScript, on a phone."""

import re
from statistics import median

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.journeys.desk import Typist, fresh, made
from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
SERIOUS = {"serious", "critical"}


def state(stack: Stack, number: int) -> tuple[str, str]:
    return ask(stack, "SELECT state, resolution FROM weirdness_issue WHERE id = %s", number)[0]


def in_front(somebody: Somebody, number: int) -> None:
    expect(somebody.page.locator("[data-list] [aria-current=true]")).to_contain_text(f"#{number} ")


def test_from_a_full_queue_to_an_empty_one_with_the_keyboard_alone(settled: Stack, browser: Browser) -> None:
    numbered = ("one", "two", "three", "four", "five", "six", "seven")
    word = fresh("okapi")
    numbers = made(settled, *(f"{word} {each}: this delay cannot be." for each in numbered))
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/queue/?q={word}")
        in_front(priya, numbers[0])
        typist = Typist(priya.page)
        typist.verdict("confirm", "1")
        in_front(priya, numbers[1])
        typist.verdict("not weird, because …", "3", "Control+Enter", words="The clock was put back that night.")
        typist.verdict("ask the reporter", "4", "Control+Enter", words="Which flight was it?")
        typist.verdict("accept, with a caveat", "5", "Control+Enter", words="Delays of 2013 are rounded.")
        typist.verdict("same as the best guess", "2", "Enter")
        typist.verdict("snooze until tomorrow", "h", "Enter")
        in_front(priya, numbers[6])
        typist.verdict("close", "6", "Enter")
        priya.sees("Nothing waits here.")
    reached = [state(settled, number) for number in numbers]
    assert [each[0] for each in reached] == ["confirmed", "closed", "needs_info", "closed", "merged", "new", "closed"]
    print(f"\n{typist.told()}")
    assert median(keys for _, keys, _ in typist.seconds()) <= 2
    assert max(took for _, _, took in typist.seconds()) <= 4.0


def test_a_key_that_is_quicker_than_the_evidence_is_for_the_issue_that_was_chosen(
    settled: Stack, browser: Browser
) -> None:
    word = fresh("dibbler")
    first, second, third = made(settled, f"{word} one.", f"{word} two.", f"{word} three.")
    with Somebody(browser, settled, "Priya Raman") as priya:
        slow = {"offline": False, "latency": 300, "downloadThroughput": -1, "uploadThroughput": -1}
        priya.context.new_cdp_session(priya.page).send("Network.emulateNetworkConditions", slow)
        priya.go(f"/queue/?q={word}")
        with priya.page.expect_navigation():
            for key in ("j", "j", "1"):
                priya.page.keyboard.press(key)
        settled.wait(lambda: state(settled, third)[0] == "confirmed", 10, "the verdict")
    assert [state(settled, number)[0] for number in (first, second)] == ["new", "new"]


def test_a_verdict_is_taken_back_with_one_key_and_its_issue_is_in_front_again(settled: Stack, browser: Browser) -> None:
    word = fresh("quokka")
    first, second = made(settled, f"{word} one is odd.", f"{word} two is odd.")
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/queue/?q={word}")
        typist = Typist(priya.page)
        typist.verdict("confirm", "1")
        in_front(priya, second)
        expect(priya.page.get_by_role("button", name=re.compile("Undo"))).to_contain_text(re.compile(r"\d+ s"))
        typist.verdict("undo", "u")
        in_front(priya, first)
        assert state(settled, first) == ("new", "")
        typist.verdict("confirm", "1")
        expect(priya.page.get_by_role("button", name=re.compile("Undo"))).to_have_count(0, timeout=15_000)


def test_two_issues_are_merged_by_number_and_taken_apart_again(settled: Stack, browser: Browser) -> None:
    word = fresh("numbat")
    first, second = made(settled, f"{word} one is odd.", f"{word} two is odd.")
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/queue/?q={word}&issue={second}")
        typist = Typist(priya.page)
        typist.verdict("same as a number", "2", "Enter", words=str(first))
        assert state(settled, second)[0] == "merged"
        priya.go(f"/issues/{first}/")
        priya.sees("2 flags")
        priya.page.get_by_role("button", name=f"Unmerge #{second}").click()
        settled.wait(lambda: state(settled, second)[0] == "new", 10, "the unmerge")
        priya.sees("1 flag")


def test_several_are_judged_at_once_after_a_look_at_what_will_change(settled: Stack, browser: Browser) -> None:
    word = fresh("potoroo")
    numbers = made(settled, f"{word} one.", f"{word} two.", f"{word} three.")
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/queue/?q={word}")
        for key in ("x", "j", "x"):
            priya.page.keyboard.press(key)
        priya.sees("2 selected")
        priya.page.get_by_label("What to do with them").select_option(label="Not weird, because …")
        priya.page.get_by_role("button", name="See what will change").click()
        priya.sees("2 issues change")
        assert [v["id"] for v in Axe().run(priya.page).response["violations"] if v["impact"] in SERIOUS] == []
        priya.page.get_by_label("Why does it look weird").fill("Both are test flights.")
        priya.page.keyboard.press("Control+Enter")
        priya.sees("done for 2 issues")
        assert [state(settled, number)[0] for number in numbers] == ["closed", "closed", "new"]
        with priya.page.expect_navigation():
            priya.page.keyboard.press("u")
        assert [state(settled, number)[0] for number in numbers] == ["new", "new", "new"]


def test_of_two_in_the_queue_the_second_is_told_there_and_keeps_what_was_typed(
    settled: Stack, browser: Browser
) -> None:
    word = fresh("bilby")
    number, _ = made(settled, f"{word} one is odd.", f"{word} two is odd.")
    with Somebody(browser, settled, "Priya Raman") as priya, Somebody(browser, settled, "Mateo Silva") as mateo:
        for each in (priya, mateo):
            each.go(f"/queue/?q={word}")
        Typist(priya.page).verdict("confirm", "1")
        mateo.page.keyboard.press("3")
        mateo.page.keyboard.type("They left early.")
        mateo.page.keyboard.press("Control+Enter")
        mateo.sees(re.compile("Priya Raman confirmed it"))
        expect(mateo.page).to_have_title(re.compile("Queue"))
        expect(mateo.page.get_by_label("Why does it look weird")).to_have_value("They left early.")
    assert state(settled, number) == ("confirmed", "")


def test_what_is_new_is_told_without_a_reload_and_nothing_jumps(settled: Stack, browser: Browser) -> None:
    word = fresh("dunnart")
    (number,) = made(settled, f"{word} one is odd.")
    with Somebody(browser, settled, "Priya Raman") as priya, Somebody(browser, settled, "Mateo Silva") as mateo:
        priya.go(f"/queue/?q={word}")
        (other,) = made(settled, f"{word} two is odd.")
        mateo.go(f"/issues/{number}/")
        Typist(mateo.page).verdict("severity", "s", "ArrowDown", "Enter")
        priya.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        priya.sees("1 new issue is in this part of the list.")
        priya.sees(re.compile(f"#{number} has changed since you opened it. Mateo Silva set the severity"))
        expect(priya.page.locator("#count-waiting")).to_have_text("2")
        expect(priya.page.locator("[data-list] li")).to_have_count(1)
        priya.page.get_by_role("link", name="Show it").click()
        expect(priya.page.locator("[data-list]")).to_contain_text(f"#{other} ")


def test_the_rows_of_an_issue_are_looked_up_again_when_it_is_opened(settled: Stack, browser: Browser) -> None:
    (number,) = made(settled, "Wombat is odd.", rows="2013,1,1,UA,1545,EWR")
    settled.wait(
        lambda: ask(
            settled,
            "SELECT 1 FROM weirdness_evidence e JOIN weirdness_flag f ON f.id = e.flag_id "
            "WHERE f.issue_id = %s AND e.state = 'copied'",
            number,
        ),
        30,
        "the copy of the row",
    )
    with Somebody(browser, settled, "Priya Raman") as priya:
        priya.go(f"/queue/?issue={number}")
        expect(priya.page.get_by_text("The row is still as it was reported.")).to_be_visible(timeout=15_000)


def test_without_javascript_a_verdict_its_undo_and_a_snooze_go_the_same_way(settled: Stack, browser: Browser) -> None:
    word = fresh("bettong")
    first, second = made(settled, f"{word} one is odd.", f"{word} two is odd.")
    with Somebody(browser, settled, "Priya Raman", javascript=False) as priya:
        priya.go(f"/queue/?q={word}")
        priya.page.get_by_role("button", name="Confirm").first.click()
        in_front(priya, second)
        priya.page.get_by_role("button", name=re.compile("Undo")).click()
        in_front(priya, first)
        assert state(settled, first) == ("new", "")
        priya.page.locator("summary", has_text="Snooze").click()
        priya.page.get_by_label("Until somebody flags it again").check()
        priya.page.get_by_role("button", name="Put it aside").click()
        in_front(priya, second)
        priya.page.get_by_label(f"Select #{second}").check()
        priya.page.get_by_role("button", name="See what will change").click()
        priya.page.get_by_role("button", name=re.compile("Confirm: 1 issue")).click()
        settled.wait(lambda: state(settled, second)[0] == "confirmed", 10, "the verdict")


def test_on_a_phone_the_list_leads_to_the_issue_and_back(settled: Stack, browser: Browser) -> None:
    word = fresh("kultarr")
    (number,) = made(settled, f"{word} is odd.")
    with Somebody(browser, settled, "Priya Raman", width=390) as priya:
        priya.go(f"/queue/?q={word}")
        priya.page.locator("[data-list] a").first.click()
        priya.page.locator("summary", has_text="Same as …").click()
        wide = priya.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
        assert [v["id"] for v in Axe().run(priya.page).response["violations"] if v["impact"] in SERIOUS] == []
        priya.page.get_by_role("link", name="Back to the list").click()
        priya.page.get_by_role("link", name=re.compile(f"#{number}")).click()
        priya.page.get_by_role("button", name="Confirm").first.click()
        settled.wait(lambda: state(settled, number)[0] == "confirmed", 10, "the verdict")
