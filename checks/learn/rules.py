"""Rules: expectations that could tell right from wrong in a column, each with the rows that it finds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from checks.learn.columns import Column, Flags, Floats, Ints
from checks.learn.shapes import ending, shape, signs, skeleton
from checks.learn.signals import Looked
from checks.spelling import TIMES

MOST_LISTED, MOST_FORBIDDEN = 60, 50
_RARE = 0.005
_RUN = re.compile(r"Aa|aA|a…|A|a|9+|.", re.DOTALL)
_LETTERS = {"a": "[a-z]+", "A": "[A-Z]+", "Aa": "[A-Z][a-z]+", "aA": "[A-Za-z]+"}


@dataclass(frozen=True)
class Rule:
    """`finds`: (rows,) where the expectation fails. `general`: 0..1, how well it will hold for values not yet seen."""

    expectation: dict[str, Any]
    finds: Flags
    general: float


@dataclass(frozen=True)
class Guess:
    """A column, what it holds in the source's own words, and the chance (rows,) that each of its cells is wrong."""

    looked: Looked
    logical: str
    chances: Floats

    @property
    def column(self) -> Column:
        return self.looked.column

    @property
    def right_rows(self) -> Ints:
        """(distinct,) rows of each text that are thought to be right."""
        return np.bincount(self.column.codes, weights=self.chances <= 0.5, minlength=len(self.column.texts)).astype(int)


def rules(guess: Guess, columns: list[Column]) -> Iterator[Rule]:
    """Every rule worth trying for a column."""
    yield _rule(guess, "not_be_null", ~guess.column.filled, 1.0)
    if guess.logical == "text":
        yield from _patterns(guess)
        yield from _strangers(guess)
        yield _rule(guess, "not_be_misspelt", guess.looked.likeness.misspelt(TIMES), 0.9)
        yield from _lengths(guess)
    if guess.logical in ("integer", "number"):
        yield from _range(guess)
    if guess.logical in ("text", "integer"):
        yield from _listed(guess)
    yield from _followers(guess, columns)


def _rule(guess: Guess, kind: str, texts: Flags, general: float, **kwargs: Any) -> Rule:
    """A rule that fails for some of the distinct texts."""
    named = {"column": guess.column.name, **kwargs}
    return Rule({"type": f"expect_column_values_to_{kind}", "kwargs": named}, texts[guess.column.codes], general)


def _patterns(guess: Guess) -> Iterator[Rule]:
    """Everything is written in one of the ways in which right values are."""
    for kind, most, general in ((skeleton, 3, 0.8), (shape, 2, 0.8), (skeleton, 8, 0.6)):
        rows: dict[str, int] = {}
        for text, right in zip(guess.column.texts, guess.right_rows.tolist(), strict=True):
            if text and right:
                rows[kind(text)] = rows.get(kind(text), 0) + right
        kept = [each for each, count in rows.items() if count >= _RARE * sum(rows.values())]
        regex = f"^(?:{'|'.join(pattern(each, kind is skeleton) for each in sorted(kept))})$"
        if 0 < len(kept) <= most and len(regex) <= 400 and regex.isascii():
            yield _matching(guess, regex, "match_regex", general)


def pattern(written: str, loosely: bool) -> str:
    """A shape or skeleton as a regular expression; `loosely`: runs of any length and case."""
    parts = []
    for run in _RUN.findall(written):
        if run == "a…":
            parts.append("[A-Za-z]+(?: [A-Za-z]+)+")
        elif run in _LETTERS:
            parts.append("[A-Za-z]+" if loosely else _LETTERS[run])
        elif run[0] == "9":
            parts.append("[0-9]+" if loosely else f"[0-9]{{{len(run)}}}" if len(run) > 1 else "[0-9]")
        else:
            parts.append(re.escape(run) if run in ".^$*+?{}[]|()\\" else run)
    return "".join(parts)


def _matching(guess: Guess, regex: str, kind: str, general: float) -> Rule:
    compiled = re.compile(regex)
    matches = np.array([bool(compiled.search(text)) for text in guess.column.texts])
    failing = matches if kind == "not_match_regex" else ~matches
    return _rule(guess, kind, failing & guess.column.filled, general, regex=regex)


