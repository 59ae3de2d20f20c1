"""Questions to a database through SQLAlchemy, over one connection and in one transaction that are open already."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from checks.errors import CheckError
from checks.source import Connected

_TOKENS = re.compile(r""" "(?:[^"]|"")*" | '(?:[^']|'')*' | \? | % | \b\w+\b(?=\() """, re.VERBOSE)


class ValueRefused(ValueError):
    """A value given to a question cannot be read as what it should be; what it was is not told."""


@dataclass
class Asking:
    """Statements over one open connection. `faults` remembers what the driver refused, whoever asked."""

    connected: Connected
    engine: sa.Engine
    faults: list[Exception] = field(default_factory=list)

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement whose marks are ?; raises CheckError, ValueRefused, or the driver's error."""
        try:
            with self.engine.connect() as connection:
                escaped = self.engine.dialect.paramstyle in ("format", "pyformat")
                spoken = self._spoken(statement, escaped=escaped)
                return [tuple(row) for row in connection.exec_driver_sql(spoken, tuple(values))]
        except sa.exc.DBAPIError as error:
            original = error.orig or error
            if reason := self.reason(original):
                raise reason from None
            if self.connected.dialect.is_about_a_value(original):
                raise ValueRefused("A value cannot be read as what its column holds.") from None
            raise original from None
        except (ValueError, OverflowError):  # the driver, about a value that Python or SQL has no room for
            raise ValueRefused("A value cannot be read as what its column holds.") from None

    def copy(self, statement: str, into: Any) -> None:
        """Writes what a statement without marks gives, as the server itself stores it; raises as `ask` does."""
        connection, dialect = self.connected.connection, self.connected.dialect
        try:
            dialect.copy(connection, self._spoken(statement, escaped=False), into)
        except self.engine.dialect.loaded_dbapi.Error as error:
            self.faults.append(error)
            raise self.reason(error) or error from None

    def reason(self, error: BaseException) -> CheckError | None:
        return self.connected.dialect.reason(self.connected.source, error)

    def _spoken(self, statement: str, *, escaped: bool) -> str:
        """The statement with the driver's marks, if it has any, and the server's names of functions."""
        words = {"?": "%s", "%": "%%"} if escaped else {}
        words |= self.connected.dialect.renamed

        def spoken(token: re.Match[str]) -> str:
            text = token.group()
            return text.replace("%", words.get("%", "%")) if text[0] in "\"'" else words.get(text, text)

        return _TOKENS.sub(spoken, statement)


def asking_of(connected: Connected) -> Asking:
    dialect = connected.dialect
    engine = sa.create_engine(
        f"{dialect.name}+{dialect.driver}://",
        creator=lambda: connected.connection,
        poolclass=StaticPool,
        hide_parameters=True,
    )
    asking = Asking(connected, engine)
    dialect.guard(engine)
    sa.event.listen(engine, "handle_error", lambda context: asking.faults.append(context.original_exception))
    return asking
