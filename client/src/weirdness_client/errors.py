"""What can go wrong, in plain sentences."""

from __future__ import annotations


class WeirdnessError(Exception):
    """Weirdness could not be reached, or refused. The text says why and what to do. `status`: HTTP's, or None."""

    def __init__(self, said: str, status: int | None = None) -> None:
        super().__init__(said)
        self.status = status


class NotTold(UserWarning):
    """A look could not be told to Weirdness. Your analysis went on."""
