"""`python3 -m config.local <verb>`: what the Makefile calls. Standard library only, until `.venv` is there."""

import os
import sys
import time

from config.local import oldest

oldest.check()

from config.local import venv  # noqa: E402 (an old Python stumbles over what follows)
from config.local.words import Remedy  # noqa: E402


def main(verb: str = "help", *words: str) -> int:
    if verb not in VERBS:
        sys.stderr.write(f"Say one of: {', '.join(VERBS)}\n")
        return 2
    try:
        return VERBS[verb](*words) or 0
    except Remedy as sentence:
        sys.stderr.write(f"\n{sentence}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _up() -> int | None:
    os.environ.setdefault("WEIRDNESS_BEGUN", str(time.time()))
    venv.ensure("up")
    return venv.enter("serve")


def _serve() -> None:
    from config.local.up import up

    up(os.environ)


def _down() -> None:
    if not venv.is_inside() and venv.python().exists():
        venv.enter("down")
    from config.local.down import down

    down(os.environ)


def _reset() -> None:
    if not venv.is_inside() and venv.python().exists():
        venv.enter("reset")
    from config.local.down import reset

    reset(os.environ)


def _test(*words: str) -> int | None:
    if not venv.is_inside():
        venv.ensure("test")
        return venv.enter("test", *words)
    from config.local.test import run

    return run(words)


def _test_spark(*words: str) -> int | None:
    if not venv.is_inside():
        venv.ensure("spark")
        return venv.enter("test-spark", *words)
    return os.execv(sys.executable, [sys.executable, "-m", "pytest", "-q", "tests/spark", *words])  # noqa: S606


def _storm(*words: str) -> int | None:
    """Twenty callers × 200 rounds per verb of the desk, and its long walk beside plain Python: an hour or so."""
    if not venv.is_inside():
        venv.ensure("test")
        return venv.enter("storm", *words)
    long = {"DESK_ROUNDS": "200", "DESK_EXAMPLES": "500", "DESK_STEPS": "60", **os.environ}
    tests = [f"tests/weirdness/services/{name}.py" for name in ("test_storm", "test_desk_model")]
    return os.execve(sys.executable, [sys.executable, "-m", "pytest", "-q", *tests, *words], long)  # noqa: S606


def _manage(*words: str) -> int | None:
    if not venv.is_inside() and venv.python().exists():
        return venv.enter("manage", *words)
    from config.local import environment, place

    env = environment.kept(place.find(os.environ))
    return os.execve(sys.executable, [sys.executable, str(place.ROOT / "manage.py"), *words], env)  # noqa: S606


def _lock() -> None:
    from config.local.lock import renew

    renew()


def _script(verb: str) -> int | None:
    if not venv.is_inside():
        venv.ensure("test")
        return venv.enter(verb)
    from config.local import browser

    env = {**os.environ, "CHROMIUM": browser.ensure(os.environ) or ""}
    return os.execve(sys.executable, [sys.executable, "-m", SCRIPTS[verb]], env)  # noqa: S606


def _module(verb: str, *words: str) -> int | None:
    if not venv.is_inside():
        venv.ensure("test")
        return venv.enter(verb, *words)
    return os.execv(sys.executable, [sys.executable, "-m", MODULES[verb], *words])  # noqa: S606


SCRIPTS = {"screenshots": "tests.screenshots", "bench": "benchmarks", "soak": "benchmarks.soak"}
MODULES = {
    "bench-engine": "benchmarks.engine",
    "bench-look-alikes": "benchmarks.look_alikes",
    "bench-desk": "benchmarks.desk",
    "bench-confidence": "benchmarks.confidence",
    "bad-files": "benchmarks.bad_files",
}
VERBS = {
    "up": _up,
    "serve": _serve,
    "down": _down,
    "reset": _reset,
    "test": _test,
    "test-spark": _test_spark,
    "storm": _storm,
    "manage": _manage,
    "lock": _lock,
    "screenshots": lambda: _script("screenshots"),
    "bench": lambda: _script("bench"),
    "soak": lambda: _script("soak"),
    "bench-engine": lambda *words: _module("bench-engine", *words),
    "bench-look-alikes": lambda: _module("bench-look-alikes"),
    "bench-desk": lambda *words: _module("bench-desk", *words),
    "bench-confidence": lambda *words: _module("bench-confidence", *words),
    "bad-files": lambda: _module("bad-files"),
}

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
