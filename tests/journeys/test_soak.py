"""Clocks that strike faster than the work is done: nothing is lost or done twice (`make soak` is the long one)."""

from collections.abc import Iterator

import pytest

from benchmarks.soak import datasets
from benchmarks.soak_datasets import write
from tests.journeys.rows import ask, is_idle
from tests.stack import Stack

pytestmark = pytest.mark.journey
DATASETS, MINUTES = 6, 5


@pytest.fixture(scope="module")
def soaked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    files = tmp_path_factory.mktemp("soak")
    for number in range(DATASETS):
        write(files, number, 0)
    with Stack(DEMO="0", SOURCE_ROOTS=f"soak={files}") as stack:
        datasets(stack, "hurry", str(DATASETS), str(MINUTES), str(files))
        stack.wait(lambda: is_idle(stack), 60, "the end of the last runs")
        yield stack


def test_each_minute_of_each_suite_has_one_run_that_was_done(soaked: Stack) -> None:
    found = ask(soaked, "SELECT suite_id, count(*), count(DISTINCT slot_id) FROM weirdness_run GROUP BY suite_id")
    assert [each[1:] for each in found] == [(MINUTES, MINUTES)] * DATASETS
    assert {state for (state,) in ask(soaked, "SELECT DISTINCT state FROM weirdness_run")} <= {"passed", "failed"}
    assert ask(soaked, "SELECT sum(missed) FROM weirdness_slot") == [(0,)]


def test_each_run_has_its_two_results_once_and_one_event_of_its_end(soaked: Stack) -> None:
    runs = DATASETS * MINUTES
    assert ask(soaked, "SELECT count(*), count(DISTINCT (run_id, position)) FROM weirdness_result") == [(2 * runs,) * 2]
    ends = "SELECT count(*), count(DISTINCT data->>'run') FROM weirdness_event WHERE verb = 'run_finished'"
    assert ask(soaked, ends) == [(runs, runs)]


def test_data_that_never_changed_were_read_once(soaked: Stack) -> None:
    query = """SELECT count(*) FROM weirdness_run r JOIN weirdness_dataset d ON d.id = r.dataset_id
        WHERE r.unchanged_since_id IS NULL AND d.location = '5.csv'"""
    assert ask(soaked, query) == [(1,)]
