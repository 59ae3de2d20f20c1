"""From a click to its effect: "run now" to the stored result, and flags per second through the form."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from uuid import uuid4

from benchmarks.table import Row, milliseconds
from benchmarks.visitor import Visitor

RUNS = 10
FLAGS, SENDERS = 200, 4
DEADLINE = 60.0


def measure(url: str) -> list[Row]:
    visitor = Visitor(url)
    visitor.log_in("Priya Raman")
    return [
        *(_run_now(visitor, key) for key in ("nyc/planes", "nyc/flights")),
        _flags_per_second(url),
    ]


def _run_now(visitor: Visitor, key: str) -> Row:
    seconds = [_one_run(visitor, key) for _ in range(RUNS)]
    return (
        f"“run now” on {key} to the stored result",
        *milliseconds(seconds),
        f"{RUNS} runs through the API, asked every 20 ms",
    )


def _one_run(visitor: Visitor, key: str) -> float:
    start = time.perf_counter()
    headers = {"X-CSRFToken": visitor.session.cookies["csrftoken"], "Referer": visitor.url}
    answer = visitor.session.post(f"{visitor.url}/api/v1/datasets/{key}/runs/", json={}, headers=headers)
    assert answer.status_code == 202, answer.text
    run = answer.json()["id"]
    while visitor.session.get(f"{visitor.url}/api/v1/runs/{run}/").json()["state"] in ("queued", "running"):
        assert time.perf_counter() - start < DEADLINE, f"run {run} did not end"
        time.sleep(0.02)
    return time.perf_counter() - start


def _flags_per_second(url: str) -> Row:
    senders = [_sender(url) for _ in range(SENDERS)]
    start = time.perf_counter()
    with ThreadPoolExecutor(SENDERS) as crowd:
        seconds = [each for some in crowd.map(_send, senders) for each in some]
    rate = len(seconds) / (time.perf_counter() - start)
    how = f"{rate:.0f} flags a second: {FLAGS} flags, {SENDERS} people at once, form and thank-you page"
    return ("flag sent through the form", *milliseconds(seconds), how)


def _sender(url: str) -> Visitor:
    visitor = Visitor(url)
    visitor.log_in("Amara Okafor")
    return visitor


def _send(visitor: Visitor) -> list[float]:
    """Fills in and sends the form again and again; each with a submission of its own, as a freshly opened form has."""
    form = visitor.get("/flag/?dataset=penguins/raw")
    assert re.search(r'name="submission"', form), "the form carries no submission"
    seconds = []
    for number in range(FLAGS // SENDERS):
        start = time.perf_counter()
        answer = visitor.post(
            "/flag/",
            dataset="penguins/raw",
            category="something-else",
            target="dataset",
            sentence=f"Benchmark flag {number} of {uuid4()}.",
            submission=str(uuid4()),
        )
        seconds.append(time.perf_counter() - start)
        assert "/thanks/" in answer.url, f"the flag was not taken: {answer.url}"
    assert median(seconds) > 0
    return seconds
