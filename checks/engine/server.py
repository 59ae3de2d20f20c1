"""The fork server: `python -m checks.engine.server --socket PATH`.

Loads Great Expectations once, holds no secret, no connection and no data, and forks a limited child for each
request. It never runs DuckDB itself: a child forked afterwards would hang. One request per connection.
"""

import argparse
import codecs
import contextlib
import fcntl
import gc
import os
import selectors
import shutil
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from checks.engine.child import kind_of
from checks.engine.job import Child, Job
from checks.expectations import KINDS
from checks.sources import SOURCES
from checks.wire import LARGEST_REQUEST, Garbled, failure, pack, unpack

_TICK = 0.1
_SMALL = 60_000  # bytes of a request that a pipe takes at once, whatever the child that waits is doing
_LONGEST = 3_600.0
_MEMORY = 1_536


class Server:
    """Everything happens in one thread: accept, read a request, fork, watch, answer."""

    def __init__(self, listener: socket.socket, memory: int, most: int, scratches: Path) -> None:
        self.listener, self.memory, self.most, self.scratches = listener, memory, most, scratches
        self.selector = selectors.DefaultSelector()
        self.requests: dict[socket.socket, bytearray] = {}
        self.answers: dict[socket.socket, bytes] = {}
        self.jobs: dict[socket.socket, Job] = {}
        self.spare: Child | None = None
        self.stopped = False

    def serve(self) -> None:
        """Until SIGTERM or SIGINT; then no child is left."""
        self.selector.register(self.listener, selectors.EVENT_READ, self.accept)
        while not self.stopped:
            for key, _ in self.selector.select(_TICK):
                if self.selector.get_map().get(key.fd) is key:  # not so once an earlier one ended it
                    key.data(key.fileobj)
            for job in list(self.jobs.values()):
                job.watch(self.memory)
            if not (self.spare or self.requests or self.stopped):
                self.spare = Child.start(self.scratches, warm=True)
        if self.spare:
            self.spare.end()
        for job in list(self.jobs.values()):
            job.kill("The check engine is stopping.")
            job.finish()

    def stop(self, *_: Any) -> None:
        self.stopped = True

    def accept(self, listener: socket.socket) -> None:
        if len(self.jobs) >= self.most:
            self.selector.unregister(listener)
            return
        client, _ = listener.accept()
        client.setblocking(False)
        self.requests[client] = bytearray()
        self.selector.register(client, selectors.EVENT_READ, self.read)

    def read(self, client: socket.socket) -> None:
        """More of a request; or, once its child runs, the end of a client who does not want to wait."""
        data = _receive(client)
        if not data or client in self.jobs:
            self.leave(client)
            return
        self.requests[client] += data
        try:
            request = unpack(self.requests[client], LARGEST_REQUEST)
            if request is not None:
                self.start(client, request)
        except Garbled as error:
            self.answer(client, pack(failure("EngineFault", str(error))))

    def start(self, client: socket.socket, request: dict[str, Any]) -> None:
        deadline = request.get("deadline")
        if not isinstance(deadline, int | float) or not 0 < deadline < float("inf"):
            raise Garbled("A request needs a deadline in seconds.")
        job = self._job(client, request, min(float(deadline), _LONGEST))
        self.jobs[client] = job
        self.selector.register(job.answer_from, selectors.EVENT_READ, lambda _: self.hear(client))

    def _job(self, client: socket.socket, request: dict[str, Any], seconds: float) -> Job:
        """Questions about files go to the child that waits for one; Spark's forks, and must not hold DuckDB."""
        if self.spare and kind_of(request) == "file" and len(self.requests[client]) < _SMALL:
            spare, self.spare = self.spare, None
            with contextlib.suppress(BrokenPipeError):
                return Job.start(client, request, seconds, spare)
        return Job.start(client, request, seconds, Child.start(self.scratches, warm=False))

    def hear(self, client: socket.socket) -> None:
        """The child wrote; its news go to the client at once, and when it is done, its answer."""
        job = self.jobs[client]
        if job.read():
            self.answer(client, self.end(client))
        elif job.news:
            # News that found no room are finished with the next ones, or with the answer.
            self.answers[client] = self.answers.get(client) or job.news
            job.news = b""
            self.send(client)

    def end(self, client: socket.socket) -> bytes:
        job = self.jobs.pop(client)
        self.selector.unregister(job.answer_from)
        answer, line = job.finish()
        if line:
            print(line, file=sys.stderr, flush=True)
        if self.listener not in self.selector.get_map():
            self.selector.register(self.listener, selectors.EVENT_READ, self.accept)
        return answer

    def answer(self, client: socket.socket, answer: bytes) -> None:
        self.answers[client] = self.answers.get(client, b"") + answer
        self.selector.modify(client, selectors.EVENT_WRITE, self.write)

    def write(self, client: socket.socket) -> None:
        self.send(client)
        if not self.answers[client]:
            self.leave(client)

    def send(self, client: socket.socket) -> None:
        """As much as there is room for; nothing is left for a client who has gone."""
        try:
            self.answers[client] = self.answers[client][client.send(self.answers[client]) :]
        except BlockingIOError:
            return
        except OSError:
            self.answers[client] = b""

    def leave(self, client: socket.socket) -> None:
        """Forget a client; its child, if one still runs, ends too."""
        if client in self.jobs:
            self.jobs[client].kill("The client left.")
            self.end(client)
        self.selector.unregister(client)
        self.requests.pop(client, None)
        self.answers.pop(client, None)
        client.close()


