"""One request in the fork server: its client, its child, its limits, and the answer in the end."""

import contextlib
import json
import os
import shutil
import signal
import socket
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checks.engine.child import be_child
from checks.wire import LARGEST_ANSWER, Garbled, failure, frame, is_news, pack

_PAGE = os.sysconf("SC_PAGE_SIZE")
_LOG_SHOWN = 400
_BY_SIGNAL = {
    signal.SIGXCPU: ("OverBudget", "The check used up its computing time. Check fewer rows at once."),
    signal.SIGXFSZ: ("OverBudget", "The check needed more disk than it may use. Check fewer rows at once."),
    signal.SIGKILL: (
        "OverBudget",
        "The check was killed by the machine, most likely for want of memory. Check fewer rows at once.",
    ),
}


@dataclass(frozen=True)
class Child:
    """A child that waits to be asked."""

    pid: int
    asks: int
    answer_from: int
    log: int
    scratch: str

    @classmethod
    def start(cls, scratches: Path, *, warm: bool) -> "Child":
        """Fork; returns in the server only."""
        scratch = tempfile.mkdtemp(dir=scratches)
        asked_by, asks = os.pipe2(os.O_CLOEXEC)
        answer_from, answer_to = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        os.set_blocking(answer_to, True)
        log = os.memfd_create("checks-log")
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            be_child(server, asked_by, answer_to, log, scratch, warm=warm)
        os.close(asked_by)
        os.close(answer_to)
        return cls(pid, asks, answer_from, log, scratch)

    def ask(self, request: dict[str, Any], seconds: float) -> None:
        """Raises BrokenPipeError when it has died."""
        try:
            with os.fdopen(self.asks, "wb") as asks:
                asks.write(json.dumps({"request": request, "seconds": seconds}).encode())
        except BrokenPipeError:
            self.end()
            raise

    def end(self) -> None:
        """Of a child that was not asked, or has died."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        for descriptor in (self.answer_from, self.log):
            os.close(descriptor)
        shutil.rmtree(self.scratch, ignore_errors=True)


@dataclass
class Job:
    """A running child. `verdict` is why the server ended it, "" while it did not."""

    client: socket.socket
    pid: int
    answer_from: int
    log: int
    scratch: str
    ends: float
    seconds: float
    received: bytearray = field(default_factory=bytearray)
    news: bytes = b""
    answer: bytes = b""
    verdict: str = ""

    @classmethod
    def start(cls, client: socket.socket, request: dict[str, Any], seconds: float, child: Child) -> "Job":
        """Has a child do it; raises BrokenPipeError when that has died."""
        child.ask(request, seconds)
        ends = time.monotonic() + seconds
        return cls(client, child.pid, child.answer_from, child.log, child.scratch, ends, seconds)

    def read(self) -> bool:
        """Take what the child has written; True when it has nothing more to say. `news`: the last progress it told."""
        try:
            data = os.read(self.answer_from, 262_144)
        except BlockingIOError:
            return False
        self.received += data
        self._take()
        return not data

    def _take(self) -> None:
        """Whole messages out of what was received: progress is news, anything else is the answer."""
        try:
            while packed := frame(self.received, LARGEST_ANSWER):
                if is_news(packed):
                    self.news = packed
                else:
                    self.answer = packed
        except Garbled:
            self.received.clear()
            self.kill("The check said something that cannot be understood. Run it again.")

    def watch(self, memory: int) -> None:
        """End the child when its time or memory is used up; `memory` in bytes of resident size."""
        if not self.verdict and time.monotonic() > self.ends:
            self.kill(
                f"The check was stopped after {self.seconds:g} seconds, which is all it may take. "
                "Check fewer rows or columns at once, or ask an administrator for more time."
            )
        elif not self.verdict and self.resident() > memory:
            self.kill(
                f"The check was stopped because it needed more than {memory / 1024**2:,.0f} MB of memory. "
                "Check fewer rows or columns at once."
            )

    def resident(self) -> int:
        """Bytes in memory; 0 once the child has gone."""
        try:
            return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * _PAGE
        except (FileNotFoundError, ProcessLookupError, IndexError):
            return 0

    def kill(self, verdict: str) -> None:
        """The child and whatever it started; its group exists only after its first steps."""
        self.verdict = verdict
        for strike in (os.killpg, os.kill):
            try:
                strike(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def finish(self) -> tuple[bytes, str]:
        """Wait for the child that has fallen silent; the packed answer, and a line for the log or ""."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self.answer_from)
        said = os.pread(self.log, 1_000_000, 0).decode("utf-8", "replace").strip()
        os.close(self.log)
        shutil.rmtree(self.scratch, ignore_errors=True)
        code = os.waitstatus_to_exitcode(status)
        if self.verdict:
            return pack(failure("OverBudget", self.verdict)), ""
        if code == 0 and self.answer:
            return self.answer, ""
        line = f"child {self.pid} ended with {code}: {' '.join(said[-_LOG_SHOWN:].split())}"
        return pack(failure(*self._unforeseen(code))), line

    def _unforeseen(self, code: int) -> tuple[str, str]:
        if -code in _BY_SIGNAL:
            return _BY_SIGNAL[signal.Signals(-code)]
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else "met an error that nobody foresaw"
        return (
            "EngineFault",
            f"The check {how}. Run it again; if that does not help, give an administrator this time "
            f"and number: {time.strftime('%H:%M:%S', time.gmtime())} UTC, {self.pid}.",
        )
