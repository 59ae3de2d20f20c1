"""Open a source of any kind for questions."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from checks.engine.database import database_table
from checks.engine.duck import THREADS, duck_table
from checks.engine.interface import MOST_COLUMNS, TABLE, Table
from checks.engine.spark import spark_table
from checks.errors import SourceUnreadable
from checks.source import Clustered, Connected, Opened, SourceKind
from checks.sources import SOURCES
from checks.specs import Source

__all__ = ["MOST_COLUMNS", "TABLE", "THREADS", "Table", "kind_of", "open_table"]


@contextmanager
def open_table(source: Source) -> Iterator[Table]:
    """The source, open; raises SourceUnreadable."""
    with kind_of(source).open(source) as opened, _table(source.name, opened) as table:
        yield table


def kind_of(source: Source) -> SourceKind:
    """Raises SourceUnreadable when there is none such."""
    kind = SOURCES.get(source.kind)
    if kind is None:
        raise SourceUnreadable(f"There is no source of the kind {source.kind}. Choose {', '.join(SOURCES)}.")
    return kind


def _table(name: str, opened: Opened | Connected | Clustered) -> AbstractContextManager[Table]:
    if isinstance(opened, Clustered):
        return spark_table(name, opened)
    return database_table(name, opened) if isinstance(opened, Connected) else duck_table(name, opened)
