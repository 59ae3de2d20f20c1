"""A run under way that is cancelled: its child ends, nothing is stored; whoever is quicker wins."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import duckdb
import psutil
import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from tests.cast import NOW, Cast, make
from tests.checks.conftest import Server
from tests.committed import committed, database_for_tests
from tests.weirdness.services.test_races import at_once
from weirdness.models import Dataset, Event, Job, Result, Run
from weirdness.services import runs, suites, work
from weirdness.services.errors import Conflict

__all__ = ["committed", "database_for_tests"]


@pytest.fixture
def slow(committed: None, tmp_path: Path, settings: Settings) -> Iterator[tuple[Cast, Run, Server]]:
    """A run that takes far longer than any test waits."""
    with duckdb.connect() as database:
        texts = database.sql("SELECT range AS id, sha256(range::VARCHAR) AS signal FROM range(1000000)")
        texts.write_parquet(str(tmp_path / "slow.parquet"))
    server = Server(tmp_path)
    settings.CHECKS_SOCKET, settings.SOURCE_ROOTS = server.path, {"lab": str(tmp_path)}
    cast = make()
    Dataset.objects.update(location="slow.parquet", format="parquet", key_columns=["id"])
    asked = [
        {"type": "expect_column_values_to_match_regex", "kwargs": {"column": "signal", "regex": f"(a|b)*{at}.*z"}}
        for at in range(300)
    ]
    dataset = Dataset.objects.get()
    suite = suites.save(dataset=dataset, document={"name": "slow", "expectations": asked}, now=NOW)
    yield cast, runs.request(suite=suite, now=NOW, trigger="person", actor=cast.bench), server
    server.stop()


def children(server: Server) -> list[psutil.Process]:
    return server.working()


def until(true: object, seconds: float = 15) -> None:
    ends = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_a_run_under_way_tells_how_far_it_is_and_ends_soon_after_it_is_cancelled(
    slow: tuple[Cast, Run, Server],
) -> None:
    cast, run, server = slow

    def work_on_it() -> None:
        assert run.job_id is not None
        work.perform(job_id=run.job_id, now=timezone.now())
        connection.close()

    worker = Thread(target=work_on_it)
    worker.start()
    until(lambda: Run.objects.get().progress)
    assert Run.objects.get().progress["rows"] == 1_000_000
    assert Run.objects.get().progress["of"] == 300
    runs.cancel(run_id=run.pk, actor=cast.bench, now=timezone.now())
    worker.join(10)
    assert not worker.is_alive()
    until(lambda: not children(server), 3)
    assert Run.objects.get().state == "cancelled"
    assert Job.objects.get(kind="run").state == "done"
    assert not Result.objects.exists()
    assert not Event.objects.filter(verb="run_finished").exists()


def test_of_twenty_who_cancel_one_run_one_is_quickest(slow: tuple[Cast, Run, Server]) -> None:
    cast, run, _ = slow
    answers = at_once(lambda _: runs.cancel(run_id=run.pk, actor=cast.scientist, now=timezone.now()))
    assert sum(not isinstance(answer, Conflict) for answer in answers) == 1
    assert Event.objects.filter(verb="run_cancelled").count() == 1
