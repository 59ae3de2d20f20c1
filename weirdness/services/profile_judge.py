"""Would an expectation have passed? Answered from a profile (see checks.profile) where a profile says enough. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import checks
from checks.kind import Arguments
from checks.phrase import plain, span
from checks.profile import LONGEST_SHOWN
from checks.words import arguments_of

Document = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """`passes` is None when the profile does not say; `observed` in a few words."""

    passes: bool | None
    observed: str = ""


UNKNOWN = Verdict(None)


def judge(expectation: Document, profile: Document) -> Verdict:
    """From a profile's document: exact where it answers, else unknown."""
    known, a = JUDGES.get(str(expectation.get("type"))), arguments_of(expectation)
    if known is None or set(a) - set(checks.KINDS[expectation["type"]].arguments) or a["where"]:
        return UNKNOWN
    column = profile.get("columns", {}).get(a["column"]) if a["column"] else {}
    if column is None or column.get("masked"):
        return UNKNOWN
    return known(a, {"rows": profile["row_count"], **column, "profile": profile})


def _share(a: Arguments, failing: int, of: int, what: str) -> Verdict:
    """Great Expectations' own rule: the share of rows that pass is at least `mostly`; of nothing it passes."""
    passes = failing == 0 or (of - failing) / of >= (1 if a["mostly"] is None else a["mostly"])
    return Verdict(passes, f"{plain(failing)} of {plain(of)} {what}" if failing else "none failed")


def _filled(a: Arguments, c: Document) -> Verdict:
    return _share(a, c["nulls"], c["rows"], "were empty")


def _empty(a: Arguments, c: Document) -> Verdict:
    return _share(a, c["rows"] - c["nulls"], c["rows"], "were filled in")


def _range(a: Arguments, c: Document) -> Verdict:
    """The ends say whether all values lie inside; how many lie outside they don't say."""
    if c["least"] is None:
        return UNKNOWN
    ends = [_inside(a, c["least"]), _inside(a, c["most"])]
    if None in ends or (not all(ends) and a["mostly"] not in (None, 1)):
        return UNKNOWN
    return Verdict(all(ends), f"from {plain(c['least'])} to {plain(c['most'])}")


def _inside(a: Arguments, value: Any) -> bool | None:
    for bound, strict, is_least in (("min_value", "strict_min", True), ("max_value", "strict_max", False)):
        if a[bound] is None:
            continue
        order = _order(value, a[bound])
        if order is None:
            return None
        if (order == 0 and a[strict]) or (order < 0 if is_least else order > 0):
            return False
    return True


def _order(value: Any, bound: Any) -> int | None:
    """Below, equal or above; None for what can't be compared."""
    if isinstance(value, str) and isinstance(bound, str):
        try:
            value, bound = datetime.fromisoformat(value), datetime.fromisoformat(bound)
        except ValueError:
            return None
        if (value.tzinfo is None) != (bound.tzinfo is None):
            return None
    elif isinstance(value, str) or isinstance(bound, str):
        return None
    return int(value > bound) - int(value < bound)


def _in_set(wanted: bool) -> Callable[[Arguments, Document], Verdict]:
    def known(a: Arguments, c: Document) -> Verdict:
        filled = c["rows"] - c["nulls"]
        cut = any(isinstance(value, str) and len(value) >= LONGEST_SHOWN for value, _ in c["top"])
        if cut or sum(count for _, count in c["top"]) != filled:
            return UNKNOWN
        failing = sum(count for value, count in c["top"] if (value in a["value_set"]) is not wanted)
        return _share(a, failing, filled, "were others" if wanted else "were among them")

    return known


def _unique(a: Arguments, c: Document) -> Verdict:
    filled = c["rows"] - c["nulls"]
    if c["approximate"] or a["mostly"] not in (None, 1):
        return UNKNOWN
    return Verdict(c["distinct"] == filled, f"{plain(c['distinct'])} different of {plain(filled)}")


def _figure(of: Callable[[Document], Any]) -> Callable[[Arguments, Document], Verdict]:
    def known(a: Arguments, c: Document) -> Verdict:
        value = of(c)
        inside = None if value is None else _inside(a, value)
        return UNKNOWN if inside is None else Verdict(inside, f"{plain(value)}, asked was {span(a)}")

    return known


def _exactly(of: Callable[[Document], int]) -> Callable[[Arguments, Document], Verdict]:
    return lambda a, c: Verdict(of(c) == a["value"], plain(of(c)))


def _distinct(c: Document) -> Any:
    return None if c["approximate"] else c["distinct"]


def _lengths(a: Arguments, c: Document) -> Verdict:
    text = c["text"]
    if not text or c["sampled"]:
        return UNKNOWN
    return _range(a, {"least": text["shortest"], "most": text["longest"]})


JUDGES: dict[str, Callable[[Arguments, Document], Verdict]] = {
    "expect_column_values_to_not_be_null": _filled,
    "expect_column_values_to_be_null": _empty,
    "expect_column_values_to_be_between": _range,
    "expect_column_values_to_be_in_set": _in_set(True),
    "expect_column_values_to_not_be_in_set": _in_set(False),
    "expect_column_values_to_be_unique": _unique,
    "expect_column_value_lengths_to_be_between": _lengths,
    "expect_column_min_to_be_between": _figure(lambda c: c["least"]),
    "expect_column_max_to_be_between": _figure(lambda c: c["most"]),
    "expect_column_mean_to_be_between": _figure(lambda c: c["mean"]),
    "expect_column_unique_value_count_to_be_between": _figure(_distinct),
    "expect_column_proportion_of_non_null_values_to_be_between": _figure(
        lambda c: (c["rows"] - c["nulls"]) / c["rows"] if c["rows"] else None
    ),
    "expect_table_row_count_to_be_between": _figure(lambda c: c["rows"]),
    "expect_table_row_count_to_equal": _exactly(lambda c: c["rows"]),
    "expect_table_column_count_to_be_between": _figure(lambda c: len(c["profile"]["columns"])),
    "expect_table_column_count_to_equal": _exactly(lambda c: len(c["profile"]["columns"])),
}
