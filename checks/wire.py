"""How client and fork server talk: one JSON message each way, its length in four bytes before it."""

import json
from struct import Struct
from typing import Any

LARGEST_REQUEST = 8 * 1024**2
LARGEST_ANSWER = 1024**2
_LENGTH = Struct("!I")


class Garbled(ValueError):
    """What arrived is no message, or a longer one than is allowed."""


def pack(message: dict[str, Any]) -> bytes:
    body = json.dumps(message, ensure_ascii=True, default=str).encode()
    return _LENGTH.pack(len(body)) + body


def unpack(received: bytes | bytearray, largest: int) -> dict[str, Any] | None:
    """The message once all of it has arrived, else None; raises Garbled."""
    if len(received) < _LENGTH.size:
        return None
    length = _LENGTH.unpack_from(received)[0]
    if length > largest:
        raise Garbled(f"A message of {length:,} bytes is longer than the {largest:,} that are allowed.")
    if len(received) < _LENGTH.size + length:
        return None
    try:
        message = json.loads(received[_LENGTH.size : _LENGTH.size + length])
    except ValueError as error:
        raise Garbled("A message is not JSON.") from error
    if not isinstance(message, dict):
        raise Garbled("A message is not a JSON object.")
    return message


def failure(kind: str, message: str, reasons: tuple[str, ...] = ()) -> dict[str, Any]:
    """The answer that makes the client raise the error of this name (see checks.errors.BY_NAME)."""
    return {"error": kind, "message": message, "reasons": list(reasons)}
