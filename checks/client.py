"""Ask the fork server. The worker's side: no Great Expectations, no DuckDB, only a Unix socket."""

import select
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any, Literal, overload

from checks.errors import BY_NAME, EngineFault, EngineGone, OverBudget, SuiteInvalid
from checks.operations import ANSWERS, Answer, Operation
from checks.specs import Description, Found, Rows, SuiteResult
from checks.wire import LARGEST_ANSWER, LARGEST_REQUEST, Garbled, frame, pack, unpack

Progress = dict[str, Any]
_PATIENCE = 15.0
_GONE = "The check engine is not running. Wait a minute and try again, or tell an administrator."


@overload
def ask(
    op: Literal["run"],
    payload: dict[str, Any],
    *,
    socket_path: str,
    deadline: float,
    beat: Callable[[], None] | None = None,
    beat_every: float = 5,
    progress: Callable[[Progress], None] | None = None,
) -> SuiteResult: ...
@overload
def ask(
    op: Literal["describe"],
    payload: dict[str, Any],
    *,
    socket_path: str,
    deadline: float,
    beat: Callable[[], None] | None = None,
    beat_every: float = 5,
    progress: Callable[[Progress], None] | None = None,
) -> Description: ...
@overload
def ask(
    op: Literal["fetch", "preview"],
    payload: dict[str, Any],
    *,
    socket_path: str,
    deadline: float,
    beat: Callable[[], None] | None = None,
    beat_every: float = 5,
    progress: Callable[[Progress], None] | None = None,
) -> Rows: ...
@overload
def ask(
    op: Literal["browse", "statements", "profile", "suggest", "learn", "changes", "promote"],
    payload: dict[str, Any],
    *,
    socket_path: str,
    deadline: float,
    beat: Callable[[], None] | None = None,
    beat_every: float = 5,
    progress: Callable[[Progress], None] | None = None,
) -> Found: ...
def ask(
    op: Operation,
    payload: dict[str, Any],
    *,
    socket_path: str,
    deadline: float,
    beat: Callable[[], None] | None = None,
    beat_every: float = 5,
    progress: Callable[[Progress], None] | None = None,
) -> Answer:
    """Have the fork server do one thing within `deadline` seconds, and wait for its answer.

    payload: run: Plan.to_dict(); describe: {source, key_columns};
    fetch: {source, keys, columns, key_columns, masked_columns};
    preview: {source, limit, offset, only, key_columns, masked_columns}, see checks.engine.pages;
    the others: see checks.engine.work.
    `beat` is called every `beat_every`
    seconds while waiting; what it raises ends the wait, and the work with it.
    `progress` is given {"done", "of", "rows"} whenever the work says how far it is.
    Raises SourceUnreadable, SuiteInvalid, OverBudget, EngineFault; EngineGone when nobody answers.
    """
    message = pack({"op": op, "payload": payload, "deadline": deadline})
    if len(message) > LARGEST_REQUEST:
        raise SuiteInvalid("This suite is too long to run at once. Divide it, or shorten its lists of values.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.settimeout(_PATIENCE)
            connection.connect(socket_path)
            connection.sendall(message)
        except OSError as error:
            raise EngineGone(f"{_GONE} ({error.strerror or error})") from None
        answer = _wait(connection, time.monotonic() + deadline + _PATIENCE, beat, beat_every, progress or _unheard)
    return _decoded(op, answer)


def _unheard(_: Progress) -> None:
    """Nobody wants to know how far the work is."""


def _wait(
    connection: socket.socket,
    ends: float,
    beat: Callable[[], None] | None,
    beat_every: float,
    progress: Callable[[Progress], None],
) -> dict[str, Any]:
    received, next_beat = bytearray(), time.monotonic() + beat_every
    while time.monotonic() < ends:
        pause = max(0.0, min(next_beat, ends) - time.monotonic())
        ready = select.select([connection], [], [], pause)[0]
        for message in _more(connection, received) if ready else []:
            if "progress" not in message:
                return message
            progress(message["progress"])
        if beat and time.monotonic() >= next_beat:
            beat()
            next_beat = time.monotonic() + beat_every
    raise OverBudget("The check engine had no time for this check. Try again when fewer checks are running.")


def _more(connection: socket.socket, received: bytearray) -> list[dict[str, Any]]:
    """The messages that are whole now; raises EngineGone when no more can come."""
    try:
        data = connection.recv(262_144)
        received += data
        messages = list(_messages(received))
    except (OSError, Garbled):
        data, messages = b"", []
    if not data and not messages:
        raise EngineGone("The check engine ended before it answered. The check can simply be run again.")
    return messages


def _messages(received: bytearray) -> Iterator[dict[str, Any]]:
    while packed := frame(received, LARGEST_ANSWER):
        message = unpack(packed, LARGEST_ANSWER)
        assert message is not None
        yield message


def _decoded(op: Operation, message: dict[str, Any]) -> Answer:
    if "error" in message:
        kind = BY_NAME.get(message["error"], EngineFault)
        texts = message.get("reasons") or [message.get("message", "")]
        raise kind(*texts if kind is SuiteInvalid else [message.get("message", "")])
    return ANSWERS[op].from_dict(message["answer"])
