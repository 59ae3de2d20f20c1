"""Whether the Parquet parts of one dataset fit together, told from their footers."""
# ruff: noqa: S608  (addresses are numbers of descriptors)

import duckdb

from checks.engine.logical import duck_name
from checks.errors import SourceUnreadable
from checks.files.differences import columns_note
from checks.phrase import tick
from checks.source import Opened

_FAMILY = {"integer": "number", "date": "datetime"}
_HOLDS = {"number": "numbers", "datetime": "dates", "boolean": "true and false", "nested": "lists or records"}
_EMPTY = '"NULL"'  # the type of a column of which a writer saw no value


def parts_note(database: duckdb.DuckDBPyConnection, opened: Opened) -> str:
    """What people should know of columns that some parts lack; raises SourceUnreadable for types that do not mix."""
    if opened.loaded or len(opened.parts) == 1:
        return ""
    types = {path: _types(database, address) for address, path in opened.parts.items()}
    first: dict[str, tuple[str, str]] = {}
    for path, columns in types.items():
        for name, kind in columns.items():
            family = _FAMILY.get(duck_name(kind), duck_name(kind))
            before, known = first.setdefault(name.lower(), (path, family)) if kind != _EMPTY else ("", family)
            if known != family:
                raise SourceUnreadable(
                    f"{path} holds {_HOLDS.get(family, family)} in {tick(name)}, and {before} holds "
                    f"{_HOLDS.get(known, known)}. Mend the part, or check its parts one by one."
                )
    return columns_note({path: list(columns) for path, columns in types.items()})


def _types(database: duckdb.DuckDBPyConnection, address: str) -> dict[str, str]:
    described = database.execute(f"DESCRIBE SELECT * FROM read_parquet('{address}')").fetchall()
    return {row[0]: row[1] for row in described}
