"""What a file of checks/expectations declares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class Kind:
    """One expectation kind as data: its name, typed arguments, its sentence, what to do when it fails.

    `failing` gives the condition that finds its failing rows; None: it is about a column or table as a whole.
    `needs`: the logical types that its columns may have, () for any.
    `bounded`: at least one of min_value and max_value must be given.
    """

    name: str
    arguments: Mapping[str, Argument]
    sentence: Callable[[Arguments], str]
    advice: str
    failing: Callable[[Arguments], Condition] | None = None
    needs: tuple[str, ...] = ()
    examines: Callable[[Arguments], list[str]] = lambda a: [a["column"]] if a["column"] else []

    @property
    def bounded(self) -> bool:
        return "min_value" in self.arguments

    @property
    def thresholds(self) -> frozenset[str]:
        """The arguments that may change without making it another question."""
        return frozenset(name for name, argument in self.arguments.items() if not argument.grouping)
