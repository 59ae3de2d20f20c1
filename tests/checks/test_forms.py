import pytest

from checks import KINDS
from checks.arguments import BOUND, COLUMNS, FLAG, NUMBER, REGEX, VALUES
from checks.forms import fields, read, written


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


@pytest.mark.parametrize(("argument", "value"), [(VALUES, ["a", 7, "007"]), (NUMBER, 0.5), (FLAG, True), (BOUND, 12)])
def test_what_is_written_into_a_field_is_read_back(argument, value):
    assert read(argument, written(argument, value)) == value
