"""Codes whose letters, digits and signs nearly always stand in the same places."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from checks.nothing import NOTHING
from checks.phrase import joined, percent, tick
from checks.proposal import Column, Facts, Proposal, Rule, expectation

_NEARLY, _RARE, _MOST_SHAPES = 0.8, 0.02, 3
_ENOUGH = 50
_LONGEST, _SELDOM = 40, 1.5
_CODED = 0.9
_RUNS = {"A": "[A-Z]", "a": "[a-z]", "9": "[0-9]"}
Abstract = Callable[[str], str]


def exact(text: str) -> str:
    """AB-12 → AA-99; letters without case, such as 漢, stand for themselves."""
    signs = ("A" if sign.isupper() else "a" if sign.islower() else "9" if sign.isdigit() else sign for sign in text)
    return "".join(signs)


def words_loose(text: str) -> str:
    """Runs of letters of any length are one: AB-12 → A+-99."""
    return re.sub(r"A{2,}|A(?=a)|a{2,}", lambda run: f"{run.group()[0]}+" if len(run.group()) > 1 else "A", exact(text))


def loose(text: str) -> str:
    """All runs are one: AB-12 → A+-9+."""
    return re.sub(r"([Aa9])\1*", r"\1+", exact(text))


_LEVELS: tuple[Abstract, ...] = (exact, words_loose, loose)


def _propose(facts: Facts) -> Iterator[Proposal]:
    for column in facts.texts():
        if facts.taken("numbers", column.name) or not _is_code(column):
            continue
        for level in _LEVELS:
            shapes = _dominant(column, level)
            if shapes:
                facts.take("shapes", column.name)
                yield _proposal(column, shapes)
                break


def _is_code(column: Column) -> bool:
    """Nearly all have a digit, or no small letter and no space; names and sentences have no one shape."""
    if column.filled < _ENOUGH or len(column.texts) < 2:
        return False
    digits = column.rows_of(lambda text: any(sign.isdigit() for sign in text) and len(text) <= _LONGEST)
    codes = column.rows_of(lambda text: len(text) <= _LONGEST and not re.search(r"[a-z\s]", text))
    return max(digits, codes) >= _CODED * column.filled


def _dominant(column: Column, level: Abstract) -> Counter[str]:
    """The few shapes that nearly all values have; empty when there are none such, or they differ in lengths alone."""
    shapes: Counter[str] = Counter()
    for text, n in zip(column.texts, column.counts, strict=True):
        shapes[level(text)] += int(n)
    top = max(shapes.values())
    common = Counter({shape: n for shape, n in shapes.items() if n >= max(_RARE * column.filled, 5, top / 10)})
    covered = sum(common.values()) / column.filled
    if _has_its_own(column, level, common):
        return Counter()
    settled = 0 < len(common) <= _MOST_SHAPES and covered >= _NEARLY
    return common if settled and not _differ_in_length(common, shapes, column.filled) else Counter()


def _has_its_own(column: Column, level: Abstract, common: Counter[str]) -> bool:
    """One value of another shape that is frequent is a value of its own, and no slip; nor are many that repeat."""
    limit = max(_RARE * column.filled, 5)
    frequent = [column.texts[at] for at in np.flatnonzero(column.counts > limit)]
    return any(level(text) not in common and not NOTHING.match(text) for text in frequent) or _repeat(
        column, level, common
    )


def _repeat(column: Column, level: Abstract, common: Counter[str]) -> bool:
    """Values of other shapes come again nearly as often as the usual ones: slips seldom do."""
    usual = np.array([level(text) in common for text in column.texts])
    if usual.all() or not usual.any():
        return False
    return bool(column.counts[~usual].mean() > max(_SELDOM, column.counts[usual].mean() / 2))


def _differ_in_length(common: Counter[str], shapes: Counter[str], filled: int) -> bool:
    """Two of the common shapes, or one of them and not a few others, are the same with runs of another length."""
    runs = Counter(re.sub(r"([Aa9])\1*\+?", r"\1", shape) for shape in common)
    others = sum(
        n for shape, n in shapes.items() if shape not in common and re.sub(r"([Aa9])\1*\+?", r"\1", shape) in runs
    )
    return max(runs.values(), default=0) > 1 or others >= _RARE * filled


def _proposal(column: Column, shapes: Counter[str]) -> Proposal:
    share = sum(shapes.values()) / column.filled
    named = joined([f'"{shape}"' for shape, _ in shapes.most_common()], "or")
    regex = f"^({'|'.join(map(pattern, shapes))})$"
    return Proposal(
        expectation("column_values_to_match_regex", column=column.name, regex=regex),
        f"{percent(round(share, 4))} of {tick(column.name)} look like {named} (A, a letter; 9, a digit).",
        0.85 if share < 1 else 0.8,
    )


def pattern(shape: str) -> str:
    """The regular expression of a shape, as RE2 and PostgreSQL read it."""
    parts = []
    for run in re.finditer(r"([Aa9])(\+)|([Aa9])\3*|(.)", shape, re.DOTALL):
        if run.group(2):
            parts.append(f"{_RUNS[run.group(1)]}+")
        elif run.group(3):
            many = len(run.group())
            parts.append(_RUNS[run.group(3)] + (f"{{{many}}}" if many > 1 else ""))
        else:
            parts.append("[$]" if run.group() == "$" else re.escape(run.group()))
    return "".join(parts)


RULE = Rule("shapes", _propose, order=2, most=0.22)
