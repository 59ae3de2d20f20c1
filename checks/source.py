"""What a file of checks/sources declares."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from checks.dialect import Dialect
from checks.specs import DatabaseSource, SparkSource


@dataclass(frozen=True)
class Opened:
    """Files held open: `scan` is the SQL table function that reads them. `parts`: address → path of all it may touch.

    `plain_scan` reads parts whose columns are all alike, `scan` brings columns together by their names.
    `loaded`: read them once into a table instead of at every question; `quick_scan` then guesses the types from
    `guessed_from` rows, "" where all are looked at anyway; `row_bytes`: how long a row is, by the first ones.
    `number`: SQL by which the scan itself numbers rows, "" when it does not. `explain` turns an engine's complaint
    into words. `note` says what people should know about how the files were read, `guessed` what was taken for
    granted about them.
    """

    parts: dict[str, str]
    scan: str
    plain_scan: str
    loaded: bool
    number: str
    fingerprint: str
    explain: Callable[[str], str]
    note: str = ""
    guessed: str = ""
    quick_scan: str = ""
    guessed_from: int = 0
    row_bytes: int = 0


@dataclass(frozen=True)
class Connected:
    """A connection of the driver to a database, inside the one transaction in which everything is asked."""

    source: DatabaseSource
    dialect: Dialect
    connection: Any


@dataclass(frozen=True)
class Clustered:
    """A session of Spark in which the table of the source is known."""

    source: SparkSource
    session: Any


@dataclass(frozen=True)
class SourceKind:
    """`open` and `browse` take the Source of their own kind; `browse` also a path, see checks.listing."""

    name: str
    open: Callable[[Any], AbstractContextManager[Opened | Connected | Clustered]]
    browse: Callable[[Any, str], dict[str, Any]]
