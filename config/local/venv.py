"""The virtual environment `.venv`, made once, filled from a lock with hashes, trusted by a stamp."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from config.local.place import ROOT
from config.local.words import Remedy, step

VENV = ROOT / ".venv"
# Verb: the locks that satisfy it, of which the first is installed; each holds the ones before.
LOCKS = {"up": ("local", "test", "spark"), "test": ("test", "spark"), "spark": ("spark",)}


def python() -> Path:
    return VENV / "bin" / "python"


def is_inside() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def ensure(verb: str) -> None:
    """Makes and fills `.venv` unless its stamp says that this was done. Raises `Remedy`."""
    try:
        _ensure(LOCKS[verb])
    except PermissionError as refusal:
        raise Remedy(
            f"{refusal.filename} belongs to somebody else. "
            f"Clone the project into a folder of your own, or remove {VENV}."
        ) from None


def _ensure(locks: tuple[str, ...]) -> None:
    stamp = VENV / ".installed"
    if python().exists() and stamp.exists() and stamp.read_text() in map(fingerprint, locks):
        return
    if not _works():
        _make()
    lock = locks[0]
    stamp.unlink(missing_ok=True)
    with step(f"installing requirements/{lock}.txt (a minute or two, the first time)"):
        _install(ROOT / "requirements" / f"{lock}.txt")
    _find_the_project()
    stamp.write_text(fingerprint(lock))


def fingerprint(lock: str) -> str:
    digest = hashlib.sha256((ROOT / "requirements" / f"{lock}.txt").read_bytes()).hexdigest()
    return f"{lock} {sys.version_info.major}.{sys.version_info.minor} {digest}\n"


def enter(*words: str) -> None:
    """Goes on inside the virtual environment, in place of this process."""
    os.chdir(ROOT)
    os.execv(python(), [str(python()), "-m", "config.local", *words])  # noqa: S606


def _works() -> bool:
    if not python().exists():
        return False
    asked = "import sys, pip; print(*sys.version_info[:2])"
    done = subprocess.run([python(), "-c", asked], capture_output=True, text=True, check=False)
    return done.stdout.split() == [str(number) for number in sys.version_info[:2]]


def _make() -> None:
    with step("making the virtual environment .venv"):
        done = subprocess.run(
            [_interpreter(), "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False
        )
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Remedy(no_venv(done.stdout + done.stderr))


def _interpreter() -> str:
    # Without PATH in the environment Python doesn't know where it is itself.
    return sys.executable or shutil.which("python3", path=os.defpath) or "python3"


def no_venv(said: str) -> str:
    if "ensurepip" in said:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        return f"Python's `venv` is incomplete here. On Debian or Ubuntu: apt-get install {package}; then again."
    return f"The virtual environment {VENV} could not be made:\n{said[-2000:]}"


def _install(lock: Path) -> None:
    quiet = [
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-compile",
        "--progress-bar",
        "off",
        "--root-user-action=ignore",
    ]
    done = subprocess.run(
        [python(), "-m", "pip", "install", *quiet, "--require-hashes", "-r", lock],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Remedy(
            f"Installing {lock.name} failed; is the network there? Run the same command again: it goes on where "
            f"it stopped. pip said:\n{done.stdout[-2000:]}"
        )


def _find_the_project() -> None:
    """`pytest` alone, unlike `python -m pytest`, doesn't look for modules in the project's folder."""
    for packages in VENV.glob("lib/python*/site-packages"):
        (packages / "weirdness.pth").write_text(f"{ROOT}\n")
