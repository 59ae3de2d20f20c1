"""A suite on a folder of parts of which only the new and changed ones are read; the others are known and added.

Only where the sum says exactly what the whole would: see docs/engine.md. Everything else is asked of the whole.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from checks.engine.additive import Indivisible, from_json, merged
from checks.engine.evaluate import exact, told
from checks.engine.evidence import Evidence
from checks.engine.judge import Verdict, judge, measures_of, verdicts_of
from checks.engine.own import OwnVerdict
from checks.engine.part import Asked, Part, read
from checks.engine.profile import profile_of
from checks.engine.progress import progress
from checks.engine.rows import check_names
from checks.engine.table import Table, open_table
from checks.errors import SourceUnreadable
from checks.files.fingerprint import folder_fingerprint
from checks.files.parts import is_folder, parts
from checks.kind import Arguments
from checks.own import counted
from checks.specs import ExpectationResult, FileSource, Plan, Row, SuiteResult
from checks.version import engine_version

MOST_PARTS = 500
MOST_KEPT = 20_000  # measures of all parts together


@dataclass
class _Folder:
    """The parts as they are now: kept or read, each with its rows to show by position."""

    plan: Plan
    source: FileSource
    now: dict[str, str]
    kept: dict[str, Part] = field(default_factory=dict)
    types: list[list[str]] = field(default_factory=list)
    shown: dict[tuple[str, str], Evidence] = field(default_factory=dict)
    asked: Asked | None = None

    @property
    def every(self) -> list[Part]:
        return [self.kept[path] for path in self.now]

    @property
    def fingerprint(self) -> str:
        return folder_fingerprint(self.now.items())


def divided(plan: Plan, expectations: list[Any], whole: Callable[[], SuiteResult]) -> SuiteResult | None:
    """What the suite finds, or None where all rows must be asked at once.

    A folder whose parts were all replaced is asked as a `whole`, and only remembered: its parts may never stay.
    """
    source = plan.source
    if plan.parts is None or not isinstance(source, FileSource) or source.partition or not is_folder(source.path):
        return None
    started = time.monotonic()
    try:
        folder = _Folder(plan, source, parts(source))
        if not 2 <= len(folder.now) <= MOST_PARTS:
            return None
        if _all_replaced(folder):
            return replace(whole(), parts=_state(folder, [Part(*each) for each in folder.now.items()], [], ""))
        return _summed(folder, expectations, started)
    except (Indivisible, SourceUnreadable):  # the whole says what is wrong with it in its own words
        return None


def _all_replaced(folder: _Folder) -> bool:
    """Takes over what is known of parts that did not change; True when there were parts, and none of them is left."""
    before = folder.plan.parts or {}
    if before.get("digest") != _digest(folder.plan):
        return False
    known = [Part.from_dict(each) for each in before["parts"]]
    same = [each for each in known if folder.now.get(each.path) == each.fingerprint]
    folder.kept = {each.path: each for each in same if each.rows is not None}
    folder.types = [list(each) for each in before["types"]] if folder.kept else []
    for at, rows in before.get("shown", {}).items():
        _take_over(folder, known, at, Evidence(**{name: tuple(each) for name, each in rows.items()}))
    return not same


def _take_over(folder: _Folder, known: list[Part], at: str, rows: Evidence) -> None:
    """The rows that were shown are those of the parts, in their order: so many of each as failed there."""
    start = 0
    for part in known:
        end = start + part.failing.get(at, 0)
        folder.shown[part.path, at] = Evidence(rows.keys[start:end], rows.examples[start:end], rows.hashes[start:end])
        start = end


def _digest(plan: Plan) -> str:
    """Of everything but the data that what is kept of a part hangs on."""
    asked = [[each.get("type"), each.get("kwargs")] for each in plan.suite["expectations"]]
    waivers = sorted([each.identity, each.value_hash, json.dumps(each.key, sort_keys=True)] for each in plan.waivers)
    named = [list(plan.key_columns), sorted(plan.masked_columns), plan.samples, plan.source.to_dict()]
    return sha256(json.dumps([engine_version(), asked, waivers, named], default=str).encode()).hexdigest()


def _summed(folder: _Folder, expectations: list[Any], started: float) -> SuiteResult:
    wanted = [path for path in folder.now if path not in folder.kept] or list(folder.now)[-1:]
    known = [path for path in folder.now if path not in wanted]
    for done, path in enumerate(wanted[:-1]):
        progress(done=len(expectations) * done // len(wanted), of=len(expectations))
        with _open(folder, path) as table:
            _take(folder, table, path, expectations)
    with _open(folder, wanted[-1]) as table:
        _take(folder, table, wanted[-1], expectations)
        results = _results(folder, table)
        columns = table.columns
        profile = profile_of(table, folder.plan.masked_columns).to_dict() if known and len(wanted) == 1 else None
    if folder.plan.profile and not known:
        profile = _profile_of_all(folder)
    return SuiteResult(
        success=all(each.success for each in results),
        row_count=sum(part.rows or 0 for part in folder.every),
        columns=columns,
        fingerprint=folder.fingerprint,
        seconds=round(time.monotonic() - started, 3),
        results=results,
        profile=profile if folder.plan.profile else None,
        parts=_state(folder, folder.every, wanted, wanted[0] if known else ""),
    )


def _open(folder: _Folder, path: str) -> Any:
    return open_table(replace(folder.source, partition=path))


def _take(folder: _Folder, table: Table, path: str, expectations: list[Any]) -> None:
    """Reads a part; raises Indivisible when its columns are not those of the others, or it changes meanwhile."""
    check_names(table, folder.plan.key_columns)
    types = [[name, kind] for name, kind in table.types.items()]
    folder.types = folder.types or types
    if types != folder.types or table.note or table.fingerprint != folder.now[path]:
        raise Indivisible
    if folder.asked is None:
        folder.asked = Asked.of(table, expectations, folder.plan)
        if len(measures_of(folder.asked.cases)) * len(folder.now) > MOST_KEPT:
            raise Indivisible
    folder.kept[path], shown = read(table, path, folder.asked, folder.plan)
    for at, rows in shown.items():
        folder.shown[path, at] = rows


def _results(folder: _Folder, table: Table) -> tuple[ExpectationResult, ...]:
    asked, every = folder.asked, folder.every
    assert asked is not None
    whole = replace(table, memo={"rows": sum(part.rows or 0 for part in every)})
    waived = {position: sum(part.waived.get(str(position), 0) for part in every) for position in asked.cases}
    found = {
        measure: merged(table, measure, [from_json(part.measured[at]) for part in every])
        for at, measure in enumerate(measures_of(asked.cases))
    }
    verdicts: dict[int, Verdict] = verdicts_of(whole, asked.cases, found, waived)
    verdicts |= judge(whole, asked.typed, {}) if asked.typed else {}
    verdicts |= {position: _own(every, str(position), a["mostly"]) for position, (_, a) in asked.own.items()}
    if any(each.failure for each in verdicts.values()):
        raise Indivisible
    return tuple(
        told(folder.plan, given, exact(whole, given, verdicts[position]), _rows(folder, str(position)))
        for position, given in enumerate(asked.expectations)
    )


def _own(every: list[Part], at: str, mostly: Any) -> OwnVerdict:
    rows, missing, failing = (sum(part.own[at][n] for part in every) for n in range(3))
    waived = sum(part.waived.get(at, 0) for part in every)
    success, result = counted(Arguments(mostly=mostly), rows, rows - missing, failing)
    result["unexpected_count"] = failing - waived
    return OwnVerdict(success or failing == waived, result, waived=waived)


def _rows(folder: _Folder, at: str) -> Evidence:
    """The first failing rows of all; raises Indivisible when those of an unchanged part are known no more."""
    rows: list[tuple[Row, Row, str]] = []
    for part in folder.every:
        wanted = min(part.failing.get(at, 0), folder.plan.samples - len(rows))
        if wanted <= 0:
            continue
        known = folder.shown.get((part.path, at), Evidence())
        first = list(zip(known.keys, known.examples, known.hashes, strict=False))[:wanted]
        if len(first) < wanted:
            raise Indivisible
        rows += first
    return Evidence(
        keys=tuple(key for key, _, _ in rows),
        examples=tuple(row for _, row, _ in rows),
        hashes=tuple(held for _, _, held in rows),
    )


def _profile_of_all(folder: _Folder) -> dict[str, Any]:
    with open_table(folder.source) as table:
        if table.fingerprint != folder.fingerprint:
            raise Indivisible
        return profile_of(table, folder.plan.masked_columns).to_dict()


def _state(folder: _Folder, every: list[Part], wanted: list[str], profiled: str) -> dict[str, Any]:
    return {
        "digest": _digest(folder.plan),
        "types": folder.types,
        "parts": [part.to_dict() for part in every],
        "read": wanted,
        "profiled": profiled if len(wanted) == 1 else "",
    }
