import pytest

from checks import KINDS
from checks.arguments import BOUND, COLUMNS, FLAG, NUMBER, REGEX, VALUES
from checks.forms import fields, read, written
from checks.where import WHERE


@pytest.mark.parametrize("kind", KINDS)
def test_each_argument_of_each_kind_has_a_label_and_a_field(kind):
    for name, argument in fields(KINDS[kind]).items():
        assert argument.label[0].isupper(), name
        assert "_" not in argument.label
        assert bool(argument.options) == (argument.field == "choice")


@pytest.mark.parametrize(
    ("argument", "typed", "value"),
    [
        (NUMBER, " 12 ", 12),
        (NUMBER, "0.50", 0.5),
        (NUMBER, "twelve", "twelve"),
        (NUMBER, "", None),
        (BOUND, "2013-01-31", "2013-01-31"),
        (BOUND, "-3", -3),
        (VALUES, "EWR\n\n JFK \n007\n7", ["EWR", "JFK", "007", 7]),
        (REGEX, "^12$", "^12$"),
        (FLAG, "on", True),
        (FLAG, "", False),
        (COLUMNS, ["a", "", "b"], ["a", "b"]),
    ],
)
def test_typed_text_becomes_an_argument(argument, typed, value):
    assert read(argument, typed) == value


WHERE_CASES = [
    ("origin, one of, JFK, LGA", [{"column": "origin", "is": "one of", "value": ["JFK", "LGA"]}]),
    ("origin, one of, JFK", [{"column": "origin", "is": "one of", "value": ["JFK"]}]),
    (
        "tail,filled in\n\nhour, at least, 7",
        [{"column": "tail", "is": "filled in"}, {"column": "hour", "is": "at least", "value": 7}],
    ),
    ('"a, b", equal to, "x, y"', [{"column": "a, b", "is": "equal to", "value": "x, y"}]),
]


@pytest.mark.parametrize(("typed", "value"), WHERE_CASES)
def test_conditions_are_typed_one_on_each_line(typed, value):
    assert read(WHERE, typed) == value
    assert WHERE.accepts(value)
    assert read(WHERE, written(WHERE, value)) == value


@pytest.mark.parametrize("typed", ["origin", "origin, is, JFK", "origin, equal to, JFK, LGA", "origin, at least"])
def test_a_condition_that_is_none_is_not_accepted(typed):
    assert not WHERE.accepts(read(WHERE, typed))


@pytest.mark.parametrize(("argument", "value"), [(VALUES, ["a", 7, "007"]), (NUMBER, 0.5), (FLAG, True), (BOUND, 12)])
def test_what_is_written_into_a_field_is_read_back(argument, value):
    assert read(argument, written(argument, value)) == value


def test_lines_that_cannot_be_told_apart_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="cannot be told apart"):
        read(WHERE, 'a, one of, b\rc\r"')
