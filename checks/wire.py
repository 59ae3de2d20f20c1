"""How client and fork server talk: a JSON message each way, its length in four bytes before it.

Before the answer, any number of messages {"progress": {...}} may come; they are news, and may be left out.
"""

import json
from struct import Struct
from typing import Any

LARGEST_REQUEST = 8 * 1024**2
LARGEST_ANSWER = 1024**2
_LENGTH = Struct("!I")
_NEWS = b'{"progress": '


class Garbled(ValueError):
    """What arrived is no message, or a longer one than is allowed."""


def pack(message: dict[str, Any]) -> bytes:
    body = json.dumps(message, ensure_ascii=True, default=str).encode()
    return _LENGTH.pack(len(body)) + body


def _end(received: bytes | bytearray, largest: int) -> int | None:
    if len(received) < _LENGTH.size:
        return None
    length: int = _LENGTH.unpack_from(received)[0]
    if length > largest:
        raise Garbled(f"A message of {length:,} bytes is longer than the {largest:,} that are allowed.")
    end = _LENGTH.size + length
    return end if len(received) >= end else None


def unpack(received: bytes | bytearray, largest: int) -> dict[str, Any] | None:
    """The message once all of it has arrived, else None; raises Garbled."""
    end = _end(received, largest)
    if end is None:
        return None
    try:
        message = json.loads(received[_LENGTH.size : end])
    except ValueError as error:
        raise Garbled("A message is not JSON.") from error
    if not isinstance(message, dict):
        raise Garbled("A message is not a JSON object.")
    return message


def frame(received: bytearray, largest: int) -> bytes | None:
    """The first message as it was packed, taken out of `received`; None until it is whole; raises Garbled."""
    end = _end(received, largest)
    if end is None:
        return None
    packed = bytes(received[:end])
    del received[:end]
    return packed


def is_news(packed: bytes) -> bool:
    """Whether a packed message is progress; told by its first bytes, because nobody vouches for the rest."""
    return packed.startswith(_NEWS, _LENGTH.size)


def failure(kind: str, message: str, reasons: tuple[str, ...] = ()) -> dict[str, Any]:
    """The answer that makes the client raise the error of this name (see checks.errors.BY_NAME)."""
    return {"error": kind, "message": message, "reasons": list(reasons)}
