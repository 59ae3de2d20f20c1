"""Whether data are those that were read before, found out without reading them."""

from checks.engine.table import open_table
from checks.source import Opened
from checks.sources import SOURCES
from checks.specs import Source


def is_as_before(source: Source, fingerprint: str) -> bool:
    """Files by the fingerprint of the open file, before anything is loaded; a table by what its database says."""
    with SOURCES[source.kind].open(source) as opened:
        if isinstance(opened, Opened):
            return opened.fingerprint == fingerprint
    with open_table(source) as table:
        return table.fingerprint == fingerprint
