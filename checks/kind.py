"""What a file of checks/expectations declares."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from checks.arguments import Argument


class Arguments(dict[str, Any]):
    """The arguments of one expectation; one that is not given reads as None."""

    def __missing__(self, name: str) -> None:
        return None


@dataclass(frozen=True)
class Condition:
    """SQL that is true for a failing row, with ? for each of `values`; may hold window functions."""

    sql: str
    values: tuple[Any, ...] = ()


class Data(Protocol):
    """What a kind that is judged by us may ask.

    A statement finds the rows in `data`, and in `numbered` the same with their number in the column `number`;
    `among` says which of them count. `history`: profiles of earlier runs (see checks/profile.py), the oldest first.
    """

    @property
    def name(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def among(self) -> Condition: ...
    @property
    def history(self) -> tuple[dict[str, Any], ...]: ...
    @property
    def now(self) -> datetime: ...
    @property
    def columns(self) -> dict[str, str]:
        """Names to logical types."""

    def ask(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]: ...
    @property
    def language(self) -> str:
        """Whose words of SQL are understood: duckdb, or the name of the server's dialect."""

    def written(self, statement: str) -> list[tuple[Any, ...]]:
        """As `ask`, for what people wrote and checks/guard.py let through."""

    def other(self, dataset: str) -> "AbstractContextManager[Data]":
        """Another dataset, open; raises Unable when the plan does not have it."""


class Unable(ValueError):
    """Why a kind that is judged by us cannot be evaluated on these data; str() is a sentence."""


@dataclass(frozen=True)
class Outcome:
    """What a kind of ours says: `result` as Great Expectations writes it, `failing` what finds the failing rows.

    `said`: what was observed, in words, where the result has no single value to show.
    """

    success: bool
    result: dict[str, Any] = field(default_factory=dict)
    failing: Condition | None = None
    said: str = ""


@dataclass(frozen=True)
class Kind:
    """One expectation kind as data: its name, typed arguments, its sentence, what to do when it fails.

    `failing` gives the condition that finds its failing rows; None: it is about a column or table as a whole.
    `needs`: the logical types that its columns may have, () for any.
    `repeats`: a row fails because what it holds occurs more than once.
    `bounded`: at least one of min_value and max_value must be given.
    `judge`: it is judged by us, not by Great Expectations; may raise Unable. `left_out`: SQL for the rows that it
    skips; None: those without a value in `column`.
    `fleeting`: its verdict can change while the data stay, because it looks at the clock or at another dataset.
    `unsuited`: per kind of source ("file", "database") that it cannot be asked of: why not, what to use instead.
    """

    name: str
    arguments: Mapping[str, Argument]
    sentence: Callable[[Arguments], str]
    advice: str
    failing: Callable[[Arguments], Condition] | None = None
    needs: tuple[str, ...] = ()
    repeats: bool = False
    examines: Callable[[Arguments], list[str]] = lambda a: [a["column"]] if a["column"] else []
    judge: Callable[[Data, Arguments], Outcome] | None = None
    left_out: Callable[[Arguments], str] | None = None
    unsuited: Mapping[str, str] = field(default_factory=dict)
    fleeting: bool = False

    @property
    def bounded(self) -> bool:
        return "min_value" in self.arguments

    @property
    def thresholds(self) -> frozenset[str]:
        """The arguments that may change without making it another question."""
        return frozenset(name for name, argument in self.arguments.items() if not argument.grouping)
