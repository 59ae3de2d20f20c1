"""`make test`: style, types, contracts and tests, with one line of summary."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence

from config.local import browser
from config.local.place import ROOT
from config.local.words import say

STEPS = {
    "style": ["-m", "ruff", "check", "."],
    "layout": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "types": ["-m", "mypy"],
    "contracts": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "tests": ["-m", "pytest", "-q", "-m", "not journey", "-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"],
    # Two services with a browser each: one alone leaves half of two cores idle. More would make all of them wait.
    "journeys": ["-m", "pytest", "-q", "-m", "journey", "-n", str(min(os.cpu_count() or 1, 2)), "--dist", "loadfile"],
}
TESTS = ("tests", "journeys")
NOTHING_COLLECTED = 5  # pytest's answer when none of its tests was named in `words`


def run(words: Sequence[str]) -> int:
    """`words` go to pytest, twice. Returns 0 when every step passed, else 1; all steps run in any case."""
    env = dict(os.environ)
    if chromium := browser.ensure(env):
        env["CHROMIUM"] = chromium
    results = {
        name: _step(name, [*argv, *(words if name in TESTS else ())], env, bool(words)) for name, argv in STEPS.items()
    }
    failed = [name for name, passed in results.items() if not passed]
    say(f"\n{'FAILED: ' + ', '.join(failed) if failed else 'All passed: ' + ', '.join(results)}")
    return 1 if failed else 0


def _step(name: str, argv: list[str], env: dict[str, str], only_some: bool) -> bool:
    say(f"\n── {name}")
    begun = time.monotonic()
    code = subprocess.run([sys.executable, *argv], cwd=ROOT, env=env, check=False).returncode
    passed = code == 0 or (code == NOTHING_COLLECTED and name in TESTS and only_some)
    say(f"── {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - begun:.0f} s")
    return passed
