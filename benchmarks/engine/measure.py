"""Run a peer in fresh processes on two cores and keep the middle of what it says."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.engine import environments
from benchmarks.engine.peer import THREADS, Answer, Finding, Task
from benchmarks.engine.places import ROOT

LIMITS = {
    "POLARS_MAX_THREADS": str(THREADS),
    "OMP_NUM_THREADS": str(THREADS),
    "OPENBLAS_NUM_THREADS": str(THREADS),
    "PYTHONPATH": str(ROOT),
    "TZ": "UTC",
}
LONGEST = 3_600  # seconds


@dataclass(frozen=True)
class Peer:
    """`module` in peers/, its `requirements` file ("" for the project's own), its `mode`, the sources it reads."""

    name: str
    module: str
    requirements: str
    sources: tuple[str, ...] = ("parquet", "csv")
    mode: str = ""
    lacks: str = ""


@dataclass(frozen=True)
class Measured:
    """Medians of seconds and CPU seconds, the highest peak in MB, the findings, or the `fault` that ended it.

    `load`: how many processes the machine wanted to run at once in the minute before; about 2 are our own.
    """

    seconds: float = 0
    cpu: float = 0
    peak: float = 0
    findings: dict[str, Finding] | None = None
    fault: str = ""
    load: float = 0


def measure(peer: Peer, source: str, rows: int, where: dict[str, str], repeats: int) -> Measured:
    """A fault is kept and shown, not hidden: that a peer cannot do it is a result too."""
    python, answers, load = environments.python(peer.requirements), [], os.getloadavg()[0]
    for _ in range(repeats):
        answer = _once(python, peer, source, rows, where)
        if isinstance(answer, str):
            return Measured(fault=answer, load=load)
        answers.append(answer)
    return Measured(
        median(each.seconds for each in answers),
        median(each.cpu for each in answers),
        max(each.peak for each in answers),
        answers[-1].findings,
        load=load,
    )


def _once(python: Path, peer: Peer, source: str, rows: int, where: dict[str, str]) -> Answer | str:
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        asked, answered = Path(scratch, "task.json"), Path(scratch, "answer.json")
        asked.write_text(json.dumps(asdict(Task(source, rows, where, str(answered), peer.mode))))
        try:
            done = subprocess.run(
                [python, "-m", f"benchmarks.engine.peers.{peer.module}", asked], cwd=scratch, env=_environment(),
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=LONGEST,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"stopped after {LONGEST:,} s"
        if done.returncode or not answered.exists():
            sys.stderr.write(done.stdout[-4_000:])
            return (done.stdout.strip().splitlines() or [f"ended with {done.returncode}"])[-1][:300]
        given = json.loads(answered.read_text())
    findings = {name: Finding(**each) for name, each in given.pop("findings").items()}
    return Answer(findings=findings, **given)


def _environment() -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "JAVA_HOME", "TMPDIR", "SPARK_LOCAL_IP")
    return {name: os.environ[name] for name in kept if name in os.environ} | LIMITS


def pin() -> None:
    """This process and all it starts, servers too, share as many cores as each peer has threads."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])
