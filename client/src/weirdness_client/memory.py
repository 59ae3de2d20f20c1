"""What was told lately, so that a loop over a thousand files tells it once."""

from __future__ import annotations

import threading
import time

TOLD, FAILED = 3600.0, 300.0  # seconds: a new day is noticed within an hour; a dead server is not asked in each turn


class Memory:
    """What became of the last try for each dataset, and until when that holds; shared by threads."""

    def __init__(self) -> None:
        self._tried: dict[str, tuple[bool, float]] = {}
        self._lock = threading.Lock()

    def last(self, key: str) -> bool | None:
        """True: told lately. False: tried lately in vain. None: neither."""
        with self._lock:
            told, until = self._tried.get(key, (False, 0.0))
        return told if time.monotonic() < until else None

    def keep(self, key: str, *, told: bool) -> None:
        with self._lock:
            self._tried[key] = told, time.monotonic() + (TOLD if told else FAILED)

    def forget(self, key: str) -> None:
        with self._lock:
            self._tried.pop(key, None)
