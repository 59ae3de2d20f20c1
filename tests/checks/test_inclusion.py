"""Patterns that imply each other: what is claimed holds for every text, and counts stay what they are."""

import re
from pathlib import Path

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checks import FileSource, Plan, run
from checks.automata import Unknown, finder
from checks.inclusion import strictest

ROWS = 60_000
_ATOMS = ["a", "b", "[ab]", "[^a]", ".", r"\d", r"\.", "[a-c1.-]", r"[\w]"]


def patterns() -> st.SearchStrategy[str]:
    atom = st.sampled_from(_ATOMS)
    inner = st.recursive(
        atom,
        lambda each: st.one_of(
            st.tuples(each, each).map("".join),
            st.tuples(each, each).map("({0[0]}|{0[1]})".format),
            st.tuples(each, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}", "+?"])).map(
                lambda pair: f"(?:{pair[0]}){pair[1]}"
            ),
        ),
        max_leaves=5,
    )
    return st.tuples(st.sampled_from(["", "^"]), inner, st.sampled_from(["", "$"])).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(patterns(), min_size=2, max_size=4, unique=True), st.lists(st.text("abc1.-\n é", max_size=8)))
def test_a_text_that_the_strictest_pattern_matches_is_matched_by_all_that_it_implies(
    regexes: list[str], texts: list[str]
) -> None:
    found = strictest(regexes)
    assume(found is not None)
    assert found is not None
    strict, implied = found
    given_texts = [*texts, "", "a", "ab", "abab", "1.1", "aab", "b\n", "\n"]
    rows = duckdb.execute("SELECT unnest(?)", [given_texts]).fetchall()
    assert len(rows) == len(given_texts)
    for text in given_texts:
        if _matches(strict, text):
            assert all(_matches(each, text) for each in implied), text


def _matches(regex: str, text: str) -> bool:
    return bool(duckdb.execute("SELECT regexp_matches(?, ?)", [text, regex]).fetchall()[0][0])


@pytest.mark.parametrize(
    ("strict", "loose"),
    [
        ("^[A-Z]{2}-[0-9]{6}$", "^[A-Z]{2}-[0-9]{6,9}$"),
        (r"^[a-z0-9._]+@[a-z0-9.-]+\.[a-z]{2,60}$", r"@.+\.[a-z]{2,}$"),
        ("^(ab)*$", "^[ab]*$"),
        (r"\d{3}", r"\d+"),
        ("^x", "x"),
    ],
)
def test_one_pattern_is_known_to_imply_another(strict: str, loose: str) -> None:
    assert strictest([loose, strict]) == (strict, [loose, strict])


@pytest.mark.parametrize("pair", [("^a", "a$"), ("^[ab]*$", "^(ab)+$|c"), ("a{2,3}b", "^a"), ("é", "[a-z]")])
def test_of_patterns_that_say_different_things_nothing_is_claimed(pair: tuple[str, str]) -> None:
    assert strictest(pair) is None


@pytest.mark.parametrize(
    "regex", [r"\bword", "(?i)a", "a{,3}", "[[:alpha:]]", r"\pL", "^a|b", "a^b", "(a", "a)", "a**", "(" * 40 + ")" * 40]
)
def test_what_is_not_read_here_is_said_to_be_unknown(regex: str) -> None:
    with pytest.raises(Unknown):
        finder(regex)


def test_many_patterns_on_one_column_count_what_each_alone_counts(tmp_path: Path) -> None:
    value = "CASE WHEN i % 900 = 5 THEN NULL WHEN i % 700 = 3 THEN 'AB-' || i ELSE 'A-' || (1000000 + i) END"
    duckdb.sql(f"COPY (SELECT {value} AS code FROM range({ROWS}) AS t(i)) TO '{tmp_path}/codes.parquet'")
    regexes = ["^[A-Z]-[0-9]{7}$", "^[A-Z]-[0-9]{6,}$", "^[A-Z]+-[0-9]+$", "^AB", "[0-4]$", "^A-1.*"]
    expectations = [
        {"type": "expect_column_values_to_match_regex", "kwargs": {"column": "code", "regex": each, "mostly": 0.5}}
        for each in regexes
    ]
    source = FileSource(str(tmp_path), "codes.parquet", "parquet")
    together = run(Plan(source, {"name": "s", "expectations": expectations})).results
    for regex, one in zip(regexes, together, strict=True):
        failing = [code for (code,) in duckdb.sql(f"FROM '{tmp_path}/codes.parquet'").fetchall() if code is not None]
        failing = [code for code in failing if not re.search(regex, code)]
        assert one.unexpected_count == len(failing)
        assert [row["code"] for row in one.examples] == failing[: len(one.examples)]
        assert len(one.examples) == min(len(failing), 20)
