"""How far the work is: said by the child while it works, shown to whoever waits."""

import os
import time

from checks.wire import pack

_EVERY = 0.2  # seconds between two messages, so that saying it costs nothing
_NOBODY = -1
_to, _next = _NOBODY, 0.0


def tell_to(descriptor: int) -> None:
    """From now on progress goes to this descriptor; before, and in a process that is no child, to nobody."""
    global _to, _next
    _to, _next = descriptor, 0.0


def progress(*, done: int, of: int, rows: int | None = None) -> None:
    """`done` of `of` expectations are judged; `rows` of the table, once they are known. Too often is no harm.

    Call it from the main thread only: a message must reach the pipe whole, before the answer.
    """
    global _next
    if _to == _NOBODY or time.monotonic() < _next:
        return
    _next = time.monotonic() + _EVERY
    os.write(_to, pack({"progress": {"done": done, "of": of, "rows": rows}}))