def _strangers(guess: Guess) -> Iterator[Rule]:
    """Nothing holds a sign, or ends in a unit, that only wrong values have."""
    wrong = [text for text, right in zip(guess.column.texts, guess.right_rows.tolist(), strict=True) if not right]
    held = {sign for text in wrong for sign in signs(text) if len(sign) == 1 and sign.isprintable()}
    units = {ending(text) for text in wrong} - {""}
    for sign in sorted(held):
        yield _matching(guess, re.escape(sign) if sign in ".^$*+?{}[]|()\\" else sign, "not_match_regex", 0.7)
    for unit in sorted(units):
        if unit.isascii():
            yield _matching(guess, f"(?i)[^a-z]{re.escape(unit)}\\s*$", "not_match_regex", 0.7)
    yield _matching(guess, r"^\s|\s$|\s\s", "not_match_regex", 0.9)


def _lengths(guess: Guess) -> Iterator[Rule]:
    lengths = np.array([len(text) for text in guess.column.texts])
    right = lengths[(guess.right_rows > 0) & guess.column.filled]
    if len(right):
        low, high = int(right.min()), int(right.max())
        outside = ((lengths < low) | (lengths > high)) & guess.column.filled
        bounds = {"column": guess.column.name, "min_value": low, "max_value": high}
        told = {"type": "expect_column_value_lengths_to_be_between", "kwargs": bounds}
        yield Rule(told, outside[guess.column.codes], 0.5)


def _range(guess: Guess) -> Iterator[Rule]:
    numbers = guess.column.numbers
    right = numbers[(guess.right_rows > 0) & ~np.isnan(numbers)]
    if len(right):
        low, high = float(right.min()), float(right.max())
        bounds = {"min_value": _whole(low), "max_value": _whole(high)}
        yield _rule(guess, "be_between", (numbers < low) | (numbers > high), 0.8, **bounds)


def _whole(number: float) -> int | float:
    return int(number) if number.is_integer() else number


def _listed(guess: Guess) -> Iterator[Rule]:
    """The values are the known ones."""
    texts, right = guess.column.texts, guess.right_rows
    known = (right > 0) & guess.column.filled
    if 0 < known.sum() <= MOST_LISTED and right[known].mean() >= 5:
        values = [_typed(guess, texts[at]) for at in np.flatnonzero(known)]
        yield _rule(guess, "be_in_set", ~known & guess.column.filled, 0.7, value_set=values)


def forbidden(guess: Guess) -> Iterator[Rule]:
    """None of the values that are thought to be wrong occurs: it says nothing of values not yet seen."""
    texts, wrong = guess.column.texts, (guess.right_rows == 0) & guess.column.filled
    if guess.logical not in ("text", "integer"):
        return
    if 0 < wrong.sum() <= MOST_FORBIDDEN:
        values = [_typed(guess, texts[at]) for at in np.flatnonzero(wrong)]
        yield _rule(guess, "not_be_in_set", wrong, 0.1, value_set=values)


def _typed(guess: Guess, text: str) -> str | int:
    return int(text) if guess.logical == "integer" else text


def _followers(guess: Guess, columns: list[Column]) -> Iterator[Rule]:
    """Rows that are equal in another column agree."""
    for by in sorted(set(guess.looked.dissent.by.tolist()) - {-1}):
        told = {"column": guess.column.name, "determinant": columns[by].name}
        finds = odd_ones_out(columns[by], guess.column)
        yield Rule({"type": "expect_column_values_to_follow_from_column", "kwargs": told}, finds, 0.9)


def odd_ones_out(by: Column, of: Column) -> Flags:
    """(rows,) where at most a third of the rows with the same value in `by` agree, and two thirds on another."""
    pairs, place, counts = np.unique(by.codes * len(of.texts) + of.codes, return_inverse=True, return_counts=True)
    sizes, largest = np.bincount(by.codes, minlength=len(by.texts)), np.zeros(len(by.texts))
    np.maximum.at(largest, pairs // len(of.texts), counts)
    clear = (sizes > 2) & (largest * 3 >= sizes * 2) & by.filled
    return np.asarray(clear[by.codes] & (counts[place] * 3 <= sizes[by.codes]))
