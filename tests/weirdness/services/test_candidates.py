"""From what was reported to sentences that could guard against it: no data are asked here."""

from typing import Any

import pytest

import checks
from weirdness.services.candidates import Reported, candidates

AGES = {"quantiles": {"0.25": 20.0, "0.5": 40.0, "0.75": 60.0}}
LABELS = {"top": [["ship", 40], ["plane", 30], ["plain", 1]], "top_is_all": True}


def sentences(**said: Any) -> list[str]:
    found = candidates(Reported(**said))
    for each in found:
        checks.validate_suite({"name": "try", "expectations": [each]}, None, dataset="a/b")
    return [checks.sentence(each) for each in found]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ({"category": "missing", "column": "age"}, "Every `age` is filled in"),
        ({"category": "missing"}, "The number of rows is within 50 % of the median of the last 7 runs"),
        ({"category": "duplicate", "column": "code"}, "Every `code` occurs only once"),
        (
            {"category": "duplicate", "key_columns": ("day", "site")},
            "The combination of `day` and `site` occurs only once",
        ),
        ({"category": "duplicate"}, "No row occurs twice"),
        (
            {"category": "stale", "column": "at", "type": "datetime"},
            "The newest `at` is at most 48 hours older than the run",
        ),
        (
            {"category": "wrong-label", "column": "kind", "type": "text", "values": ("plain",), "profile": LABELS},
            "`kind` is one of plane or ship",
        ),
        ({"category": "wrong-value", "column": "age", "type": "integer", "values": ("-4",)}, "`age` is at least 0"),
        (
            {"category": "wrong-value", "column": "age", "type": "integer", "values": ("999",), "profile": AGES},
            "`age` is less than 999",
        ),
        (
            {"category": "something-else", "column": "age", "type": "integer", "values": ("3",), "profile": AGES},
            "`age` is more than 3",
        ),
    ],
)
def test_the_likeliest_sentence_comes_first(said: dict[str, Any], first: str) -> None:
    assert sentences(**said)[0] == first


def test_the_right_value_that_somebody_typed_joins_the_known_ones() -> None:
    said = {"category": "wrong-label", "column": "kind", "type": "text", "values": ("plain",), "profile": LABELS}
    assert sentences(**said, proposed="glider")[0] == "`kind` is one of glider, plane or ship"


def test_the_very_values_are_the_last_resort() -> None:
    said = {"category": "wrong-value", "column": "age", "type": "integer", "values": ("30", "x", "nan")}
    assert sentences(category="wrong-value", column="age", type="integer", values=("30",)) == ["`age` is never 30"]
    assert sentences(**said) == []


def test_a_wrong_description_is_no_matter_of_rows() -> None:
    assert sentences(category="wrong-description", column="age") == []


def test_rows_about_one_thing_that_contradict_each_other_should_agree() -> None:
    said = Reported("doesnt-add-up", "Sex", "text", values=("MALE", "FEMALE"), agreeing=("ID", "Island", "Stage"))
    assert [each["kwargs"] for each in candidates(said)[:2]] == [
        {"column": "Sex", "determinant": "ID"},
        {"column": "Sex", "determinant": "Island"},
    ]
