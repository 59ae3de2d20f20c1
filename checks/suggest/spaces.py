"""Texts with spaces around them, broken letters, and a second way to say "nothing"."""

import re
from collections.abc import Iterator

from checks.nothing import NOTHING
from checks.phrase import joined, tick
from checks.proposal import Column, Facts, Proposal, Rule, expectation

_PADDED = re.compile(r"^\s|\s$")
BROKEN = "Ã[\x80-\xbf¡-¿]|Â[\x80-\xbf¡-¿]|â€|\ufffd"
_BROKEN = re.compile(BROKEN)
_FEW, _HALF = 0.2, 0.5
_RARER, _MOST_LISTED = 5, 200


def _propose(facts: Facts) -> Iterator[Proposal]:
    for column in facts.texts():
        if 0 < column.rows_of(lambda text: bool(_PADDED.search(text))) <= _HALF * column.filled:
            yield Proposal(
                expectation("column_values_to_not_match_regex", column=column.name, regex=r"^\s|\s$"),
                f"Some {tick(column.name)} begin or end with a space.",
                0.8,
            )
        if 0 < column.rows_of(lambda text: bool(_BROKEN.search(text))) <= _HALF * column.filled:
            yield Proposal(
                expectation("column_values_to_not_match_regex", column=column.name, regex=BROKEN),
                f"Some {tick(column.name)} hold broken letters, such as Ã¤ for ä: read in a wrong encoding.",
                0.9,
            )
        yield from _nothing(facts, column)
        yield from _variants(column)


def _nothing(facts: Facts, column: Column) -> Iterator[Proposal]:
    """Words for a missing value are no error by themselves, but beside empty fields they are a second way to say it."""
    words = {text: int(n) for text, n in zip(column.texts, column.counts, strict=True) if NOTHING.match(text)}
    many, rows = sum(words.values()), len(column.codes)
    if not words or many > _FEW * rows:
        return
    empty = column.profile.nulls
    if (empty > 0 and many <= empty) or (not empty and many <= 0.02 * rows) or len(words) > 1:
        named = joined([f'"{text}"' for text in sorted(words)[:4]])
        other = "where other rows are empty" if empty else "where nearly all rows hold a value"
        yield Proposal(
            expectation("column_values_to_not_be_in_set", column=column.name, value_set=sorted(words)),
            f"{tick(column.name)} says {named}, {other}.",
            0.75,
        )


def _variants(column: Column) -> Iterator[Proposal]:
    """Values that a much more frequent one equals but for case and inner spaces."""
    best: dict[str, int] = {}
    for at, text in enumerate(column.texts):
        key = re.sub(r"\s+", " ", text.strip()).lower()
        best[key] = max(best.get(key, at), at, key=lambda place: int(column.counts[place]))
    rare = [
        text
        for at, text in enumerate(column.texts)
        for key in [re.sub(r"\s+", " ", text.strip()).lower()]
        if at != best[key] and column.counts[at] * _RARER <= column.counts[best[key]]
    ]
    if rare and len(rare) <= _MOST_LISTED:
        yield Proposal(
            expectation("column_values_to_not_be_in_set", column=column.name, value_set=sorted(rare)),
            f'Some {tick(column.name)} differ from a frequent one only in case or spaces, such as "{rare[0][:60]}".',
            0.8,
        )


RULE = Rule("spaces", _propose, order=5, most=_HALF)
