"""Verdicts through the doors: one by one, and twenty triagers at once who work the same queue."""

import random
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.desk.pages import MANY
from benchmarks.desk.visits import Visitor
from weirdness.models import Event, Issue

TRIAGERS = 20
FRONT = re.compile(r'name="looking" value="(\d+)\.(\d+)"')
QUEUE = "/queue/?view=waiting"
LISTED = re.compile(r"[?&;]issue=(\d+)")
ROUND = 8  # verdicts before the page of the queue is looked at again
SAID: dict[str, dict[str, str]] = {"confirm": {}, "explain": {"explanation": "It is meant to be so."}}


@dataclass
class Tally:
    """seconds: of each verdict that was given. given: issues by the verb; refused: another was quicker."""

    seconds: list[float] = field(default_factory=list)
    given: Counter[tuple[int, str]] = field(default_factory=Counter)
    refused: int = 0
    minutes: float = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def verdicts(url: str, number: int) -> list[float]:
    """Seconds of so many verdicts, one at a time, without the page that follows."""
    visitor, tally = Visitor(url, MANY), Tally()
    waiting = Issue.objects.waiting().filter(state="new", snoozed_until=None, assignee_team=1).order_by("pk")
    for issue, version in list(waiting.values_list("pk", "version")[: number + 3]):
        _give(visitor, issue, version, "confirm", tally)
    assert not tally.refused
    return tally.seconds[3:]


def storm(url: str, seconds: float) -> Tally:
    """Each looks at an issue of the queue and gives a verdict, again and again. Asserts that the history
    holds what the doors confirmed: nothing lost, nothing twice."""
    newest = Event.objects.latest("pk").pk
    visitors, tally = [Visitor(url, MANY + n) for n in range(TRIAGERS)], Tally()
    until, begun = time.monotonic() + seconds, time.monotonic()
    with ThreadPoolExecutor(TRIAGERS) as pool:
        list(pool.map(lambda visitor: _work(visitor, until, tally), visitors))
    tally.minutes = (time.monotonic() - begun) / 60
    recorded = Counter(Event.objects.filter(pk__gt=newest, actor__isnull=False).values_list("issue_id", "verb"))
    assert recorded == tally.given, "the history is not what the doors confirmed"
    judged = Counter(issue for issue, _ in recorded.elements())
    assert max(judged.values()) == 1, "an issue was judged twice"
    return tally


def _work(visitor: Visitor, until: float, tally: Tally) -> None:
    """Takes some of the first page of the queue, as others do at the same time, then looks at the page again."""
    chance = random.Random(id(visitor))
    while time.monotonic() < until:
        listed = sorted(set(LISTED.findall(visitor.get(QUEUE).text)))
        assert listed, "the queue is empty"
        for number in chance.sample(listed, min(ROUND, len(listed))):
            page = visitor.get(f"{QUEUE}&issue={number}", headers={"HX-Request": "true"}).text
            front = FRONT.search(page)
            if front and front[1] == number:
                verb = "confirm" if f"/issues/{number}/confirm/" in page else "explain"
                _give(visitor, int(number), int(front[2]), verb, tally)


def _give(visitor: Visitor, issue: int, version: int, verb: str, tally: Tally) -> None:
    begun = time.perf_counter()
    answer = visitor.post(f"/issues/{issue}/{verb}/", {**SAID[verb], "version": str(version), "queue": "view=waiting"})
    took = time.perf_counter() - begun
    assert answer.status_code in (302, 409), f"{verb} on #{issue}: {answer.status_code}"
    with tally.lock:
        if answer.status_code == 409:
            tally.refused += 1
        else:
            tally.seconds.append(took)
            tally.given[issue, verb] += 1
