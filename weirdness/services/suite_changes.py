"""What changed between two versions of a suite, in sentences. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import checks
from weirdness.services.suite_parts import Document, mark, stage_of

Pair = tuple[Document, Document]


@dataclass(frozen=True)
class Change:
    """`kind`: added, removed, changed, moved or suite; `before` → `after` in words, "" where there is none."""

    kind: str
    before: str = ""
    after: str = ""


def changes(old: Document | None, new: Document) -> list[Change]:
    """From one version to the next; from None (there was none) everything was added."""
    before = list(old["expectations"]) if old else []
    after = list(new["expectations"])
    pairs = _pairs(before, after)
    kept_before, kept_after = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    found = [Change("added", after=checks.sentence(each)) for each in after if id(each) not in kept_after]
    found += [Change("removed", before=checks.sentence(each)) for each in before if id(each) not in kept_before]
    for one, other in pairs:
        found += _changed(one, other)
    if _is_reordered(pairs, before, after):
        found.append(Change("moved", after="The order of the expectations"))
    return found + (_suite(old, new) if old else [])


def _pairs(before: list[Document], after: list[Document]) -> list[Pair]:
    """Which of the new is which of the old: by equality, then by GX's id, then by what is asked, then by place."""
    pairs: list[Pair] = []
    for same in (mark, _own_id, checks.identity):
        done = {id(each) for pair in pairs for each in pair}
        left: dict[str, list[Document]] = {}
        for each in before:
            if id(each) not in done and (key := same(each)):
                left.setdefault(key, []).append(each)
        for each in after:
            if id(each) not in done and (waiting := left.get(same(each))):
                pairs.append((waiting.pop(0), each))
    return pairs


def _own_id(expectation: Document) -> str:
    return str(expectation.get("id") or "")


def _changed(old: Document, new: Document) -> Iterator[Change]:
    if old == new:
        return
    before, after = checks.sentence(old), checks.sentence(new)
    if before != after:
        yield Change("changed", before, after)
    for name, was, now in _aspects(old, new):
        if was != now:
            yield Change("changed", f"{after}: {name} {was}", f"{name} {now}")
    if before == after and all(was == now for _, was, now in _aspects(old, new)):
        yield Change("changed", after=f"{after}: details in its JSON")


def _aspects(old: Document, new: Document) -> list[tuple[str, Any, Any]]:
    return [
        ("severity", severity_of(old), severity_of(new)),
        ("stage", stage_of(old), stage_of(new)),
        ("note", _note(old), _note(new)),
    ]


def severity_of(expectation: Document) -> str:
    """Its own; Great Expectations takes critical where none is said."""
    return str(expectation.get("severity") or "critical")


def note_of(expectation: Document) -> str:
    """Great Expectations keeps a note beside the arguments; older suites in the meta. A list is its lines."""
    meta = expectation.get("meta")
    found = expectation.get("notes") or (meta.get("notes") if isinstance(meta, dict) else "")
    if isinstance(found, dict):
        found = found.get("content")
    if isinstance(found, list):
        found = "\n".join(map(str, found))
    return str(found or "")


def _note(expectation: Document) -> str:
    return f"“{found}”" if (found := note_of(expectation)) else "none"


def _is_reordered(pairs: list[Pair], before: list[Document], after: list[Document]) -> bool:
    old = {id(each): at for at, each in enumerate(before)}
    new = {id(each): at for at, each in enumerate(after)}
    places = [old[id(one)] for one, _ in sorted(pairs, key=lambda pair: new[id(pair[1])])]
    return places != sorted(places)


def _suite(old: Document, new: Document) -> list[Change]:
    found = []
    if old.get("name") != new.get("name"):
        found.append(Change("suite", f"Its name was {old.get('name')}", str(new.get("name"))))
    names = sorted((set(old) | set(new)) - {"name", "expectations"})
    if other := [name for name in names if old.get(name) != new.get(name) or (name in old) != (name in new)]:
        found.append(Change("suite", after=f"What is said of the suite as a whole: {', '.join(other)}"))
    return found


def told(found: list[Change], most: int = 200) -> str:
    """One line for the list of versions: what changed, shortened."""
    words = {"added": "added", "removed": "removed", "changed": "changed", "moved": "reordered", "suite": "changed"}
    parts = [f"{words[each.kind]}: {(each.after or each.before).replace('`', '')}" for each in found]
    text = "; ".join(parts) or "nothing changed"
    return text if len(text) <= most else f"{text[: most - 1]}…"
