"""The team's reference vectors, when they lie beside the repository; users of the project don't have them."""

import json
from pathlib import Path
from typing import Any

import pytest

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference"


def rows(name: str) -> dict[str, dict[str, Any]]:
    """The rows of one reference file by id; skips, saying so, where the file is not there."""
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the reference vectors ({name}) are not beside this repository")
    return {row["id"]: row for row in json.loads(path.read_text(encoding="utf-8"))}
