"""Any process may die at any time: nothing is lost, and it is done within a minute of recovery."""

import signal
import time
from collections.abc import Iterator

import psycopg2
import pytest
import requests

from benchmarks.visitor import Visitor
from tests.journeys.rows import ask, is_idle
from tests.stack import Stack

RECOVERY = 60.0  # seconds, promise 1
pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def broken() -> Iterator[Stack]:
    """A service of its own: these tests kill it piece by piece."""
    with Stack() as stack:
        stack.wait(lambda: is_idle(stack), 120, "the end of the demo's first work")
        yield stack


@pytest.fixture(scope="module")
def scientist(broken: Stack) -> Visitor:
    visitor = Visitor(broken.url)
    visitor.log_in("Priya Raman")
    return visitor


def run_now(visitor: Visitor, key: str = "nyc/planes") -> int:
    headers = {"X-CSRFToken": visitor.session.cookies["csrftoken"], "Referer": visitor.url}
    answer = visitor.session.post(f"{visitor.url}/api/v1/datasets/{key}/runs/", json={}, headers=headers)
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


def state(stack: Stack, run: int) -> str:
    return ask(stack, "SELECT state FROM weirdness_run WHERE id = %s", run)[0][0]


def ends(stack: Stack, run: int) -> str:
    stack.wait(lambda: state(stack, run) not in ("queued", "running"), RECOVERY, f"the end of run {run}")
    return state(stack, run)


def caught_in_the_middle(stack: Stack, visitor: Visitor) -> int:
    """A run whose worker waits for a frozen fork server."""
    stack.pause("engine")
    run = run_now(visitor)
    stack.wait(lambda: state(stack, run) == "running", 30, "the start of the run")
    return run


def results(stack: Stack, run: int) -> int:
    return ask(stack, "SELECT count(*) FROM weirdness_result WHERE run_id = %s", run)[0][0]


def test_a_killed_fork_server_makes_a_run_late_not_lost(broken: Stack, scientist: Visitor) -> None:
    run = caught_in_the_middle(broken, scientist)
    broken.kill("engine", signal.SIGKILL)
    assert ends(broken, run) == "failed"
    assert results(broken, run) > 0


def test_a_killed_worker_makes_a_run_late_not_lost(broken: Stack, scientist: Visitor) -> None:
    run = caught_in_the_middle(broken, scientist)
    killed = broken.kill("asked", signal.SIGKILL)
    broken.resume("engine")
    assert ends(broken, run) == "failed"
    assert broken.pid("asked") != killed
    assert ask(broken, "SELECT attempts FROM weirdness_job WHERE kind = 'run' AND subject = %s", run)[0][0] >= 2


def test_a_flag_sent_while_redis_is_away_is_taken_at_once_and_acted_on_later(broken: Stack) -> None:
    visitor = Visitor(broken.url)
    visitor.log_in("Amara Okafor")
    broken.stop("valkey")
    begun = time.monotonic()
    answer = visitor.post(
        "/flag/",
        dataset="nyc/planes",
        category="wrong-value",
        target="rows",
        column="year",
        rows="N102UW",
        sentence="Sent while Redis was away.",
        submission="11111111-2222-4333-8444-555555555555",
    )
    assert time.monotonic() - begun < 3
    assert "/thanks/" in answer.url
    assert requests.get(f"{broken.url}/", timeout=3, cookies=visitor.session.cookies).status_code == 200
    broken.start("valkey")
    broken.wait(lambda: copied(broken), RECOVERY, "the copy of the evidence")


def copied(stack: Stack) -> bool:
    query = """SELECT e.state FROM weirdness_evidence e JOIN weirdness_flag f ON f.id = e.flag_id
               WHERE f.sentence = 'Sent while Redis was away.'"""
    return ask(stack, query) == [("copied",)]


def test_a_killed_database_comes_back_with_everything(broken: Stack, scientist: Visitor) -> None:
    before = ask(broken, "SELECT id, hash FROM weirdness_event ORDER BY id")
    broken.kill("postgres", signal.SIGKILL)
    broken.wait(lambda: is_open(broken) and is_ready(broken), RECOVERY, "recovery")
    assert ask(broken, "SELECT id, hash FROM weirdness_event ORDER BY id")[: len(before)] == before
    assert ends(broken, run_now(scientist)) == "failed"
    broken.manage("verify_trail")


def is_open(stack: Stack) -> bool:
    """A connection that was there before the kill may live a moment longer; a new one tells."""
    try:
        ask(stack, "SELECT 1")
    except psycopg2.OperationalError:
        return False
    return True


def is_ready(stack: Stack) -> bool:
    return requests.get(f"{stack.url}/readyz", timeout=10).status_code == 200
