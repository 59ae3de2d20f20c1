"""Columns that change alike are one change."""

from collections.abc import Sequence
from dataclasses import replace

from checks.changes.change import Change
from checks.changes.nulls import per_cent
from checks.phrase import joined, ticks
from checks.profile import Profile

_ORDER = ("schema", "type", "volume", "nulls", "together", "new values", "distribution", "freshness")


def grouped(found: Sequence[Change], now: Profile) -> list[Change]:
    """One change per kind and likeness; what another change of the same column explains is left out."""
    kept = _together([each for each in found if not _explained(each, found)], now)
    groups: dict[tuple[str, str], list[Change]] = {}
    for each in kept:
        groups.setdefault((each.kind, each.alike), []).append(each)
    merged = [_merged(each) for each in groups.values()]
    return sorted(merged, key=lambda each: (-each.strength, _ORDER.index(each.kind)))


def _explained(change: Change, found: Sequence[Change]) -> bool:
    """Another share of a value is no news beside new values, other nulls or another type of the column."""
    return change.kind in ("distribution", "new values") and any(
        _ORDER.index(other.kind) < _ORDER.index(change.kind) and set(change.columns) <= set(other.columns)
        for other in found
    )


def _together(found: list[Change], now: Profile) -> list[Change]:
    """Columns whose nulls changed and that miss in the same rows are told as one."""
    for group in now.together:
        alike = [each for each in found if each.kind == "nulls" and each.columns[0] in group.columns]
        if len(alike) > 1:
            columns = tuple(each.columns[0] for each in alike)
            sentence = (
                f"{ticks(list(columns))} are missing together, in {per_cent(group.rows / now.row_count)} of the rows"
            )
            before = {each.sentence.partition("; before, it was ")[2] for each in alike}
            sentence += f"; before, they were {before.pop()}" if len(before) == 1 else ""
            strongest = max(alike, key=lambda each: each.strength)
            one = replace(strongest, kind="together", columns=columns, sentence=sentence, alike=" ".join(columns))
            found = [*(each for each in found if each not in alike), one]
    return found


def _merged(alike: list[Change]) -> Change:
    if len(alike) == 1:
        return alike[0]
    strongest = max(alike, key=lambda each: each.strength)
    columns = tuple(dict.fromkeys(name for each in alike for name in each.columns))
    return replace(strongest, columns=columns, sentence=_sentence(alike, columns))


def _sentence(alike: list[Change], columns: tuple[str, ...]) -> str:
    """Nulls that changed alike are said once; other changes one after the other."""
    if alike[0].kind != "nulls":
        return joined([each.sentence for each in alike]) if len(alike) < 3 else "; ".join(e.sentence for e in alike)
    rest = alike[0].sentence.partition("` ")[2].replace("is ", "are ", 1).replace("it was", "they were")
    return f"{ticks(list(columns))} {rest}"
