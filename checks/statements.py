"""What pg_stat_statements counts: how often who called which statement, and which tables that reads."""

import json
from typing import Any

from psycopg2 import errors as refusals

from checks.dialect import Ask
from checks.errors import SourceUnreadable
from checks.sql import quoted
from checks.tables_read import TablesRead, Unparsed

PAGE = 2_000
MOST_TEXT = 500_000  # characters of JSON, so that an answer fits
_HOME = (
    "SELECT n.nspname::text FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
    " WHERE e.extname = 'pg_stat_statements'"
)
_PAGE = """
    SELECT r.rolname::text, s.queryid, sum(s.calls)::bigint, min(s.query)
    FROM {home}.pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
    WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND s.queryid IS NOT NULL
    AND (r.rolname::text COLLATE "C", s.queryid) > (?, ?)
    GROUP BY r.rolname, s.queryid ORDER BY r.rolname::text COLLATE "C", s.queryid LIMIT ?
"""
_HIDDEN = "SELECT count(*) FROM {home}.pg_stat_statements WHERE queryid IS NULL"
_ABSENT = (
    "This database does not count its statements. Ask whoever runs it to add pg_stat_statements to "
    "shared_preload_libraries, to restart it, and to run: CREATE EXTENSION pg_stat_statements"
)
_LOWEST = -(2**63)


def counted(ask: Ask, after: list[Any] | None) -> dict[str, Any]:
    """A page of `rows` [login, statement, calls, tables it reads], in the order of the first two, after such a pair.

    `more`: whether there are others; `hidden`: how many statements of others this role may not see; `unparsed`: how
    many could not be understood. Raises SourceUnreadable where nothing is counted.
    """
    home = ask(_HOME)
    if not home:
        raise SourceUnreadable(_ABSENT)
    schema = quoted(home[0][0])
    try:
        found = ask(_PAGE.format(home=schema), [*(after or ["", _LOWEST]), PAGE])
        hidden = ask(_HIDDEN.format(home=schema))[0][0]
    except refusals.ObjectNotInPrerequisiteState:
        raise SourceUnreadable(_ABSENT) from None
    rows, unparsed = _read(found)
    return {"rows": rows, "more": len(found) == PAGE or len(rows) < len(found), "hidden": hidden, "unparsed": unparsed}


def _read(found: list[tuple[Any, ...]]) -> tuple[list[list[Any]], int]:
    """As many as fit."""
    rows: list[list[Any]] = []
    tables, unparsed, size = TablesRead(), 0, 0
    for login, statement, calls, text in found:
        try:
            read = sorted(tables.of(text or ""))
        except Unparsed:
            read, unparsed = [], unparsed + 1
        row = [login, statement, int(calls), read]
        size += len(json.dumps(row))
        if rows and size > MOST_TEXT:
            break
        rows.append(row)
    return rows, unparsed
