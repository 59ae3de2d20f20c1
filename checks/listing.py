"""What a place holds, for people to choose from."""

from typing import Any

MOST_ENTRIES = 1_000
_BLANK = {"name": "", "kind": "", "size": None, "modified": None, "format": "", "rows": None, "comment": ""}


def listed(entries: list[dict[str, Any]], note: str = "") -> dict[str, Any]:
    """Every entry with every field, at most 1,000; a note says when that is not all."""
    if len(entries) > MOST_ENTRIES:
        note = f"{note} Only the first {MOST_ENTRIES:,} of {len(entries):,} are listed.".strip()
    return {"entries": [{**_BLANK, **each} for each in entries[:MOST_ENTRIES]], "note": note}
