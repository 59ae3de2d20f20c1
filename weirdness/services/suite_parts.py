"""One change to a suite's document at a time: pure, and everything that is not meant stays as it is."""

import json
from copy import deepcopy
from hashlib import sha256
from typing import Any

Document = dict[str, Any]
OURS = "weirdness"  # our name in the meta of an expectation
STAGES = ("live", "shadow", "review")


def stage_of(expectation: Document) -> str:
    """`shadow`: it is tried out and tells nobody; `review`: somebody must look at it; else `live`."""
    stage = _ours(expectation).get("stage")
    return stage if stage in STAGES else "live"


def issue_of(expectation: Document) -> int | None:
    """The issue that it was made from."""
    number = _ours(expectation).get("issue")
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def reviewed_at(expectation: Document) -> str:
    """When a person last put it back to live, as ISO text; "" if never."""
    return str(_ours(expectation).get("reviewed_at") or "")


def _ours(expectation: Document) -> Document:
    meta = expectation.get("meta")
    ours = meta.get(OURS) if isinstance(meta, dict) else None
    return ours if isinstance(ours, dict) else {}


def with_ours(expectation: Document, **said: Any) -> Document:
    """The expectation with our words in its meta; None takes a word away. Everybody else's meta stays."""
    ours = {name: value for name, value in {**_ours(expectation), **said}.items() if value is not None}
    given = expectation.get("meta")
    meta = {**given} if isinstance(given, dict) else {}
    meta.pop(OURS, None)
    return {**expectation, "meta": {**meta, OURS: ours} if ours else meta}


def staged(expectation: Document, stage: str) -> Document:
    return with_ours(expectation, stage=None if stage == "live" else stage)


def mark(expectation: Document) -> str:
    """A short name of what an expectation says now, to find it again after others changed the suite."""
    return sha256(json.dumps(expectation, sort_keys=True).encode()).hexdigest()[:16]


def position_of(document: Document, wanted: str) -> int | None:
    """Where the expectation of this mark stands, from 0; None when it is gone or was changed."""
    marks = [mark(each) for each in document["expectations"]]
    return marks.index(wanted) if wanted in marks else None


def added(document: Document, expectation: Document) -> Document:
    return {**document, "expectations": [*document["expectations"], expectation]}


def replaced(document: Document, at: int, expectation: Document) -> Document:
    changed = list(document["expectations"])
    changed[at] = expectation
    return {**document, "expectations": changed}


def removed(document: Document, at: int) -> Document:
    return {**document, "expectations": [each for n, each in enumerate(document["expectations"]) if n != at]}


def moved(document: Document, at: int, by: int) -> Document:
    """One step up (-1) or down (1); at the ends it stays."""
    changed = deepcopy(document["expectations"])
    to = min(max(at + by, 0), len(changed) - 1)
    changed.insert(to, changed.pop(at))
    return {**document, "expectations": changed}
