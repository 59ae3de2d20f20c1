"""`make lock`: renews requirements/*.txt, with hashes and without host names."""

import subprocess
import sys

from config.local.place import ROOT
from config.local.words import Remedy, step

TOOLS = ROOT / ".venv-tools"
LOCKS = ("app", "local", "test", "spark")  # each holds the one before, at the same versions
WORDS = (
    "--universal", "--python-version", "3.11", "--no-emit-index-url", "--generate-hashes",
    "--custom-compile-command", "make lock", "--upgrade", "--quiet",
)  # fmt: skip


def renew() -> None:
    """Raises `Remedy` when a lock can't be made; the old ones stay."""
    uv = TOOLS / "bin" / "uv"
    if not uv.exists():
        with step("fetching uv into .venv-tools"):
            _run(sys.executable, "-m", "venv", str(TOOLS))
            _run(str(TOOLS / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", "uv")
    for before, name in zip((None, *LOCKS), LOCKS, strict=False):
        same = ("--constraints", f"requirements/{before}.txt") if before else ()
        with step(f"resolving requirements/{name}.in"):
            _run(str(uv), "pip", "compile", *WORDS, *same, f"requirements/{name}.in", "-o", f"requirements/{name}.txt")


def _run(*argv: str) -> None:
    done = subprocess.run(argv, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Remedy(f"{' '.join(argv[:3])} failed:\n{done.stderr[-3000:]}")
