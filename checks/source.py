"""What a file of checks/sources declares."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Opened:
    """A source held open: `scan` is the SQL table function that reads it, `address` all that it may touch.

    `loaded`: read it once into a table instead of at every question. `numbered`: the column in which the scan
    itself counts rows from 0, "" when it does not. `explain` turns an engine's complaint into words.
    """

    address: str
    scan: str
    loaded: bool
    numbered: str
    fingerprint: str
    explain: Callable[[str], str]


@dataclass(frozen=True)
class SourceKind:
    name: str
    open: Callable[[Any], AbstractContextManager[Opened]]  # takes the Source of its own kind
