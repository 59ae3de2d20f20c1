"""What a file of checks/dialects declares: one kind of SQL server, spoken to through SQLAlchemy."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from checks.errors import CheckError
from checks.specs import DatabaseSource
from checks.sql import Number

Ask = Callable[..., list[tuple[Any, ...]]]  # (statement, values) → rows; marks are ?


class Dialect(ABC):
    """How one kind of server is called, and the SQL in which it differs from the others.

    `name` is also SQLAlchemy's; `driver` is the one that SQLAlchemy should use. `renamed`: functions that this
    server calls otherwise than DuckDB.
    """

    name: str
    driver: str
    renamed: dict[str, str]

    @abstractmethod
    def connect(self, source: DatabaseSource, addresses: Sequence[str]) -> Any:
        """The driver's connection to the first address that answers; raises SourceUnreadable.

        It is in one transaction that can only read and sees one state of the data, and that `commit` and `rollback`
        of the connection leave alone.
        """

    @abstractmethod
    def guard(self, engine: sa.Engine) -> None:
        """See to it that a statement that fails leaves the transaction usable."""

    @abstractmethod
    def hurry(self, ask: Ask, seconds: float | None) -> None:
        """End each statement from here on after so many seconds; None: after as many as are usual."""

    @abstractmethod
    def reason(self, source: DatabaseSource, error: BaseException) -> CheckError | None:
        """What an error of the driver says about the source or the budget; None: it is about the question."""

    @abstractmethod
    def number_of(self, columns: dict[str, str], types: dict[str, str]) -> Number:
        """What columns (name: logical type; name: the server's own) hold together as one number; NULL if one is."""

    @abstractmethod
    def packed(self, form: Number) -> str:
        """An aggregate: all the numbers as bytes, the highest byte of each first."""

    @abstractmethod
    def places(self, ask: Ask, source: DatabaseSource, most: int) -> list[str]:
        """Conditions that cut the table itself into parts to be read side by side; from one to `most`."""

    @abstractmethod
    def copy(self, connection: Any, statement: str, into: Any) -> None:
        """Writes the rows of a statement to a file-like object, see checks.engine.copied; raises the driver's error."""

    @abstractmethod
    def is_about_a_value(self, error: BaseException) -> bool:
        """Whether a value that was given could not be read as what it should be."""

    @abstractmethod
    def state(self, ask: Ask, source: DatabaseSource) -> str:
        """A text that is equal at another time only if the data are; "" when there is no telling."""

    @abstractmethod
    def row_number(self, ask: Ask, source: DatabaseSource, columns: Sequence[str]) -> str:
        """SQL for what tells one row of the table from every other, as long as the transaction lasts."""

    @abstractmethod
    def is_unique(self, ask: Ask, source: DatabaseSource, columns: Sequence[str]) -> bool:
        """Whether the server itself sees to it that no two rows are alike in these columns, which spares reading."""

    @abstractmethod
    def row_hash(self, columns: Sequence[str]) -> str:
        """SQL for the sha256 of a row, see checks.engine.interface.Table.row_hash."""

    @abstractmethod
    def pattern_fault(self, ask: Ask, regex: str) -> str:
        """Why the server cannot read a pattern, in its own words; "" when it can."""

    @abstractmethod
    def writes(self, ask: Ask, schema: str) -> dict[str, Any] | None:
        """What of the database the role may change, see checks.rights.writes; None: nothing."""

    @abstractmethod
    def statements(self, ask: Ask, after: list[Any] | None) -> dict[str, Any]:
        """How often who called what, a page after a pair of login and statement: see checks.statements.counted."""

    @abstractmethod
    def schemas(self, ask: Ask) -> list[dict[str, Any]]:
        """What the top of the database holds, as entries of a browse."""

    @abstractmethod
    def tables(self, ask: Ask, schema: str) -> list[dict[str, Any]]:
        """What a schema holds, as entries of a browse."""
