"""A tiny table end to end: from the moment that a worker takes the run to the last word of its result in the rows."""

from pathlib import Path

from benchmarks.soak import datasets
from benchmarks.soak_datasets import ROWS
from benchmarks.table import Row, milliseconds
from tests.journeys.rows import ask
from tests.stack import Stack

RUNS, FIRST = 30, 3  # the first ones are not counted: workers and server wake up
SECONDS = """
    SELECT extract(epoch FROM j.finished_at - r.started_at)::float
    FROM weirdness_run r JOIN weirdness_job j ON j.id = r.job_id JOIN weirdness_dataset d ON d.id = r.dataset_id
    WHERE d.key = 'soak/d0' AND r.unchanged_since_id IS NULL AND r.state IN ('passed', 'failed') ORDER BY r.id"""


def measure(stack: Stack, folder: Path) -> Row:
    """`folder` is the root `soak` of the service."""
    datasets(stack, "tiny", str(RUNS + FIRST), str(folder))
    seconds = [each for (each,) in ask(stack, SECONDS)]
    assert len(seconds) == RUNS + FIRST, f"{len(seconds)} runs of {RUNS + FIRST} read their data"
    how = f"{RUNS} runs of {ROWS} rows, other data each time, profile included; from the rows: claimed, finished"
    return (f"a table of {ROWS} rows, from claimed to stored", *milliseconds(seconds[FIRST:]), how)
