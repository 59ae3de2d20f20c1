"""The desk's benchmark in small: what is made satisfies every constraint, and each page is answered by indexes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from benchmarks.desk import inside
from benchmarks.desk.fill import Size, fill
from benchmarks.desk.pages import PAGES, statements
from weirdness.models import Event, Flag, Issue
from weirdness.services import work

SMALL = Size(issues=3_000, datasets=40, people=1_300)
LARGE = {"weirdness_issue", "weirdness_flag", "weirdness_event", "weirdness_episode"}
Asked = list[tuple[str, Any]]


@pytest.fixture
def desk(db: None) -> dict[str, Any]:
    with connection.cursor() as cursor:
        fill(cursor, SMALL)
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")
    return inside.found()


def whole_tables(asked: Asked) -> list[tuple[str, str]]:
    """The large tables that a statement must read from end to end, because no index answers it."""
    found = []
    for sql, params in asked:
        if not sql.startswith("SELECT"):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            (plan,) = cursor.fetchone()
        plan = json.loads(plan) if isinstance(plan, str) else plan
        found += [(table, sql) for table in _scanned(plan[0]["Plan"])]
    return found


def _scanned(node: dict[str, Any]) -> list[str]:
    own = [node["Relation Name"]] if node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE else []
    return own + [table for child in node.get("Plans", []) for table in _scanned(child)]


@contextmanager
def noted() -> Iterator[Asked]:
    asked: Asked = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def test_each_page_of_the_desk_is_answered_by_indexes(desk: dict[str, Any]) -> None:
    assert (Issue.objects.count(), Flag.objects.count(), Event.objects.count()) == (3_000, 9_000, 30_000)
    scanned = {}
    for page in PAGES:
        client = inside.visitor(page.person)
        with noted() as asked:
            inside.visit(client, page, desk)
        assert not [sql for sql, _ in asked if " OFFSET " in sql], page.name
        if whole := whole_tables(asked):
            scanned[page.name] = whole
        assert page.bare in statements()
        inside.bare(page, desk)
    assert not scanned


def test_each_beat_of_the_clock_is_answered_by_indexes(desk: dict[str, Any]) -> None:
    """At a moment at which nothing is due: what is left are the questions."""
    with noted() as asked:
        work.sweep(now=timezone.now() - timedelta(days=4000))
    assert len(asked) > 10
    assert not whole_tables(asked)
