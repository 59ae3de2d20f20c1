"""What the local default says to the person at the terminal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Remedy(Exception):
    """Something the person must do first; its text is the sentence that says what."""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announces a step, then its seconds."""
    begun = time.monotonic()
    say(f"… {text}")
    yield
    say(f"  {text}: done in {time.monotonic() - begun:.1f} s")