def _receive(client: socket.socket) -> bytes:
    try:
        return client.recv(65_536)
    except OSError:
        return b""


def bind(path: Path) -> tuple[socket.socket, int]:
    """Listen at the path, mode 0600, and hold its lock; raises SystemExit when another server does."""
    if path.exists() and not path.is_socket():
        raise SystemExit(f"{path} is no socket. Give the check engine a path of its own.")
    lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(f"Another check engine already listens at {path}. Stop it first.") from None
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    except OSError as error:
        raise SystemExit(f"The check engine cannot listen at {path}: {error.strerror or error}.") from None
    finally:
        os.umask(before)
    listener.listen(64)
    listener.setblocking(False)
    return listener, lock


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m checks.engine.server", description=__doc__)
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--memory", type=int, default=_MEMORY, help="MB of resident size a child may use")
    parser.add_argument("--most", type=int, default=4, help="children at once; further requests wait")
    options = parser.parse_args()
    options.socket = options.socket.absolute()
    _shed_environment(options)
    listener, lock = bind(options.socket)
    scratches = Path(f"{options.socket}.scratch")
    shutil.rmtree(scratches, ignore_errors=True)  # what a killed server's children left
    scratches.mkdir(mode=0o700)
    server = Server(listener, options.memory * 1024**2, options.most, scratches)
    signal.signal(signal.SIGTERM, server.stop)
    signal.signal(signal.SIGINT, server.stop)
    list(KINDS), list(SOURCES)
    codecs.lookup("utf-8-sig")  # found here, and not by each child
    gc.freeze()
    print(f"The check engine listens at {options.socket}.", file=sys.stderr, flush=True)
    try:
        server.serve()
    finally:
        options.socket.unlink(missing_ok=True)
        shutil.rmtree(scratches, ignore_errors=True)
        os.close(lock)
        sys.stderr.flush()


def _shed_environment(options: argparse.Namespace) -> None:
    """Start over with an empty environment: clearing it would leave it readable in /proc."""
    if set(os.environ) - {"LC_CTYPE"}:
        given = [f"--{name}={value}" for name, value in vars(options).items()]
        os.chdir(Path(__file__).resolve().parents[2])
        os.execve(sys.executable, [sys.executable, "-m", "checks.engine.server", *given], {})  # noqa: S606


if __name__ == "__main__":
    main()
    os._exit(0)  # a frozen heap cannot be taken down in order, and DuckDB would complain of it
