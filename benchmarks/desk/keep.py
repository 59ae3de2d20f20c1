"""The large database: made once, kept, and made anew when what fills it has changed. Some 10 GB."""

import json
import shutil
import time
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg2

from benchmarks.desk.fill import TABLES, Size, fill, steps
from benchmarks.desk.service import Service
from config.local import manage

# The verdicts that flags met, found as they were for all flags that were there before they kept them.
MET = import_module("weirdness.migrations.0018_search_speed").MET
QUICK = "SET work_mem = '512MB'; SET maintenance_work_mem = '1GB'; SET synchronous_commit = off; SET jit = off"
CONSTRAINTS = """SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('f', 'c', 'u') ORDER BY contype <> 'u', conname"""
INDEXES = """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid::regclass::text = ANY(%s) AND NOT indisprimary
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)"""


def stamp(folder: Path) -> Path:
    return folder / "filled.json"


def is_kept(folder: Path, size: Size) -> bool:
    return stamp(folder).exists() and json.loads(stamp(folder).read_text()) == _wanted(size)


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def make(service: Service, size: Size) -> None:
    begun = time.monotonic()
    manage.once(service.place, "set_up", service.env, own_database=False)
    with closing(psycopg2.connect(service.env["DATABASE_OWNER_URL"])) as connection:
        with connection, connection.cursor() as cursor:
            _load(cursor, size)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (FREEZE, ANALYZE)")
    stamp(service.place.data).write_text(json.dumps(_wanted(size)))
    print(f"{size.issues:,} issues made in {time.monotonic() - begun:.0f} s", flush=True)


def _load(cursor: Any, size: Size) -> None:
    """Indexes and constraints are put back when the rows are there: it is quicker, and tries every row."""
    cursor.execute(QUICK)
    tables = [f"weirdness_{table}" for table in TABLES]
    cursor.execute(CONSTRAINTS, [tables])
    constraints = cursor.fetchall()
    cursor.execute(INDEXES, [tables])
    indexes = cursor.fetchall()
    for table, name, _ in reversed(constraints):
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    fill(cursor, size)
    cursor.execute(MET)
    print("… indexes and constraints", flush=True)
    for _, definition in indexes:
        cursor.execute(definition)
    for table, name, definition in constraints:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _wanted(size: Size) -> dict[str, Any]:
    return vars(size) | {"fingerprint": manage.fingerprint([*steps(), Path(__file__).with_name("fill.py")])}
