"""One table of an SQL database, read where it is, in one transaction that can only read.

The host is a name or an address, resolved once and pinned (see checks/address.py). There are no connection strings
and no free keys, and nothing is filled in from elsewhere: a field that looks as if it asked for that is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from checks.address import pinned
from checks.asking import asking_of
from checks.dialects import DIALECTS
from checks.errors import SourceUnreadable
from checks.listing import listed
from checks.source import Connected, SourceKind
from checks.specs import DatabaseSource

_FIELDS = ("dialect", "host", "database", "user", "schema", "table", "password")
_FILLED_IN = ("$", "secret|", "\0")


@contextmanager
def connected(source: DatabaseSource) -> Iterator[Connected]:
    """The database, called; raises SourceUnreadable."""
    _check_fields(source)
    dialect = DIALECTS.get(source.dialect)
    if dialect is None:
        raise SourceUnreadable(
            f"Databases of the kind {source.dialect} cannot be read. Choose one of {', '.join(DIALECTS)}."
        )
    connection = dialect.connect(source, pinned(source.host, source.port, source.allowed))
    try:
        yield Connected(source, dialect, connection)
    finally:
        connection.close()


def _check_fields(source: DatabaseSource) -> None:
    for name in _FIELDS:
        if any(mark in getattr(source, name) for mark in _FILLED_IN):
            raise SourceUnreadable(
                f"The {name} of this database holds $, secret| or a NUL character, which are not taken because other "
                f"programs would fill something in. Choose another {name}."
            )
    if not 0 < source.port < 65_536:
        raise SourceUnreadable("The port of a database is a number from 1 to 65535. For PostgreSQL it is mostly 5432.")


def browse(source: DatabaseSource, path: str) -> dict[str, Any]:
    """The schemas of a database, or with `path` the tables of one of them; see checks.engine.work.browse."""
    with connected(source) as opened:
        asking = asking_of(opened)
        try:
            schemas = opened.dialect.schemas(asking.ask)
            if path and path not in [each["name"] for each in schemas]:
                raise SourceUnreadable(
                    f"There is no schema {path}, or {source.user} may not use it. "
                    "Choose another one, or ask for the right."
                )
            found = listed(opened.dialect.tables(asking.ask, path) if path else schemas)
            return found | {"writes": opened.dialect.writes(asking.ask, path)}
        finally:
            asking.engine.dispose()


def statements(source: DatabaseSource, after: list[Any] | None) -> dict[str, Any]:
    """How often who called what; see checks.statements.counted."""
    with connected(source) as opened:
        asking = asking_of(opened)
        try:
            return opened.dialect.statements(asking.ask, after)
        finally:
            asking.engine.dispose()


KIND = SourceKind(name="database", open=connected, browse=browse)
