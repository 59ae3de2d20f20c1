"""A virtual environment per set of requirements (peers/*.txt), made once, trusted by a stamp."""

import hashlib
import subprocess
import sys
from pathlib import Path

from benchmarks.engine.places import PEERS, cache
from config.local.words import Remedy, step

OWN = ""  # the project's own environment, which this process runs in
_QUIET = ("--quiet", "--disable-pip-version-check", "--no-input", "--progress-bar", "off")


def python(requirements: str) -> Path:
    """The interpreter that has `peers/<requirements>.txt` installed; raises `Remedy` when that fails."""
    if requirements == OWN:
        return Path(sys.executable)
    wanted = PEERS / f"{requirements}.txt"
    stamp = hashlib.sha256(wanted.read_bytes()).hexdigest()
    folder = cache() / "environments" / requirements
    kept = folder / ".installed"
    if not kept.exists() or kept.read_text() != stamp:
        with step(f"installing {wanted.name} for the benchmark"):
            _install(folder, wanted)
        kept.write_text(stamp)
    return folder / "bin" / "python"


def _install(folder: Path, wanted: Path) -> None:
    _run([sys.executable, "-m", "venv", "--clear", folder], wanted)
    _run([folder / "bin" / "python", "-m", "pip", "install", *_QUIET, "-r", wanted], wanted)


def _run(argv: list[str | Path], wanted: Path) -> None:
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise Remedy(f"{wanted.name} could not be installed; is the network there? pip said:\n{done.stdout[-2000:]}")
