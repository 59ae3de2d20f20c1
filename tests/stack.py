"""The whole real service for journeys and fault tests: its own servers, workers, mail, on a free port.

A journey asks for the fixture `stack` (one for the whole run); a test that breaks things makes its own with
`Stack(...)` in a `with`. Everything is started by the very supervisor that `make up` uses.
"""

import contextlib
import email
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from config.local import environment, running, up
from config.local import place as places
from config.local.place import ROOT

T = TypeVar("T")
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


class Stack:
    """Processes are named postgres, valkey, mail, engine, web, worker, checks, beat, watchdog."""

    def __init__(self, **variables: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"weirdness-test-{os.getpid()}-", dir="/var/tmp"))
        self.folder.chmod(0o711)
        self.port = environment.free_port()
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        # Two folders that may be registered, beside the demo's; each can be registered once.
        self.lab, self.office = self.folder / "lab", self.folder / "office"
        self.lab.mkdir()
        self.office.mkdir()
        chosen = {"PORT": str(self.port), "WEIRDNESS_DATA_DIR": str(self.folder / "data")}
        chosen["SOURCE_ROOTS"] = f"lab={self.lab},office={self.office}"
        self.given = inherited | chosen | variables
        self.place = places.find(self.given)
        self.supervisor: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Stack":
        self.begin()
        return self

    def __exit__(self, *error: object) -> None:
        self.end()
        shutil.rmtree(self.folder)
        shutil.rmtree(self.place.sockets, ignore_errors=True)  # left only by a killed supervisor

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        """The environment of the service's processes, addresses and keys included."""
        return environment.kept(self.place)

    def begin(self, seconds: float = 180) -> None:
        """Starts the service and waits until every process runs and the web answers."""
        with (self.folder / "supervisor.log").open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "config.local", "serve"],
                cwd=ROOT, env=self.given, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.wait(lambda: self._ended() or self._complete(), seconds, "the start of the service")
        assert not self._ended(), self.said()

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Stops the supervisor, and with it everything; SIGKILL leaves the rest to the kernel."""
        if self.supervisor:
            self.supervisor.send_signal(number)
            self.supervisor.wait(30)
            self.supervisor = None

    def said(self) -> str:
        return (self.folder / "supervisor.log").read_text()

    def log(self, name: str) -> str:
        return (self.place.log / f"{name}.log").read_text(errors="replace")

    def pid(self, name: str) -> int:
        """The process number now; 0 while the process is stopped."""
        pid, _ = running.recorded(self.place).get("processes", {}).get(name, (0, 0))
        return pid if pid and _is_alive(pid) else 0

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Signals one process (not its children), which the supervisor will start again; returns its number."""
        pid = self.pid(name)
        os.kill(pid, number)
        return pid

    def pause(self, name: str) -> None:
        """Freezes a process and its children."""
        os.killpg(self.pid(name), signal.SIGSTOP)

    def resume(self, name: str) -> None:
        os.killpg(self.pid(name), signal.SIGCONT)

    def stop(self, name: str) -> None:
        """Stops a process and keeps it stopped until `start`."""
        (self.place.held / name).touch()
        self.wait(lambda: not self.pid(name), 20, f"the stop of {name}")

    def start(self, name: str) -> None:
        (self.place.held / name).unlink(missing_ok=True)
        self.wait(lambda: bool(self.pid(name)), 20, f"the start of {name}")

    def mails(self) -> list[EmailMessage]:
        """Every mail caught so far, the oldest first."""
        paths = sorted((self.place.mailbox / "new").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        return [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]

    def manage(self, *words: str, check: bool = True) -> str:
        """Runs `manage.py` as the service would; returns what it printed."""
        argv = [sys.executable, "manage.py", *words]
        done = subprocess.run(argv, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def wait(self, true: Callable[[], T], seconds: float, what: str = "it") -> T:
        """Waits until `true()` is true and returns its value; fails the test with the supervisor's words."""
        deadline = time.monotonic() + seconds
        while not (value := true()):
            if time.monotonic() > deadline:
                pytest.fail(f"{what} did not happen in {seconds:g} s. The supervisor said:\n{self.said()[-3000:]}")
            time.sleep(0.05)
        return value

    def _ended(self) -> bool:
        return self.supervisor is not None and self.supervisor.poll() is not None

    def _complete(self) -> bool:
        started_by, _ = running.recorded(self.place).get("supervisor", (0, 0))
        ours = self.supervisor is not None and self.supervisor.pid == started_by
        return ours and bool(self.pid("watchdog")) and up.answers(self.port)


def _is_alive(pid: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    return False


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with Stack() as whole:
        yield whole
