"""How long a page takes, one visitor at a time."""

import re

from benchmarks.table import Row, milliseconds
from benchmarks.visitor import Visitor

VISITS = 60
PAGES = {
    "home": "/",
    "dataset": "/datasets/nyc/flights/",
    "flag form": "/flag/?dataset=nyc/flights&column=dep_time",
    "queue": "/queue/",
    "my flags": "/me/",
}


def measure(visitor: Visitor) -> list[Row]:
    issue = re.search(r'href="(/issues/\d+/)', visitor.get("/queue/"))
    run = re.search(r'href="(/datasets/nyc/flights/-/runs/\d+/)', visitor.get(PAGES["dataset"]))
    assert issue, "the queue shows no issue"
    assert run, "the dataset shows no run"
    pages = {**PAGES, "issue": issue[1], "run": run[1]}
    return [_row(visitor, name, path) for name, path in pages.items()]


def _row(visitor: Visitor, name: str, path: str) -> Row:
    for _ in range(5):
        visitor.get(path)
    seconds = [visitor.timed(path) for _ in range(VISITS)]
    return (f"page: {name}", *milliseconds(seconds), f"{VISITS} visits, one at a time")
