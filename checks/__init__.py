"""Checks ask a dataset questions: plain Python over Great Expectations, without Django.

Importing this is cheap; the engine (and Great Expectations, some seconds) is loaded by the first run(),
describe(), fetch() or preview(). A service asks through `checks.client`, so that the work is done elsewhere.
"""

from collections.abc import Sequence
from typing import Any

from checks.errors import CheckError, EngineFault, EngineGone, OverBudget, SourceUnreadable, SuiteInvalid
from checks.expectations import KINDS
from checks.files.parts import parts
from checks.specs import (
    DatabaseSource,
    Description,
    ExpectationResult,
    FileSource,
    Found,
    Plan,
    Rows,
    Source,
    SuiteResult,
    Waiver,
)
from checks.validate import validate_suite
from checks.version import engine_version
from checks.words import advice, column_of, identity, sentence

__all__ = [
    "KINDS",
    "CheckError",
    "DatabaseSource",
    "Description",
    "EngineFault",
    "EngineGone",
    "ExpectationResult",
    "FileSource",
    "Found",
    "OverBudget",
    "Plan",
    "Rows",
    "Source",
    "SourceUnreadable",
    "SuiteInvalid",
    "SuiteResult",
    "Waiver",
    "advice",
    "column_of",
    "describe",
    "engine_version",
    "fetch",
    "identity",
    "parts",
    "preview",
    "run",
    "sentence",
    "validate_suite",
]


def run(plan: Plan) -> SuiteResult:
    """Evaluate a suite here and now; raises SourceUnreadable, and SuiteInvalid for a document that is no suite."""
    from checks.engine.work import run as work

    return work(plan)


def describe(source: Source, key_columns: Sequence[str] = ()) -> Description:
    """Columns, rows and fingerprint of a source, and whether the key columns are unique in it."""
    from checks.engine.work import describe as work

    return work(source, tuple(key_columns))


def fetch(
    source: Source,
    keys: Sequence[dict[str, Any]],
    columns: Sequence[str] | None = None,
    key_columns: Sequence[str] = (),
    masked_columns: Sequence[str] = (),
) -> Rows:
    """The rows that the keys name, as evidence; all columns unless some are named, masked ones hidden."""
    from checks.engine.work import fetch as work

    return work(source, list(keys), columns, tuple(key_columns), tuple(masked_columns))


def preview(
    source: Source,
    limit: int = 20,
    key_columns: Sequence[str] = (),
    masked_columns: Sequence[str] = (),
    *,
    offset: int = 0,
    only: Sequence[dict[str, Any]] = (),
) -> Rows:
    """Rows of a source in their order with their keys, masked columns hidden; at most 1,000 (checks.engine.pages)."""
    from checks.engine.pages import Page
    from checks.engine.work import preview as work

    return work(source, Page(limit, offset, only), tuple(key_columns), tuple(masked_columns))
