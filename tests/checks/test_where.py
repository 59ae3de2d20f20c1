"""Expectations that are asked of some rows only."""

import pytest

from checks import identity, sentence
from checks.where import WHERE
from tests.checks.conftest import expectation, outcome

ROWS = "id,group,value\n1,a,5\n2,a,5\n3,b,5\n4,b,7\n5,,9\n"


def _only(column, rule, *value):
    return [{"column": column, "is": rule, **({"value": value[0]} if value else {})}]


@pytest.mark.parametrize(
    ("where", "rows", "failing"),
    [
        (_only("group", "equal to", "b"), 2, 1),
        (_only("group", "not equal to", "b"), 2, 0),
        (_only("group", "missing"), 1, 1),
        (_only("group", "filled in"), 4, 1),
        (_only("group", "one of", ["a", "b"]), 4, 1),
        (_only("group", "none of", ["a"]), 2, 1),
        (_only("id", "at least", "4"), 2, 2),
        (_only("id", "more than", 4), 1, 1),
        (_only("id", "at most", 3), 3, 0),
        (_only("id", "less than", 4) + _only("group", "equal to", "b"), 1, 0),
    ],
)
def test_only_the_rows_meant_are_counted_and_named(csv, where, rows, failing):
    asked = expectation("column_values_to_be_between", column="value", max_value=6, where=where)
    [found] = outcome(csv(ROWS), asked, key_columns=("id",)).results
    assert (found.error, found.element_count, found.unexpected_count) == ("", rows, failing)
    assert len(found.keys) == failing


def test_what_repeats_is_counted_among_the_rows_meant(csv):
    asked = expectation("column_values_to_be_unique", column="value", where=_only("group", "equal to", "b"))
    assert outcome(csv(ROWS), asked).results[0].success


def test_a_column_that_is_not_there_and_a_value_of_another_type_end_in_sentences(csv):
    asked = [
        expectation("column_values_to_not_be_null", column="value", where=where)
        for where in (_only("grup", "missing"), _only("id", "at least", "many"))
    ]
    one, other = outcome(csv(ROWS), *asked).results
    assert "asks for the column `grup`" in one.error
    assert "with which many cannot be compared" in other.error


def test_other_rows_are_another_question_and_are_told():
    one, other = (
        expectation("column_values_to_not_be_null", column="v", where=_only("g", "one of", names))
        for names in (["a"], ["a", "b"])
    )
    assert identity(one) != identity(other)
    assert sentence(other) == "Every `v` is filled in, where `g` is one of a or b"


@pytest.mark.parametrize(
    "where",
    [
        [],
        "g = 1",
        [{"column": "g", "is": "= 1 OR", "value": 1}],
        [{"column": "g", "is": "missing", "value": 1}],
        [{"column": "g", "is": "one of", "value": 1}],
        [{"column": "g", "is": "equal to"}],
    ],
)
def test_anything_else_is_refused(where):
    assert not WHERE.accepts(where)
