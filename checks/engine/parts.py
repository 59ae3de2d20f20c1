"""Whether the Parquet parts of one dataset fit together, told from their footers."""
# ruff: noqa: S608  (addresses are numbers of descriptors)

from collections import defaultdict

import duckdb

from checks.engine.logical import duck_name
from checks.errors import SourceUnreadable
from checks.files.differences import columns_note
from checks.phrase import tick
from checks.source import Opened

_FAMILY = {"integer": "number", "date": "datetime"}
_HOLDS = {"number": "numbers", "datetime": "dates", "boolean": "true and false", "nested": "lists or records"}
_EMPTY = '"NULL"'  # the type of a column of which a writer saw no value


def fitted(database: duckdb.DuckDBPyConnection, opened: Opened) -> tuple[str, str]:
    """The scan to read the parts with, and what people should know of columns that some parts lack.

    Parts that are all alike are read with less ado. Raises SourceUnreadable for types that do not mix.
    """
    if opened.loaded or len(opened.parts) == 1:
        return opened.scan, opened.note
    groups = _alike(database, opened)
    if len(groups) == 1:
        return opened.plain_scan, ""
    columns = {address: _types(database, address) for address in groups}
    _check(columns, opened)
    note = columns_note({opened.parts[each]: list(columns[first]) for first, group in groups.items() for each in group})
    return opened.scan, note


def _alike(database: duckdb.DuckDBPyConnection, opened: Opened) -> dict[str, list[str]]:
    """Addresses of parts with one schema, by the first of them."""
    schemas: dict[str, list[object]] = defaultdict(list)
    found = database.execute(
        f"SELECT file_name, name, duckdb_type, logical_type, num_children FROM parquet_schema({list(opened.parts)})"
    )
    for address, *column in found.fetchall():
        schemas[address].append(column[1:] if not schemas[address] else column)  # the name of the root says nothing
    groups: dict[str, list[str]] = defaultdict(list)
    for address, schema in schemas.items():
        groups[repr(schema)].append(address)
    return {group[0]: group for group in groups.values()}


def _check(columns: dict[str, dict[str, str]], opened: Opened) -> None:
    first: dict[str, tuple[str, str]] = {}
    for address, types in columns.items():
        for name, kind in types.items():
            family = _FAMILY.get(duck_name(kind), duck_name(kind))
            if kind == _EMPTY:
                continue
            before, known = first.setdefault(name.lower(), (opened.parts[address], family))
            if known != family:
                raise SourceUnreadable(
                    f"{opened.parts[address]} holds {_HOLDS.get(family, family)} in {tick(name)}, and {before} holds "
                    f"{_HOLDS.get(known, known)}. Mend the part, or check the parts one by one."
                )


def _types(database: duckdb.DuckDBPyConnection, address: str) -> dict[str, str]:
    described = database.execute(f"DESCRIBE SELECT * FROM read_parquet('{address}')").fetchall()
    return {row[0]: row[1] for row in described}
