"""From a profile: the verdict that a run would have given, or honestly none."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

import checks
from weirdness.services.profile_judge import JUDGES, judge


def asked(kind: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": f"expect_{kind}", "kwargs": kwargs}


def profile(**column: Any) -> dict[str, Any]:
    whole = {"nulls": 1, "distinct": 3, "approximate": False, "masked": False, "least": 1, "most": 9, "mean": 4.0}
    whole |= {"top": [[1, 2], [9, 6], [4, 1]], "top_is_all": True, "sampled": 0, "text": None}
    return {"row_count": 10, "columns": {"a": whole | column, "b": whole}}


@pytest.mark.parametrize(
    ("expectation", "column", "passes"),
    [
        (asked("column_values_to_not_be_null", column="a"), {}, False),
        (asked("column_values_to_not_be_null", column="a", mostly=0.9), {}, True),
        (asked("column_values_to_not_be_null", column="a"), {"nulls": 0}, True),
        (asked("column_values_to_be_null", column="a"), {}, False),
        (asked("column_values_to_be_between", column="a", min_value=1, max_value=9), {}, True),
        (asked("column_values_to_be_between", column="a", min_value=1, strict_min=True), {}, False),
        (asked("column_values_to_be_between", column="a", min_value=2, mostly=0.5), {}, None),
        (asked("column_values_to_be_between", column="a", min_value="2013-01-31"), {}, None),
        (asked("column_values_to_be_between", column="a", max_value="2013-02-01"), {"least": None, "most": None}, None),
        (
            asked("column_values_to_be_between", column="a", max_value="2013-02-01"),
            {"least": "2013-01-01", "most": "2013-02-01T00:00:01"},
            False,
        ),
        (asked("column_values_to_be_in_set", column="a", value_set=[1, 4, 9]), {}, True),
        (asked("column_values_to_be_in_set", column="a", value_set=[1, 9]), {}, False),
        (asked("column_values_to_be_in_set", column="a", value_set=[1, 9]), {"top": [[1, 2], [9, 6]]}, None),
        (asked("column_values_to_be_in_set", column="a", value_set=["x"]), {"top": [["y" * 60, 9]]}, None),
        (asked("column_values_to_not_be_in_set", column="a", value_set=[4], mostly=0.8), {}, True),
        (asked("column_values_to_be_unique", column="a"), {}, False),
        (asked("column_values_to_be_unique", column="a"), {"approximate": True}, None),
        (
            asked("column_value_lengths_to_be_between", column="a", max_value=3),
            {"text": {"shortest": 1, "longest": 4}},
            False,
        ),
        (asked("column_mean_to_be_between", column="a", max_value=4), {}, True),
        (asked("column_max_to_be_between", column="a", max_value=8), {}, False),
        (asked("column_values_to_not_be_null", column="a"), {"masked": True}, None),
        (asked("column_values_to_not_be_null", column="gone"), {}, None),
        (asked("column_values_to_match_regex", column="a", regex="x"), {}, None),
        (asked("magic", column="a"), {}, None),
        (asked("table_row_count_to_be_between", min_value=11), {}, False),
        (asked("table_row_count_to_equal", value=10), {}, True),
        (asked("table_column_count_to_equal", value=2), {}, True),
    ],
)
def test_a_profile_says_what_it_knows_and_no_more(
    expectation: dict[str, Any], column: dict[str, Any], passes: bool | None
) -> None:
    assert judge(expectation, profile(**column)).passes is passes


def test_rows_that_are_left_out_are_not_in_a_profile() -> None:
    where = [{"column": "b", "is": "filled in"}]
    assert judge(asked("column_values_to_not_be_null", column="a", where=where), profile()).passes is None


COLUMN = {"column": "n"}
TRIED = [
    asked(name.removeprefix("expect_"), **({} if "_table_" in name else COLUMN), **more)
    for name in JUDGES
    for more in (
        [{"value_set": [1, 2, 3]}, {"value_set": [1, 2, 3, 4, 5]}, {"value_set": [9], "mostly": 0.7}]
        if "in_set" in name
        else [{"value": 1}, {"value": 6}, {"value": 2}]
        if name.endswith("to_equal")
        else [{"min_value": 0.9}, {"max_value": 0.9}]
        if "proportion" in name
        else [{"min_value": 1, "max_value": 5}, {"min_value": 2}, {"max_value": 5}]
        if "between" in name
        else [{}, {"mostly": 0.5}]
    )
]


@pytest.mark.parametrize("expectation", TRIED, ids=lambda each: f"{each['type'][7:]} {list(each['kwargs'].values())}")
def test_where_the_profile_of_real_rows_answers_it_agrees_with_the_run(expectation: dict, tmp_path: Path) -> None:
    text = "length" in expectation["type"]
    values = "('a'), ('bb'), ('eeeee'), (NULL), ('bb')" if text else "(1), (2), (2), (5), (NULL), (4)"
    rows = duckdb.sql(f"SELECT * FROM (VALUES {values}) AS t(n)")
    rows.write_parquet(str(tmp_path / "t.parquet"))
    source = checks.FileSource(str(tmp_path), "t.parquet", "parquet")
    plan = checks.Plan(source, {"name": "t", "expectations": [expectation]}, profile=True)
    found = checks.run(plan)
    assert found.profile is not None
    said = judge(expectation, found.profile).passes
    assert said is None or said is found.results[0].success
