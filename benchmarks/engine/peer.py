"""What a peer's process does: read its task, run once, tell seconds, memory and findings. Standard library only."""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

THREADS = 2


@dataclass(frozen=True)
class Task:
    """`source` is parquet, csv or postgres; `where` a path or the parts of a database's address, as strings."""

    source: str
    rows: int
    where: dict[str, str]
    answer: str
    mode: str = ""

    @property
    def path(self) -> str:
        return self.where["path"]


@dataclass(frozen=True)
class Finding:
    """The verdict on one expectation; `unexpected` failing rows, None when the tool does not count them."""

    success: bool
    unexpected: int | None = None


@dataclass(frozen=True)
class Answer:
    """`seconds` of the run without imports, `cpu` seconds of this process in it, `peak` MB of the whole process."""

    seconds: float
    cpu: float
    peak: float
    findings: dict[str, Finding] = field(default_factory=dict)


def main(run: Callable[[Task], dict[str, Finding]]) -> None:
    """Run the task named on the command line. Imports come first, so they are in nobody's seconds."""
    task = Task(**json.loads(Path(sys.argv[1]).read_text()))
    wall, cpu = time.perf_counter(), _cpu()
    findings = run(task)
    answer = Answer(time.perf_counter() - wall, _cpu() - cpu, _peak(), findings)
    Path(task.answer).write_text(json.dumps(asdict(answer)))


def _family() -> list[int]:
    """This process and those it started, such as Spark's."""
    return [os.getpid(), *_children(os.getpid())]


def _cpu() -> float:
    """CPU seconds so far."""
    return sum(map(_ticks, _family())) / os.sysconf("SC_CLK_TCK")


def _ticks(number: int) -> int:
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])  # user and system, of all threads


def _peak() -> float:
    """MB of resident memory at most."""
    return sum(map(_highest, _family())) / 1024


def _highest(number: int) -> int:
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def _children(number: int) -> list[int]:
    listed = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    return [each for child in map(int, listed) for each in (child, *_children(child))]
