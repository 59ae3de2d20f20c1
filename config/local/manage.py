"""Runs `manage.py` for the supervisor: migrations, the demo's data; skipped when nothing changed."""

import hashlib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from config.local import spawn
from config.local.place import ROOT, Place
from config.local.supervisor import last_lines
from config.local.words import Remedy, step

# What each command depends on: when none of it changed since the last success, the command is not run.
REASONS = {
    "set_up": ("weirdness/migrations/*.py", "weirdness/management/commands/set_up.py", "requirements/app.txt"),
    "demo": (
        "weirdness/migrations/*.py",
        "weirdness/demo/*.py",
        "weirdness/demo/*/*.toml",
        "weirdness/demo/*/*.json",
        "requirements/demo.in",
    ),
}
TITLES = {"set_up": "preparing the database", "demo": "writing the demo's data (only the first time)"}


def once(place: Place, command: str, env: Mapping[str, str], *, own_database: bool) -> None:
    """Runs a command unless its stamp says that it ran on these very files. Raises `Remedy` when it fails."""
    stamp, wanted = place.data / f"{command}.stamp", fingerprint(_files(command))
    if own_database and stamp.exists() and stamp.read_text() == wanted:
        return
    with step(TITLES[command]):
        _run(place, command, env)
    stamp.write_text(wanted)


def fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def said(place: Place, command: str) -> str:
    """What the command printed when it last ran."""
    return last_lines(_words(place, command), 40)


def _words(place: Place, command: str) -> Path:
    return place.log / f"{command}.txt"


def _files(command: str) -> list[Path]:
    return [file for pattern in REASONS[command] for file in ROOT.glob(pattern)]


def _run(place: Place, command: str, env: Mapping[str, str]) -> None:
    log = place.log / f"{command}.log"
    log.unlink(missing_ok=True)
    process = spawn.start(
        [sys.executable, str(ROOT / "manage.py"), command], log=log, said=_words(place, command), env=env
    )
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if code:
        raise Remedy(f"`manage.py {command}` failed; the last lines of {log}:\n{last_lines(log)}")
