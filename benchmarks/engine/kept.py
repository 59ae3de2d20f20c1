"""What was measured, kept as JSON beside the tables, so that a part can be renewed without the rest."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.engine.measure import Measured
from benchmarks.engine.peer import Finding
from benchmarks.engine.places import cache

Part = dict[str, Measured]


def save(rows: int, name: str, part: Part) -> None:
    """Put `part` (peer → measured) under its name for tables of `rows` rows, over what it renews."""
    every = _read(rows)
    every[name] = every.get(name, {}) | {peer: asdict(each) for peer, each in part.items()}
    _path(rows).parent.mkdir(parents=True, exist_ok=True)
    _path(rows).write_text(json.dumps(every, indent=1))


def load(rows: int) -> dict[str, Part]:
    """Part → peer → measured, of all that was kept for `rows` rows."""
    return {name: {peer: _measured(each) for peer, each in part.items()} for name, part in _read(rows).items()}


def _measured(given: dict[str, Any]) -> Measured:
    findings = given.pop("findings") or {}
    return Measured(findings={name: Finding(**each) for name, each in findings.items()}, **given)


def _read(rows: int) -> dict[str, Any]:
    return json.loads(_path(rows).read_text()) if _path(rows).exists() else {}


def _path(rows: int) -> Path:
    return cache() / f"measured-{rows}.json"
