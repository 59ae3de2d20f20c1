"""Who runs on this data folder: the lock of the living supervisor, and the record of its processes."""

import contextlib
import fcntl
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import psutil

from config.local.place import Place


@contextmanager
def only_one(place: Place) -> Iterator[bool]:
    """Yields whether this process holds the data folder; the kernel frees it when the holder dies."""
    with (place.data / "lock").open("w") as lock:
        yield _take(lock)


def is_running(place: Place) -> bool:
    if not (place.data / "lock").exists():
        return False
    with (place.data / "lock").open("w") as lock:
        return not _take(lock)


def _take(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def record(place: Place, address: str, pids: dict[str, int]) -> None:
    state = {
        "address": address,
        "supervisor": _identity(os.getpid()),
        "processes": {name: _identity(pid) for name, pid in pids.items()},
    }
    unfinished = place.state.with_suffix(".new")
    unfinished.write_text(json.dumps(state, indent=1))
    unfinished.rename(place.state)


def recorded(place: Place) -> dict:
    return json.loads(place.state.read_text()) if place.state.exists() else {}


def supervisor(place: Place) -> int | None:
    pid, created = recorded(place).get("supervisor", (0, 0))
    return pid if pid and _is_it(pid, created) else None


def end_orphans(place: Place) -> list[str]:
    """Kills what a killed supervisor left behind; returns the names. PostgreSQL ends itself (postgres.py)."""
    ended = []
    for name, (pid, created) in recorded(place).get("processes", {}).items():
        if name != "postgres" and _group_is_ours(pid, created):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
                ended.append(name)
                _wait_for(pid)
    return ended


def _wait_for(pid: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
        psutil.Process(pid).wait(5)


def _group_is_ours(leader: int, created: float) -> bool:
    """The leader lives and is the one recorded, or it is dead and its number not given to another."""
    if psutil.pid_exists(leader):
        return _is_it(leader, created)
    return True


def _identity(pid: int) -> tuple[int, float]:
    try:
        return pid, psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return pid, 0.0


def _is_it(pid: int, created: float) -> bool:
    # The boot time behind create_time moves by a few hundredths when the clock is set.
    known, now = _identity(pid)
    return known == pid and bool(now) and abs(now - created) < 2
