"""What people do is in the numbers within seconds; and all numbers of the demo's past come out of its history again."""

import re
import subprocess
import sys
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from config.local.place import ROOT
from tests.journeys.person import Somebody
from tests.journeys.rows import ask
from tests.stack import Stack

pytestmark = pytest.mark.journey
KEY = "nyc/planes"
SOON = timedelta(seconds=5)
NEWEST = (
    "SELECT s.at, (s.inputs->>'looks')::int, jsonb_array_length(s.inputs->'finds') FROM weirdness_snapshot s "
    "JOIN weirdness_dataset d ON d.id = s.dataset_id WHERE d.key = %s ORDER BY s.id DESC LIMIT 1"
)
LOOKED = (
    "SELECT max(l.recorded_at), count(*) FROM weirdness_look l JOIN weirdness_dataset d ON d.id = l.dataset_id "
    "WHERE d.key = %s"
)
FLAGGED = (
    "SELECT max(f.at), count(*) FROM weirdness_flag f JOIN weirdness_dataset d ON d.id = f.dataset_id WHERE d.key = %s"
)


def follows(stack: Stack, query: str, place: int, before: int) -> timedelta:
    """How long after what was recorded last the number that counts it was stored."""
    stack.wait(lambda: ask(stack, NEWEST, KEY)[0][place] == before + 1, 30, "the number that follows")
    recorded, _ = ask(stack, query, KEY)[0]
    return ask(stack, NEWEST, KEY)[0][0] - recorded  # type: ignore[no-any-return]


def test_a_look_and_a_flag_are_in_the_numbers_within_five_seconds(settled: Stack, browser: Browser) -> None:
    _, looks, finds = ask(settled, NEWEST, KEY)[0]
    with Somebody(browser, settled, "Mateo Silva") as mateo:
        mateo.go(f"/datasets/{KEY}/")
        mateo.page.get_by_role("button", name=re.compile("I used it, all fine")).first.click()
        assert timedelta(0) <= follows(settled, LOOKED, 1, looks) <= SOON
        mateo.flag(f"/flag/?dataset={KEY}&column=year", tile="1", sentence="Built in the year 0?")
        assert timedelta(0) <= follows(settled, FLAGGED, 2, finds) <= SOON


def test_each_estimate_of_the_demo_comes_out_of_its_history_again(settled: Stack) -> None:
    told = subprocess.run(
        [sys.executable, "manage.py", "recompute", "--all"], cwd=ROOT, env=settled.env, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr
    assert re.search(r"^[\d,]+ recomputed from the history, 0 of them not the same\.$", told.stdout, re.MULTILINE)
