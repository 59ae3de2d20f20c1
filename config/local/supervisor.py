"""Keeps the processes alive, and stops them in order."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.local import postgres, running, spawn
from config.local.place import Place
from config.local.processes import Process
from config.local.words import Remedy, say

QUICK = 10.0  # seconds; a process that dies sooner than this after its start died quickly
QUICK_DEATHS = 5
LONGEST_PAUSE = 8.0
# The order of stopping, and how long each group may take before it is killed.
GOODBYES = (
    (("watchdog", "beat", "worker", "checks", "asked"), 6.0),
    (("web", "engine", "mail"), 4.0),
    (("valkey", "postgres"), 5.0),
)


@dataclass
class Life:
    """One supervised process through its deaths."""

    process: Process
    popen: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0
    due: float = 0.0  # not started again before this moment

    def died(self, now: float) -> float:
        """Counts a death; returns the pause before the next start, in seconds."""
        self.quick_deaths = self.quick_deaths + 1 if now - self.started < QUICK else 1
        pause = min(LONGEST_PAUSE, 0.25 * 2 ** (self.quick_deaths - 1))
        self.popen, self.due = None, now + pause
        return pause


@dataclass
class Supervisor:
    place: Place
    address: str
    lives: dict[str, Life] = field(default_factory=dict)

    def start(self, process: Process) -> None:
        life = self.lives.setdefault(process.name, Life(process))
        if process.name == "postgres":
            postgres.forget_the_dead(self.place)
        if process.name == "engine":
            self.place.checks_socket.unlink(missing_ok=True)
        life.popen = spawn.start(
            process.argv,
            log=self.log(process.name),
            env=process.env,
            servant=process.servant,
            farewell=process.goodbye,
        )
        life.started = time.monotonic()
        running.record(self.place, self.address, self.pids())

    def pids(self) -> dict[str, int]:
        return {name: life.popen.pid for name, life in self.lives.items() if life.popen}

    def watch(self, until: Callable[[], bool], seconds: float = float("inf")) -> bool:
        """Restarts what dies until `until()` is true or the time is up; tells which. Raises `Remedy`."""
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                return False
            self.tick()
            time.sleep(0.05 if seconds < float("inf") else 0.25)
        return True

    def tick(self) -> None:
        now = time.monotonic()
        for name, life in self.lives.items():
            held = (self.place.held / name).exists()
            if life.popen and life.popen.poll() is not None:
                self._bury(life, now, held)
            elif life.popen and held:
                self._end([name], 6.0)
            elif life.popen is None and not held and now >= life.due:
                self.start(life.process)

    def stop(self) -> None:
        for names, seconds in GOODBYES:
            self._end(names, seconds)
        self.place.state.unlink(missing_ok=True)

    def log(self, name: str) -> Path:
        return self.place.log / f"{name}.log"

    def _bury(self, life: Life, now: float, held: bool) -> None:
        name, code = life.process.name, life.popen.returncode
        _signal_group(life.popen.pid, signal.SIGKILL)  # what it left of its own children
        pause = life.died(now)
        if held:
            return
        if life.quick_deaths >= QUICK_DEATHS:
            raise Remedy(
                f"`{name}` ended {QUICK_DEATHS} times within seconds of its start, so everything is stopped. "
                f"The last lines of {self.log(name)}:\n{last_lines(self.log(name))}"
            )
        say(f"{name} ended ({_reason(code)}); starting it again in {pause:g} s. Its log: {self.log(name)}")

    def _end(self, names: "tuple[str, ...] | list[str]", seconds: float) -> None:
        lives = [self.lives[name] for name in names if name in self.lives and self.lives[name].popen]
        for life in lives:
            with contextlib.suppress(ProcessLookupError):
                os.kill(life.popen.pid, signal.SIGCONT)
                os.kill(life.popen.pid, life.process.goodbye)
        deadline = time.monotonic() + seconds
        for life in lives:
            with contextlib.suppress(subprocess.TimeoutExpired):
                life.popen.wait(max(0.0, deadline - time.monotonic()))
            _signal_group(life.popen.pid, signal.SIGKILL)
            life.popen.wait()
            life.popen = None


def last_lines(log: Path, count: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:]) if log.exists() else ""


def _signal_group(leader: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, number)


def _reason(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
