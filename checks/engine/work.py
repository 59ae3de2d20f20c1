"""What can be asked of a source, done here and now; each raises SourceUnreadable, OverBudget or SuiteInvalid."""
# ruff: noqa: S608  (names are quoted by quoted(), values are parameters)

import time
from collections.abc import Callable, Sequence
from typing import Any

from checks.engine import look
from checks.engine.divided import divided
from checks.engine.evaluate import evaluate
from checks.engine.learn import learn
from checks.engine.pages import Page, rows_of
from checks.engine.profile import profile_of
from checks.engine.progress import progress
from checks.engine.promote import promote
from checks.engine.rows import check_names, fetch_rows
from checks.engine.seen import is_as_before
from checks.engine.table import THREADS, Table, kind_of, open_table
from checks.errors import SourceUnreadable, SuiteInvalid
from checks.operations import Answer
from checks.sources import database
from checks.specs import DatabaseSource, Description, Found, Key, Plan, Rows, Source, SuiteResult
from checks.sql import quoted
from checks.validate import expectations_of

__all__ = ["OPERATIONS", "THREADS", "browse", "describe", "fetch", "preview", "run"]

_NO_PROFILE = "What the columns look like is not kept of tables of Spark."


def run(plan: Plan) -> SuiteResult:
    """Evaluate a suite; what cannot be evaluated is a broken result, and the others are judged all the same."""
    started = time.monotonic()
    expectations = expectations_of(plan.suite)
    if plan.unless and is_as_before(plan.source, plan.unless):
        return _unchanged(plan, started)
    return divided(plan, expectations, lambda: _whole(plan, expectations, started)) or _whole(
        plan, expectations, started
    )


def _whole(plan: Plan, expectations: list[Any], started: float) -> SuiteResult:
    with open_table(plan.source) as table:
        progress(done=0, of=len(expectations), rows=table.row_count)
        check_names(table, plan.key_columns)
        results = evaluate(table, expectations, plan)
        return SuiteResult(
            success=all(each.success for each in results),
            row_count=table.row_count,
            columns=table.columns,
            fingerprint=table.fingerprint,
            seconds=round(time.monotonic() - started, 3),
            results=results,
            note=f"{table.note} {_NO_PROFILE}".strip() if plan.profile and not _is_profiled(table) else table.note,
            profile=profile_of(table, plan.masked_columns).to_dict() if plan.profile and _is_profiled(table) else None,
        )


def _is_profiled(table: Table) -> bool:
    return table.kind != "spark"


def _unchanged(plan: Plan, started: float) -> SuiteResult:
    seconds = round(time.monotonic() - started, 3)
    return SuiteResult(True, 0, (), plan.unless, seconds, (), unchanged=True)


def describe(source: Source, key_columns: tuple[str, ...] = ()) -> Description:
    with open_table(source) as table:
        check_names(table, key_columns)
        return Description(
            columns=table.columns,
            row_count=table.row_count,
            key_unique=_unique(table, key_columns) if key_columns else None,
            fingerprint=table.fingerprint,
            note=f"{table.guessed} {table.note}".strip(),
        )


def _unique(table: Table, keys: tuple[str, ...]) -> bool:
    columns = ", ".join(map(quoted, keys))
    return table.is_unique(keys) or not table.ask(f"SELECT 1 FROM data GROUP BY {columns} HAVING count(*) > 1 LIMIT 1")


def fetch(
    source: Source,
    keys: list[Key],
    columns: Sequence[str] | None = None,
    key_columns: tuple[str, ...] = (),
    masked_columns: tuple[str, ...] = (),
) -> Rows:
    if not all(isinstance(key, dict) for key in keys):
        raise SuiteInvalid('A row is named by its key, such as {"year": 2013, "tailnum": "N10156"}.')
    with open_table(source) as table:
        wanted = list(table.types) if columns is None else list(columns)
        return fetch_rows(table, keys, wanted, key_columns, masked_columns)


def preview(
    source: Source, page: Page, key_columns: tuple[str, ...] = (), masked_columns: tuple[str, ...] = ()
) -> Rows:
    with open_table(source) as table:
        return rows_of(table, page, key_columns, masked_columns)


def browse(source: Source, path: str = "") -> Found:
    """What a root or a database holds, and so whether it can be reached.

    `path`: a folder below the root, with * the parts of one dataset, or a schema; "" is the top. Content: `entries`
    (name; kind: folder, file, part, schema, table or view; size in bytes; modified in ISO 8601; format; rows, as the
    database estimates them; comment; a part also its fingerprint; None where it is not known), `note`, and of a
    database `writes`: None, or what the role may change (see checks.rights.writes).
    """
    return Found(kind_of(source).browse(source, path))


def statements(source: Source, after: list[Any] | None = None) -> Found:
    """How often who called which statement of a database: a page of them, see checks.statements.counted."""
    if not isinstance(source, DatabaseSource):
        raise SourceUnreadable("Only a database counts its statements. Choose a source that is one.")
    return Found(database.statements(source, after))


def _source(payload: dict[str, Any]) -> Source:
    return Source.from_dict(payload["source"])


def _keys(payload: dict[str, Any]) -> tuple[str, ...]:
    return tuple(payload.get("key_columns") or ())


def _masked(payload: dict[str, Any]) -> tuple[str, ...]:
    return tuple(payload.get("masked_columns") or ())


def _page(payload: dict[str, Any]) -> Page:
    return Page(int(payload.get("limit", 20)), int(payload.get("offset", 0)), payload.get("only") or ())


# What the fork server's children can be asked, each with the payload that checks.client.ask names.
OPERATIONS: dict[str, Callable[[dict[str, Any]], Answer]] = {
    "run": lambda p: run(Plan.from_dict(p)),
    "describe": lambda p: describe(_source(p), _keys(p)),
    "fetch": lambda p: fetch(_source(p), p["keys"], p.get("columns"), _keys(p), _masked(p)),
    "preview": lambda p: preview(_source(p), _page(p), _keys(p), _masked(p)),
    "learn": lambda p: learn(_source(p), _keys(p), _masked(p), list(p["marked"]), int(p.get("most", 200))),
    "browse": lambda p: browse(_source(p), str(p.get("path") or "")),
    "statements": lambda p: statements(_source(p), p.get("after")),
    "profile": look.profiled,
    "suggest": look.suggested,
    "changes": look.changed,
    "promote": promote,
}
