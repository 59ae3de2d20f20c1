import json

import pytest

from checks import KINDS, advice, identity, sentence


def expectation(kind, **kwargs):
    return {"type": f"expect_{kind}", "kwargs": kwargs}


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Every `dep_time` is filled in", expectation("column_values_to_not_be_null", column="dep_time")),
        (
            "`sex` is filled in for at least 95 % of rows",
            expectation("column_values_to_not_be_null", column="sex", mostly=0.95),
        ),
        (
            "`seats` is between 1 and 450",
            expectation("column_values_to_be_between", column="seats", min_value=1, max_value=450.0),
        ),
        (
            "`speed` is more than 0",
            expectation("column_values_to_be_between", column="speed", min_value=0, strict_min=True),
        ),
        (
            "`origin` is one of EWR, JFK or LGA",
            expectation("column_values_to_be_in_set", column="origin", value_set=["EWR", "JFK", "LGA"]),
        ),
        (
            "The combination of `year` and `tailnum` occurs only once",
            expectation("compound_columns_to_be_unique", column_list=["year", "tailnum"]),
        ),
        ("There are exactly 336,776 rows", expectation("table_row_count_to_equal", value=336776)),
        ("Values to be nice (unknown)", expectation("values_to_be_nice")),
    ],
)
def test_an_expectation_is_told_in_plain_english(said, asked):
    assert sentence(asked) == said


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_an_identity_and_advice_even_without_its_arguments(kind):
    bare = {"type": kind}
    assert len(sentence(bare)) > 10
    assert advice(bare).endswith((".", "?"))
    assert json.loads(identity(bare)) == {"type": kind, "column": ""}


@pytest.mark.parametrize("kind", KINDS)
def test_thresholds_and_value_lists_are_no_part_of_the_identity(kind):
    odd = dict.fromkeys(KINDS[kind].thresholds, 3) | {"column": "a"}
    one = {"type": kind, "kwargs": odd, "severity": "info", "meta": {"by": "me"}, "id": "x"}
    assert json.loads(identity(one)) == {"type": kind, "column": "a"}


def test_another_column_or_pattern_is_another_question():
    one = expectation("column_values_to_match_regex", column="a", regex="^N")
    other = expectation("column_values_to_match_regex", column="a", regex="^M")
    elsewhere = expectation("column_values_to_match_regex", column="b", regex="^N")
    assert len({identity(each) for each in (one, other, elsewhere)}) == 3


def test_the_order_of_a_list_of_columns_makes_no_other_question():
    one = expectation("compound_columns_to_be_unique", column_list=["a", "b"])
    assert identity(one) == identity(expectation("compound_columns_to_be_unique", column_list=["b", "a"]))


def test_a_very_long_identity_is_cut_and_stays_distinct():
    long = [identity(expectation("column_values_to_match_regex", column="a", regex="x" * 1500 + end)) for end in "ab"]
    assert long[0] != long[1]
    assert {len(each) for each in long} == {1000}


def test_a_sentence_survives_arguments_of_any_type():
    for kind in KINDS:
        for odd in (3, "x", None, [], {}, [None], True, float("nan")):
            assert sentence({"type": kind, "kwargs": dict.fromkeys(KINDS[kind].arguments, odd)})
