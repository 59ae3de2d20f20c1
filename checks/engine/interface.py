"""An open source as the engine asks it, whatever reads it: DuckDB for files, the server itself for databases."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from checks.errors import CheckError
from checks.specs import ColumnType
from checks.sql import Number

TABLE = "data"
MOST_COLUMNS = 2_000
WRITTEN_SECONDS = 60


class Refused(Exception):
    """The engine below could not do what was asked, and not because of the source; str() is its message."""


@dataclass(frozen=True, kw_only=True)
class Table(ABC):
    """An open source, in one unchanging state for as long as it is open.

    Whatever the kind, a statement given to `ask` finds the rows in `data`, and in `numbered` the same rows with
    their number (any type that can be compared) in the column `number`. Marks for values are ?.
    """

    name: str
    types: dict[str, str]
    number: str
    fingerprint: str
    kind: str  # duckdb, or the name of the server's dialect
    note: str = ""  # what people should know of how the source was read
    guessed: str = ""  # what was taken for granted to read it
    memo: dict[Any, Any] = field(default_factory=dict)  # what was found once and may be asked again

    @property
    def columns(self) -> tuple[ColumnType, ...]:
        """Column names with logical types."""
        return tuple((name, self.logical(name)) for name in self.types)

    @property
    def row_count(self) -> int:
        if "rows" not in self.memo:
            self.memo["rows"] = self.ask(f"SELECT count(*) FROM {TABLE}")[0][0]
        return int(self.memo["rows"])

    @property
    @abstractmethod
    def faults(self) -> Sequence[Exception]:
        """What the engine below refused so far, whoever asked; see `reason`."""

    @property
    @abstractmethod
    def relation(self) -> tuple[str | None, str]:
        """Schema and name of the table for `sa_engine()`, where `data` is not known on PostgreSQL."""

    @abstractmethod
    def logical(self, column: str) -> str:
        """integer, number, text, boolean, date, datetime, time, duration, binary or nested."""

    @abstractmethod
    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement; raises SourceUnreadable or OverBudget when that is why it failed."""

    @abstractmethod
    def attempt(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """As `ask`, for a question of which people wrote a part; raises Refused when that is why it failed."""

    def written(self, statement: str, seconds: float = WRITTEN_SECONDS) -> list[tuple[Any, ...]]:
        """As `ask`, for a statement of people that checks.guard let through: whatever it ends in is its own fault.

        Raises Refused; checks.kind.Unable when it takes longer, or more memory.
        """
        raise Refused("Queries are not asked of this kind of source.")

    @property
    @abstractmethod
    def most_numbers(self) -> int:
        """How many rows may be taken as numbers at once, which is quick and needs memory."""

    @abstractmethod
    def number_of(self, columns: tuple[str, ...]) -> Number:
        """What filled-in columns hold together as one whole number of 64 bits."""

    @abstractmethod
    def numbers(self, statement: str) -> Iterator[Any]:
        """The whole numbers (int64) of one column `n` without NULL, in pieces: a numpy array each."""

    @property
    def gathers(self) -> int:
        """How many bytes of numbers are gathered at once; 0 where a question only reads the columns it is about."""
        return 0

    def gathered(self, forms: Sequence[Number]) -> list[Any]:
        """The numbers of each form in all rows where it has one, a numpy array each; see `gathers`."""
        raise NotImplementedError

    def number_of_middle(self, column: str) -> Number | None:
        """How the numbers of a column are gathered for their median; None: they are not."""
        return None

    def median(self, column: str) -> float | None:
        """The middle of a column of numbers; Refused where only SQL can tell."""
        raise Refused("No middle is known but by SQL.")

    @property
    def keeps_order(self) -> bool:
        """Whether rows come in the order of their numbers, as far as that matters for showing the first ones."""
        return False

    @abstractmethod
    def reason(self, error: Exception) -> CheckError | None:
        """What an error of the engine below says about the source or the budget; None: it is about the question."""

    @abstractmethod
    def sa_engine(self) -> sa.Engine:
        """SQLAlchemy over the one connection that is open, in its one transaction."""

    @abstractmethod
    def pattern_fault(self, regex: str) -> str:
        """Why the engine below cannot read a pattern, in its own words; "" when it can."""

    def is_unique(self, columns: Sequence[str]) -> bool:
        """Whether no two rows are alike in these columns, as far as that is known without reading them."""
        return False

    @property
    @abstractmethod
    def row_hash(self) -> str:
        """SQL: sha256 (64 hexadecimal digits) of all values of a row, as a JSON list of texts."""

    @abstractmethod
    def alike(self, numbers: Sequence[Any]) -> tuple[str, list[Any]]:
        """A condition with its values that is cheap to try: true for the rows of these numbers and all their equals."""

    @abstractmethod
    def equals(self, column: str, value: Any) -> tuple[str, list[Any]]:
        """A condition with its values: the column holds this value of a key; of another type, it holds nothing."""


def unused(name: str, taken: Iterable[str]) -> str:
    """A column name that no column has."""
    used = {each.lower() for each in taken}
    while name in used:
        name += "_"
    return name
