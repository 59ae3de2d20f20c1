"""`make soak`: fifty datasets, each checked every minute for ten minutes by the whole real service.

Half of the files change every minute, the others never. No run may be lost, doubled, or end more than 60 s after it
was due; the table says how it went, and docs/benchmarks.md keeps it. `SOAK_MINUTES=2 make soak` is a short one.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks import table
from benchmarks.soak_datasets import CHANGING, DATASETS, write
from config.local.place import ROOT
from tests.journeys.rows import ask
from tests.stack import Stack

MINUTES = int(os.environ.get("SOAK_MINUTES", "10"))
LATEST = 60.0  # seconds after it was due
TITLE = "Fifty datasets every minute: `make soak`"
HEAD = """\
{datasets} datasets of 200 rows, two expectations each, due every minute for {minutes} minutes; half of the files are
rewritten every minute, so that half of the runs read their data and half find them unchanged. Seconds after the slot.

| minute | runs | of them on unchanged data | started, median | started, last | stored, median | stored, last |
|---|---|---|---|---|---|---|
"""
PER_MINUTE = """
    SELECT to_char(s.due_at, 'HH24:MI'), count(*), count(r.unchanged_since_id),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.started_at - s.due_at)),
           max(extract(epoch FROM r.started_at - s.due_at)),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM j.finished_at - s.due_at)),
           max(extract(epoch FROM j.finished_at - s.due_at))
    FROM weirdness_slot s JOIN weirdness_run r ON r.slot_id = s.id JOIN weirdness_job j ON j.id = r.job_id
    GROUP BY s.due_at ORDER BY s.due_at"""
TOGETHER = """
    SELECT count(*) FILTER (WHERE r.unchanged_since_id IS NULL),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM j.finished_at - r.started_at))
               FILTER (WHERE r.unchanged_since_id IS NULL),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM j.finished_at - r.started_at))
               FILTER (WHERE r.unchanged_since_id IS NOT NULL)
    FROM weirdness_run r JOIN weirdness_job j ON j.id = r.job_id"""


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="weirdness-soak-", dir="/var/tmp") as folder:
        files = Path(folder)
        files.chmod(0o755)
        for number in range(DATASETS):
            write(files, number, 0)
        with Stack(DEMO="0", SOURCE_ROOTS=f"soak={files}") as stack:
            _soak(stack, files)
            lines, faults = _told(stack)
    print(lines)
    table.renew(TITLE, f"{lines}\n{table.machine()}")
    for fault in faults:
        print(f"✗ {fault}")
    return 1 if faults else 0


def _soak(stack: Stack, files: Path) -> None:
    datasets(stack, "begin", str(DATASETS))
    over = threading.Event()
    writer = threading.Thread(target=_keep_changing, args=(files, over))
    writer.start()
    print(f"{DATASETS} datasets are due every minute; this takes {MINUTES} minutes …", flush=True)
    time.sleep(60 - time.time() % 60 + 60 * MINUTES - 30)  # well before the next minute, however busy the machine
    datasets(stack, "end")
    over.set()
    writer.join()
    owed = "SELECT count(*) FROM weirdness_run WHERE finished_at IS NULL"
    stack.wait(lambda: ask(stack, owed) == [(0,)], 120, "the end of the last runs")


def datasets(stack: Stack, *words: str) -> None:
    """What `benchmarks/soak_datasets.py` does inside the service."""
    command = [sys.executable, "-m", "benchmarks.soak_datasets", *words]
    subprocess.run(command, cwd=ROOT, env=stack.env, check=True)


def _keep_changing(files: Path, over: threading.Event) -> None:
    """Just before each minute, so that every run of a changing file finds other data."""
    version = 1
    while not over.wait(50 - time.time() % 60 if time.time() % 60 < 50 else 110 - time.time() % 60):
        for number in range(CHANGING):
            write(files, number, version)
        version += 1


def _told(stack: Stack) -> tuple[str, list[str]]:
    minutes = ask(stack, PER_MINUTE)
    rows = "".join(
        f"| {minute} | {runs} | {unchanged} | {' | '.join(f'{float(each):.1f}' for each in seconds)} |\n"
        for minute, runs, unchanged, *seconds in minutes
    )
    read, reading, repeating = ask(stack, TOGETHER)[0]
    ended = ", ".join(
        f"{count} {state}" for state, count in ask(stack, "SELECT state, count(*) FROM weirdness_run GROUP BY state")
    )
    faults = _faults(stack, minutes)
    verdict = "None was lost, doubled or late." if not faults else " ".join(faults)
    said = (
        f"\n{sum(each[1] for each in minutes)} runs: {ended}. {verdict} From claimed to stored, median: {read} that "
        f"read their data {float(reading or 0) * 1000:.0f} ms, the others {float(repeating or 0) * 1000:.0f} ms.\n"
    )
    return HEAD.format(datasets=DATASETS, minutes=MINUTES) + rows + said, faults


def _faults(stack: Stack, minutes: list[tuple]) -> list[str]:
    """What went wrong, a sentence each."""
    lost = [f"{DATASETS - each[1]} runs of {each[0]} were lost." for each in minutes if each[1] < DATASETS]
    late = [f"A run of {each[0]} was stored {each[-1]:.0f} s late." for each in minutes if each[-1] > LATEST]
    missing = [f"{MINUTES - len(minutes)} minutes have no run."] if len(minutes) < MINUTES else []
    ((missed, doubled, bad),) = ask(
        stack,
        "SELECT (SELECT coalesce(sum(missed), 0) FROM weirdness_slot),"
        " (SELECT count(*) FROM (SELECT run_id, position FROM weirdness_result GROUP BY 1, 2 HAVING count(*) > 1) d)"
        " + (SELECT count(*) - count(DISTINCT slot_id) FROM weirdness_run),"
        " (SELECT count(*) FROM weirdness_run WHERE state NOT IN ('passed', 'failed'))",
    )
    counted = {"slots were missed": missed, "runs were doubled": doubled, "runs could not be done": bad}
    return [*lost, *late, *missing, *(f"{count} {what}." for what, count in counted.items() if count)]


if __name__ == "__main__":
    sys.exit(main())
