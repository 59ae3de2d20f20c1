"""What a forked child does: give up everything it does not need, do one piece of work, answer, end."""

import ctypes
import json
import os
import resource
import signal
import sys
import tempfile
import traceback
from typing import Any, NoReturn

from checks.engine import progress, work
from checks.engine.duck import make_ready
from checks.engine.trim import trimmed
from checks.errors import CheckError, SuiteInvalid
from checks.wire import LARGEST_ANSWER, failure, pack

_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15
WAITS, WORKS = "check-waits", "check-works"  # what `ps` calls a child
_LARGEST_FILES = {"file": 6 * 1024**3, "spark": 6 * 1024**3, "database": 64 * 1024**2}  # bytes, by kind of source
_HIGHEST_DESCRIPTOR = 4096
_MOST_DESCRIPTORS = 8192  # a folder of 2,000 parts needs some for each
_ROOM = 4096  # for the frame around an answer
_LIBC = ctypes.CDLL(None, use_errno=True)


def be_child(server: int, asked_by: int, answer_to: int, log_to: int, scratch: str, *, warm: bool) -> NoReturn:
    """Never returns: the process ends here, whatever happens. An unforeseen error goes to the log.

    The request and its seconds come from the descriptor `asked_by`. `warm`: it will be about files, and may be long
    in coming, so DuckDB is made ready meanwhile.
    """
    code = 1
    try:
        _shed(asked_by, answer_to, log_to, scratch)
        _die_with(server)
        _call(WAITS)
        if warm:
            make_ready(scratch)
        request, seconds = _awaited(asked_by)
        _call(WORKS)
        _limit(seconds, kind_of(request))
        progress.tell_to(answer_to)
        _write(answer_to, pack(_answer(request)))
        code = 0
    finally:
        if code:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(code)


def _shed(asked_by: int, answer_to: int, log_to: int, scratch: str) -> None:
    """Own session, no descriptors but three, the request's and the answer's, no environment."""
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, origin in ((0, nothing), (1, log_to), (2, log_to)):
        os.dup2(origin, target)
    low, high = sorted((asked_by, answer_to))
    os.closerange(3, low)
    os.closerange(low + 1, high)
    os.closerange(high + 1, _HIGHEST_DESCRIPTOR)
    os.environ.clear()
    os.chdir(scratch)
    tempfile.tempdir = scratch


def _awaited(asked_by: int) -> tuple[dict[str, Any], float]:
    """What to do, and in how many seconds; a server that goes away without a word ends this process."""
    with os.fdopen(asked_by, "rb") as said:
        asked = json.loads(said.read() or b"null")
    if asked is None:
        os._exit(0)
    return asked["request"], asked["seconds"]


def _die_with(server: int) -> None:
    """Be killed when the server ends, even if that happened a moment ago."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != server:
        os.kill(os.getpid(), signal.SIGKILL)


def _call(name: str) -> None:
    _LIBC.prctl(_PR_SET_NAME, name.encode(), 0, 0, 0)


def kind_of(request: dict[str, Any]) -> str:
    """The kind of the source that is asked; unknown ones are the engine's to refuse."""
    payload = request.get("payload")
    source = payload.get("source") if isinstance(payload, dict) else None
    return str(source.get("kind", "file")) if isinstance(source, dict) else "file"


def _limit(seconds: float, kind_of_source: str) -> None:
    largest = _LARGEST_FILES.get(kind_of_source, min(_LARGEST_FILES.values()))
    for kind, most in (
        (resource.RLIMIT_CPU, int(seconds * work.THREADS) + 2),
        (resource.RLIMIT_FSIZE, largest),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _MOST_DESCRIPTORS),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": trimmed(_work(request["op"], request["payload"]), LARGEST_ANSWER - _ROOM).to_dict()}
    except SuiteInvalid as error:
        return failure("SuiteInvalid", str(error), error.reasons)
    except CheckError as error:
        return failure(type(error).__name__, str(error))
    except MemoryError:
        return failure("OverBudget", "The check needed more memory than it may use. Check fewer rows at once.")


def _work(op: str, payload: dict[str, Any]) -> Any:
    if op not in work.OPERATIONS:
        raise ValueError(f"There is no operation {op}.")
    return work.OPERATIONS[op](payload)


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
