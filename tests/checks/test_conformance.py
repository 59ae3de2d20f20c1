"""Verdicts and counts are those of plain Great Expectations on pandas; each difference is one of docs/conformance.md.

More tables than the few of the ordinary run: CONFORMANCE_EXAMPLES=500 pytest tests/checks/test_conformance.py
"""

import math
import os
import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pandas
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checks import FileSource
from tests.checks.conformance import COLUMNS, asked, ours, plain, suite, written

EXAMPLES = int(os.environ.get("CONFORMANCE_EXAMPLES", "4"))
NUMBER = st.sampled_from([0, 1, 2, -3, 7])
TEXT = st.sampled_from(
    ["a", "b", "é", "NA", "aé1", "2013-01-31", "31/01/2013", "{}", "[1]", "12", "nul l", "xxxxxx", " ", "日本", "Ⅷ"]
)
DAY = st.dates(date(2013, 1, 1), date(2013, 1, 28))
MOMENT = st.datetimes(datetime(2013, 1, 1), datetime(2013, 1, 28)).map(lambda at: at.replace(microsecond=0))
FLOAT = st.sampled_from([0.0, 1.0, 1.5, -2.0, 3.25, math.inf, -math.inf, math.nan])
EXACT = st.sampled_from(["0", "1.00", "1.25", "-2.5", "3"]).map(Decimal)
ZONED = MOMENT.map(lambda at: at.replace(tzinfo=UTC))
ROW = st.tuples(
    *(st.none() | each for each in (NUMBER, NUMBER, FLOAT, EXACT, TEXT, TEXT, st.booleans(), DAY, MOMENT, ZONED))
)
ROWS = st.lists(ROW, max_size=10)
FULL = (
    1,
    2,
    1.5,
    Decimal("1.25"),
    "a",
    "b",
    True,
    date(2013, 1, 5),
    datetime(2013, 1, 5, 3),
    datetime(2013, 1, 5, tzinfo=UTC),
)


def _missing(value):
    return value is None or value != value


def _held(rows, kwargs):
    """The values of the columns that an expectation is about, row by row."""
    names = kwargs.get("column_list") or [kwargs[each] for each in ("column", "column_A", "column_B") if each in kwargs]
    places = [list(COLUMNS).index(name) for name in names if name in COLUMNS]
    return [[row[place] for place in places] for row in rows]


def _some_missing(held):
    return any(any(map(_missing, row)) for row in held)


def _infinite(held):
    return any(isinstance(value, float) and math.isinf(value) for row in held for value in row)


EXPLAINED = {  # kind: when docs/conformance.md says that the two may differ
    "compound_columns_to_be_unique": _some_missing,
    "column_sum_to_be_between": lambda held: all(_missing(value) for row in held for value in row),
    "column_values_to_not_be_outliers": _infinite,
    "column_values_to_be_increasing": _infinite,
    "column_values_to_be_decreasing": _infinite,
}


def _differences(rows, expectations, source, frame):
    said = zip(expectations, ours(source, expectations), plain(frame, expectations), strict=True)
    for expectation, here, there in said:
        explained = EXPLAINED.get(expectation["type"].removeprefix("expect_"))
        if here != there and not (explained and explained(_held(rows, expectation["kwargs"]))):
            yield expectation, here, there


def _settings(test):
    """Without shrinking, which takes minutes: the assertion names the expectation and both verdicts."""
    return settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=EXAMPLES < 50,
        phases=[Phase.explicit, Phase.generate],
    )(test)


@_settings
@given(rows=ROWS, number=NUMBER, text=TEXT, day=DAY)
def test_on_parquet_each_verdict_and_count_is_that_of_great_expectations_on_pandas(rows, number, text, day):
    with tempfile.TemporaryDirectory() as folder:
        _, frame = written(Path(folder), rows, "parquet")
        source = FileSource(folder, "data.parquet", "parquet")
        assert list(_differences(rows, suite(number, text, day), source, frame)) == []


@_settings
@given(rows=ROWS, number=NUMBER, text=TEXT, day=DAY)
def test_on_csv_each_verdict_and_count_is_that_of_great_expectations_on_pandas(rows, number, text, day):
    rows = [FULL, *rows]
    with tempfile.TemporaryDirectory() as folder:
        path, _ = written(Path(folder), rows, "csv")
        frame = pandas.read_csv(
            path, keep_default_na=False, na_values=["", "nan"], parse_dates=["day", "moment", "zoned"]
        )
        source = FileSource(folder, "data.csv", "csv")
        assert list(_differences(rows, suite(number, text, day), source, frame)) == []


def _said(tmp_path, rows, expectation):
    _, frame = written(tmp_path, rows, "parquet")
    [here] = ours(FileSource(str(tmp_path), "data.parquet", "parquet"), [expectation])
    [there] = plain(frame, [expectation])
    assert (here.failure, there.failure) == ("", "")
    return (here.success, here.unexpected), (there.success, there.unexpected)


def _row(**values):
    return tuple(values.get(name) for name in COLUMNS)


def test_difference_1_a_combination_with_a_missing_value_repeats_nothing(tmp_path):
    rows = [_row(whole=1), _row(whole=1)]
    expectation = asked("compound_columns_to_be_unique", column_list=["whole", "other"])
    assert _said(tmp_path, rows, expectation) == ((True, 0), (False, 2))


def test_difference_2_nothing_has_no_sum(tmp_path):
    expectation = asked("column_sum_to_be_between", column="whole", min_value=0, max_value=0)
    assert _said(tmp_path, [], expectation) == ((False, None), (True, None))


def test_difference_3_two_infinite_values_in_a_row_are_equal(tmp_path):
    rows = [_row(float=math.inf), _row(float=math.inf)]
    expectation = asked("column_values_to_be_increasing", column="float", strictly=True)
    assert _said(tmp_path, rows, expectation) == ((False, 1), (True, 0))


def test_difference_4_quartiles_that_are_infinite(tmp_path):
    expectation = asked("column_values_to_not_be_outliers", column="float")
    assert _said(tmp_path, [_row(float=math.inf)], expectation) == ((False, 1), (True, 0))


def test_difference_5_plain_great_expectations_mixes_up_quantiles_that_are_asked_of_one_column_twice(tmp_path):
    rows = [_row(whole=each) for each in (0, 1, 2)]
    twice = [
        asked(
            "column_quantile_values_to_be_between",
            column="whole",
            quantile_ranges={"quantiles": [share], "value_ranges": [[share * 2, share * 2]]},
        )
        for share in (0, 1)
    ]
    _, frame = written(tmp_path, rows, "parquet")
    source = FileSource(str(tmp_path), "data.parquet", "parquet")
    assert [each.success for each in ours(source, twice)] == [True, True]
    assert [each.success for each in plain(frame, twice)] == [True, False]
    assert plain(frame, twice[1:])[0].success
