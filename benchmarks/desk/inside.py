"""The same pages asked in this process, to see what each costs the database; and the bare statements."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client

from benchmarks.desk.pages import ADMINISTRATOR, START, Page, statements
from weirdness.models import Person


class Asked:
    """Counts statements, and their seconds until the answer is there."""

    def __init__(self) -> None:
        self.number, self.seconds = 0, 0.0
        self.slowest: tuple[float, str] = (0.0, "")

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - begun
            self.number, self.seconds = self.number + 1, self.seconds + took
            self.slowest = max(self.slowest, (took, sql))


@contextmanager
def counted() -> Iterator[Asked]:
    asked = Asked()
    with connection.execute_wrapper(asked):
        yield asked


def visitor(person: int) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(Person.objects.get(pk=person), backend="django.contrib.auth.backends.ModelBackend")
    return client


def visit(client: Client, page: Page, found: dict[str, Any]) -> Asked:
    """Once, the whole answer read or its first piece."""
    path = page.path.format(**found)
    with counted() as asked:
        answer = client.post(path, page.sent, headers={"HX-Request": "true"}) if page.sent else client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        rest = iter(answer.streaming_content) if page.first_byte else iter(())
        next(rest, None)
    for _ in rest:  # a cursor that is left open would be closed with its connection
        pass
    return asked


def bare(page: Page, found: dict[str, Any]) -> float:
    """Seconds of the page's statements, the rows fetched."""
    score = found["score"] if "{score}" in page.path else START
    issue = found["crowded"] if "{crowded}" in page.path else found["issue"]
    said = {"person": page.person, "all": page.person == ADMINISTRATOR, "score": score, "issue": issue, "dataset": 1}
    begun = time.perf_counter()
    for statement in statements()[page.bare]:
        with connection.cursor() as cursor:
            cursor.execute(statement, said)
            cursor.fetchall()
    return time.perf_counter() - begun


def found() -> dict[str, Any]:
    """Numbers that addresses name: an ordinary issue of the largest dataset, a crowded one, a place in the queue."""
    rows = {
        "issue": "SELECT id FROM weirdness_issue WHERE dataset_id = 1 AND state = 'new'"
        " ORDER BY \"column\" = 'column_3' DESC, abs(people - 3), id LIMIT 1",
        "crowded": "SELECT id FROM weirdness_issue WHERE dataset_id = 1 AND state = 'new' ORDER BY people DESC LIMIT 1",
        "score": "SELECT score FROM weirdness_issue WHERE state = 'new' ORDER BY abs(score - 6), id LIMIT 1",
    }
    numbers: dict[str, Any] = {"front": 1}
    for name, statement in rows.items():
        with connection.cursor() as cursor:
            cursor.execute(statement)
            numbers[name] = cursor.fetchone()[0]
    return numbers
