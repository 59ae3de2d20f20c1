"""What a place holds, for people to choose from."""

import json
from typing import Any

MOST_ENTRIES = 2_000
MOST_TEXT = 700_000  # characters of JSON, so that an answer fits
LONGEST_COMMENT = 300
_BLANK = {"name": "", "kind": "", "size": None, "modified": None, "format": "", "rows": None, "comment": ""}


def listed(entries: list[dict[str, Any]], note: str = "") -> dict[str, Any]:
    """Every entry with every field, at most 2,000; a note says when that is not all."""
    shown = [_whole(each) for each in entries[:MOST_ENTRIES]]
    while len(json.dumps(shown)) > MOST_TEXT:
        shown = shown[: len(shown) // 2]
    if len(shown) < len(entries):
        note = f"{note} Only the first {len(shown):,} of {len(entries):,} are listed.".strip()
    return {"entries": shown, "note": note}


def _whole(entry: dict[str, Any]) -> dict[str, Any]:
    comment = str(entry.get("comment") or "")
    return {
        **_BLANK,
        **entry,
        "comment": f"{comment[:LONGEST_COMMENT]}…" if len(comment) > LONGEST_COMMENT else comment,
    }
