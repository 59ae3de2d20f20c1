"""`make down` and `make reset`."""

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from config.local import place as places
from config.local import postgres, running
from config.local.place import Place
from config.local.words import Remedy, say

PATIENCE = 25  # seconds that a supervisor gets to stop everything
OURS = (
    "postgres", "valkey", "log", "mailbox", "sources", "held", "programs",
    "secrets.json", "environment.json", "running.json", "lock", "set_up.stamp", "demo.stamp",
)  # fmt: skip


def down(given: Mapping[str, str]) -> None:
    place = places.find(given)
    if not running.is_running(place):
        say(f"Nothing is running on {place.data}.")
        if place.state.exists():
            _end_orphans(place)
        return
    pid = running.supervisor(place)
    if pid is None:
        raise Remedy("Weirdness is just starting; try again in a second.")
    os.kill(pid, signal.SIGTERM)
    if not _gone(place, PATIENCE):
        os.kill(pid, signal.SIGKILL)
        _gone(place, 5)
        _end_orphans(place)
    say("Stopped. The data are kept.")


def reset(given: Mapping[str, str]) -> None:
    """Removes what Weirdness made in its data folder, after a yes (or `YES=1`), and nothing else."""
    place = places.find(given)
    if not place.data.is_dir():
        say(f"There is nothing to remove: {place.data} does not exist.")
        return
    if given.get("YES") != "1" and not _agreed(place):
        say("Nothing was removed.")
        return
    if running.is_running(place) or place.state.exists():
        down(given)
    removed = [str(path) for path in (*_entries(place), place.sockets) if _remove(path)]
    with contextlib.suppress(OSError):  # a file that is not ours stays, and so does the folder
        place.data.rmdir()
    say("Removed:\n  " + "\n  ".join(removed))
    if place.data.exists():
        say(f"Kept, because Weirdness did not make it: {', '.join(map(str, place.data.iterdir()))}")


def _entries(place: Place) -> list[Path]:
    return [place.data / name for name in OURS] + sorted(place.data.glob("beat-schedule*"))


def _agreed(place: Place) -> bool:
    if not sys.stdin.isatty():
        raise Remedy(f"`make reset` removes every flag, issue and mail in {place.data}. To say yes: YES=1 make reset")
    return input(f"Remove every flag, issue and mail in {place.data}? Type yes: ").strip() == "yes"


def _remove(path: Path) -> bool:
    if path.is_dir():
        shutil.rmtree(path)
        return True
    existed = path.exists()
    path.unlink(missing_ok=True)
    return existed


def _end_orphans(place: Place) -> None:
    postgres.forget_the_dead(place)
    for name in running.end_orphans(place):
        say(f"{name} was left over from an earlier start and is stopped.")
    place.state.unlink(missing_ok=True)


def _gone(place: Place, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while running.is_running(place):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
