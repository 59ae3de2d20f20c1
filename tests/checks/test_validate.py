import pytest

from checks import SuiteInvalid, validate_suite
from checks.validate import fault


def suite(kind, **kwargs):
    return {"expectations": [{"type": f"expect_{kind}", "kwargs": kwargs}]}


def refused(document, columns=None):
    with pytest.raises(SuiteInvalid) as caught:
        validate_suite(document, columns, dataset="nyc/planes")
    return str(caught.value)


def test_a_sound_suite_is_accepted():
    validate_suite(suite("column_values_to_be_between", column="seats", min_value=1, mostly=1), ["seats"])
    validate_suite(suite("column_values_to_match_regex", column="tail", regex=r"^N\d+(A|B$)$"))


def test_a_missing_column_is_named_with_those_that_look_alike():
    assert refused(suite("column_values_to_not_be_null", column="seatz"), ["seats", "year"]) == (
        "Expectation 1: This suite asks for the column `seatz`, which nyc/planes does not have. "
        "Columns that look alike: seats. Correct the suite or the data."
    )


def test_an_unknown_type_gets_the_nearest_known_name():
    said = refused(suite("column_values_to_be_nul", column="a"))
    assert "There is no expectation expect_column_values_to_be_nul." in said
    assert "Did you mean expect_column_values_to_be_null?" in said


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (suite("column_values_to_be_between", column="a"), "needs min_value, max_value or both"),
        (suite("column_values_to_be_between", column="a", min_value="many"), "must be a number, or a date"),
        (suite("column_values_to_be_between", column="a", min_value=float("nan")), "must be a number"),
        (suite("column_values_to_not_be_null", column="a", mostly=1.2), "from 0 to 1"),
        (suite("column_values_to_not_be_null", column="a", mostly=True), "from 0 to 1"),
        (suite("column_values_to_not_be_null"), "needs column"),
        (suite("column_values_to_not_be_null", column="a", colour="red"), "has no argument colour"),
        (suite("column_values_to_be_in_set", column="a", value_set="abc"), "must be a list"),
        (suite("column_values_to_be_in_set", column="a", value_set=[{"$PARAMETER": "x"}]), "must be a list"),
        (suite("column_values_to_be_in_set", column="a", value_set=["${HOME}"]), "must not hold $"),
        (suite("column_values_to_be_in_set", column="a", value_set=["secret|x"]), "must not hold $ or secret|"),
        (suite("column_values_to_match_regex", column="a", regex="^$HOME"), "must not hold $"),
        (suite("column_values_to_match_regex", column="a", regex="a(?=b)"), "without look-around"),
        (suite("column_values_to_match_regex", column="a", regex=r"(a)\1"), "without look-around"),
        (suite("column_values_to_match_regex", column="a", regex="(a"), "regular expression"),
        (suite("column_values_to_not_be_null", column="a`b"), "backtick"),
        (suite("column_values_to_not_be_null", column="a\\b"), "backslash"),
        (suite("column_values_to_not_be_null", column="a\nb"), "control"),
        (suite("column_values_to_not_be_null", column='a"b'), "double quote"),
        (suite("column_values_to_not_be_null", column="a", row_condition="b > 1"), "can run code"),
        ({"expectations": [3]}, 'needs a "type"'),
        ({"expectations": [{"type": "expect_column_to_exist", "kwargs": 3}]}, '"kwargs"'),
        (
            {"expectations": [{"type": "expect_column_to_exist", "kwargs": {"column": "a"}, "severity": "x"}]},
            "severity",
        ),
        ({}, "not a Great Expectations suite"),
        ([], "not a Great Expectations suite"),
        ({"expectations": [{}] * 501}, "at most 500"),
    ],
)
def test_what_cannot_run_or_should_not_is_refused_in_words(document, words):
    assert words in refused(document)


def test_each_faulty_expectation_has_its_own_sentence():
    document = {"expectations": [{"type": "a"}, *suite("column_to_exist", column="x")["expectations"], {}]}
    with pytest.raises(SuiteInvalid) as caught:
        validate_suite(document)
    assert [reason[:14] for reason in caught.value.reasons] == ["Expectation 1:", "Expectation 3:"]


def test_a_fault_never_repeats_a_control_character():
    assert "\x1b" not in fault({"type": "\x1b[31m", "kwargs": {}})
