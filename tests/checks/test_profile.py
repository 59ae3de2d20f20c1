"""What a profile says of generated columns, on the real engine."""

import json

import pytest

from checks import Plan, run
from checks.engine.profile import profile_of
from checks.engine.table import open_table
from checks.engine.work import OPERATIONS
from checks.profile import LARGEST, ColumnProfile, Profile, sized, together

TABLE = """
SELECT i AS id, i % 7 AS digit, CASE WHEN i % 10 = 0 THEN NULL ELSE i / 4 END AS quarter,
    CASE WHEN i % 10 = 0 THEN NULL ELSE 'x' END AS beside,
    'AB-' || lpad(CAST(i % 50 AS VARCHAR), 3, '0') AS code,
    CASE WHEN i = 5 THEN ' Boston ' WHEN i = 6 THEN 'BOSTON' ELSE 'Boston' END AS city,
    CASE WHEN i < 3 THEN 'unknown' ELSE CAST(i AS VARCHAR) END AS amount,
    DATE '2020-01-01' + CAST(i AS INTEGER) AS day, i % 2 = 0 AS even
FROM range(1000) AS t(i)
"""


def profiled(source, masked=()):
    with open_table(source) as table:
        return profile_of(table, masked)


@pytest.fixture
def profile(parquet):
    return profiled(parquet(TABLE))


def test_rows_nulls_and_distinct_values_are_exact(profile):
    assert profile.row_count == 1000
    assert (profile.columns["quarter"].nulls, profile.columns["digit"].distinct) == (100, 7)
    assert not profile.columns["digit"].approximate


def test_numbers_have_moments_quantiles_and_a_histogram(profile):
    column = profile.columns["id"]
    assert (column.least, column.most, column.mean) == (0, 999, 499.5)
    assert column.quantiles["0.5"] == 499.5
    assert sum(column.histogram["counts"]) == 1000
    assert profile.columns["quarter"].fractional == 700


def test_texts_have_shapes_lengths_and_what_reads_as_a_number(profile):
    text = profile.columns["code"].text
    assert text["shapes"] == (("AA-999", 1000),)
    assert (text["shortest"], text["longest"]) == (6, 6)
    assert profile.columns["amount"].text["numbers"] == 997


def test_values_that_differ_in_case_or_spaces_only_are_counted(profile):
    text = profile.columns["city"].text
    assert (text["variants"], text["padded"]) == (2, 1)


def test_the_most_frequent_values_come_first_and_are_known_to_be_all(profile):
    column = profile.columns["digit"]
    assert column.top[0] == (0, 143)
    assert column.top_is_all
    assert not profile.columns["amount"].top_is_all


def test_keys_newest_moments_and_columns_that_miss_together_are_named(profile):
    assert {"id", "day"} <= set(profile.keys)
    assert profile.newest == {"day": "2022-09-26"}
    assert [(each.columns, each.rows) for each in profile.together] == [(("quarter", "beside"), 100)]


def test_a_masked_column_tells_counts_and_no_value(parquet):
    column = profiled(parquet(TABLE), ("city", "id")).columns
    assert column["city"] == ColumnProfile(type="text", nulls=0, distinct=3, masked=True)
    assert column["id"].least is None
    assert "Boston" not in json.dumps(profiled(parquet(TABLE), ("city",)).to_dict())


def test_a_profile_survives_json(profile):
    assert (
        Profile.from_dict(json.loads(json.dumps(profile.to_dict()))).columns["code"].top == profile.columns["code"].top
    )


def test_an_empty_table_and_odd_values_have_a_profile(parquet):
    empty = profiled(parquet("SELECT 1 AS a, 'x' AS b, DATE '2020-01-01' AS c WHERE false"))
    assert empty.row_count == 0
    odd = profiled(
        parquet("SELECT unnest([1.0, 'inf'::DOUBLE, 'nan'::DOUBLE, NULL]) AS a, [1, 2] AS b, 'ö\U0001f600' AS \"c d\"")
    )
    assert (odd.columns["a"].nulls, odd.columns["a"].mean) == (2, 1.0)
    json.dumps(odd.to_dict(), allow_nan=False)


def test_two_hundred_columns_stay_below_200_kilobytes(parquet):
    wide = ", ".join(f"'a long text of column {i} ' || (i % 100) AS t{i}, random() * 1000 AS n{i}" for i in range(100))
    found = profiled(parquet(f"SELECT {wide} FROM range(300) AS t(i)"))
    assert len(found.columns) == 200
    assert len(json.dumps(found.to_dict()).encode()) <= LARGEST
    assert sized(found) == found


def test_a_run_attaches_the_profile_only_when_it_is_asked_for(parquet):
    source = parquet(TABLE)
    assert run(Plan(source, {"expectations": []}, profile=True)).profile["columns"]["digit"]["distinct"] == 7
    assert run(Plan(source, {"expectations": []})).profile is None


def test_the_operation_answers_with_the_profile_and_its_label(parquet):
    found = OPERATIONS["profile"]({"source": parquet(TABLE).to_dict(), "label": "March"})
    assert (found.content["label"], found.content["row_count"]) == ("March", 1000)


def test_columns_miss_together_only_when_nearly_all_their_rows_agree():
    assert [each.columns for each in together([(["a", "b"], 95), (["a"], 5), (["c"], 50)])] == [("a", "b")]
    assert together([(["a", "b"], 50), (["a"], 50)]) == ()


def test_files_and_databases_are_told_alike(kept):
    source = kept(
        "SELECT i AS id, i % 3 AS kind, CASE WHEN i % 4 = 0 THEN NULL ELSE i / 2.0 END AS half,"
        " DATE '2020-01-01' + CAST(i AS INTEGER) AS day, 'n' || (i % 5) AS note FROM generate_series(0, 199) AS t(i)"
    )
    found = profiled(source)
    half = found.columns["half"]
    assert (half.nulls, half.distinct, half.mean, half.fractional) == (50, 150, 50.0, 100)
    assert found.columns["kind"].top[0] == (0, 67)
    assert half.quantiles["0.5"] == 50.0
    assert found.newest == {"day": "2020-07-18"}
    assert "id" in found.keys
