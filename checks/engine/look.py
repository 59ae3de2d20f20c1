"""The operations that say what a table looks like, what it should hold, and what changed in it."""

from typing import Any

from checks.changes import changes
from checks.engine.profile import profile_of
from checks.engine.suggest import MOST, suggest
from checks.engine.table import open_table
from checks.specs import Found, Source


def profiled(payload: dict[str, Any]) -> Found:
    """{source, masked_columns, label} → the dict of a checks.profile.Profile."""
    with open_table(Source.from_dict(payload["source"])) as table:
        masked = tuple(payload.get("masked_columns") or ())
        return Found(profile_of(table, masked, str(payload.get("label") or "")).to_dict())


def suggested(payload: dict[str, Any]) -> Found:
    """{source, key_columns, masked_columns, most} → {"proposals": [dicts of Proposal, the surest first], "rows"}."""
    source = Source.from_dict(payload["source"])
    keys, masked = (tuple(payload.get(name) or ()) for name in ("key_columns", "masked_columns"))
    with open_table(source) as table:
        found = suggest(table, source, keys, masked, int(payload.get("most") or MOST))
        return Found({"proposals": [each.to_dict() for each in found], "rows": table.row_count})


def changed(payload: dict[str, Any]) -> Found:
    """{history, newest} → {"changes": [the dict of a Change, …], "newest"}.

    `history`: dicts of profiles, the oldest first; without `newest`, the source is profiled as `profiled` does.
    """
    newest = payload.get("newest") or profiled(payload).content
    return Found({"changes": [each.to_dict() for each in changes(payload["history"], newest)], "newest": newest})
