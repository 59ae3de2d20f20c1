"""One suite judged twice: by this engine, and by plain Great Expectations on pandas; and where the two differ."""

import warnings
from dataclasses import dataclass

import duckdb
from great_expectations.core.batch import Batch
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.validator.validator import Validator

from checks import Plan, run

COLUMNS = {
    "whole": "BIGINT",
    "other": "BIGINT",
    "float": "DOUBLE",
    "exact": "DECIMAL(9,2)",
    "text": "VARCHAR",
    "Größe (µm), 'raw'; --": "VARCHAR",
    "yes": "BOOLEAN",
    "day": "DATE",
    "moment": "TIMESTAMP",
    "zoned": "TIMESTAMP WITH TIME ZONE",
}
NUMBERS = ("whole", "float", "exact")


class _Quiet(Validator):
    def _determine_progress_bars(self):
        return False


@dataclass(frozen=True)
class Said:
    """What one engine says; `failure` when it gave no verdict."""

    success: bool
    unexpected: int | None
    failure: str = ""


def written(folder, rows, file_format):
    """The rows (tuples in the order of COLUMNS) as a file; and as the frame that pandas makes of the same table."""
    path = folder / f"data.{file_format}"
    columns = ", ".join('"{}" {}'.format(name.replace('"', '""'), kind) for name, kind in COLUMNS.items())
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE t ({columns})")
        if rows:
            database.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(COLUMNS))})", rows)
        database.execute(f"COPY t TO '{path}' (FORMAT {file_format})")
        frame = database.execute("SELECT * REPLACE (zoned::VARCHAR::TIMESTAMP AS zoned) FROM t").df()
        return path, frame.astype(dict.fromkeys(("whole", "other", "exact"), float))


def ours(source, expectations):
    results = run(Plan(source, {"expectations": expectations}, samples=3)).results
    return [Said(each.success, each.unexpected_count, each.error) for each in results]


def plain(frame, expectations):
    validator = _Quiet(execution_engine=PandasExecutionEngine(), batches=[Batch(data=frame)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = validator.graph_validate(
            configurations=[
                ExpectationConfiguration(type=each["type"], kwargs=each["kwargs"], meta={"at": at})
                for at, each in enumerate(expectations)
            ],
            runtime_configuration={"result_format": "BASIC", "catch_exceptions": True},
        )
    said = {each.expectation_config.meta["at"]: _said(each) for each in found}
    return [said[at] for at in range(len(expectations))]


def _said(found):
    info = found.exception_info or {}
    infos = [info] if "raised_exception" in info else list(info.values())
    failure = next((str(each["exception_message"]) for each in infos if each.get("raised_exception")), "")
    counted = "element_count" in found.result
    return Said(bool(found.success), found.result.get("unexpected_count") if counted else None, failure)


def asked(kind, **kwargs):
    return {"type": f"expect_{kind}", "kwargs": kwargs}


def suite(number, text, day):
    """Every core kind that pandas has, on every column that it fits, with these arguments."""
    return [
        *_of_table(),
        *(each for name in COLUMNS for each in _of_any(name)),
        *(each for name in NUMBERS for each in _of_number(name, number)),
        *(each for name in ("text", "Größe (µm), 'raw'; --") for each in _of_text(name, text)),
        *(
            each
            for name, at in (("day", f"{day}T00:00:00"), ("moment", f"{day}T12:00:00"))
            for each in _of_time(name, at)
        ),
        *_of_several(number),
    ]


def _of_table():
    return [
        asked("table_row_count_to_equal", value=2),
        asked("table_row_count_to_be_between", min_value=1, max_value=3),
        asked("table_column_count_to_equal", value=len(COLUMNS)),
        asked("table_column_count_to_be_between", max_value=3),
        asked("table_columns_to_match_ordered_list", column_list=list(COLUMNS)),
        asked("table_columns_to_match_set", column_set=["whole"]),
        asked("column_to_exist", column="day", column_index=7),
        asked("column_to_exist", column="Whole"),
    ]


def _of_any(name):
    return [
        asked("column_values_to_not_be_null", column=name, mostly=0.5),
        asked("column_values_to_be_null", column=name),
        asked("column_values_to_be_unique", column=name),
        asked("column_unique_value_count_to_be_between", column=name, min_value=1, max_value=2),
        asked("column_proportion_of_unique_values_to_be_between", column=name, min_value=0.5),
        asked("column_proportion_of_non_null_values_to_be_between", column=name, max_value=0.5),
    ]


def _of_number(name, number):
    return [
        asked("column_values_to_be_between", column=name, min_value=number),
        asked("column_values_to_be_between", column=name, max_value=number, strict_max=True, mostly=0.5),
        asked("column_values_to_be_in_set", column=name, value_set=[number, 0, 1]),
        asked("column_values_to_not_be_in_set", column=name, value_set=[number, 0]),
        asked("column_distinct_values_to_be_in_set", column=name, value_set=[number, 0, 1]),
        asked("column_distinct_values_to_contain_set", column=name, value_set=[number]),
        asked("column_distinct_values_to_equal_set", column=name, value_set=[number, 1]),
        asked("column_most_common_value_to_be_in_set", column=name, value_set=[number, 0], ties_okay=True),
        asked("column_most_common_value_to_be_in_set", column=name, value_set=[number, 0]),
        *(
            asked(f"column_{what}_to_be_between", column=name, min_value=number)
            for what in ("min", "max", "mean", "median", "sum", "stdev")
        ),
        asked(
            "column_quantile_values_to_be_between",
            column=name,
            quantile_ranges={
                "quantiles": [0, 0.25, 0.5, 0.9],
                "value_ranges": [[None, number + each] for each in range(4)],
            },
        ),
        asked("column_value_z_scores_to_be_less_than", column=name, threshold=1.1, double_sided=True),
        asked("column_value_z_scores_to_be_less_than", column=name, threshold=1.1, double_sided=False),
        asked("column_values_to_not_be_outliers", column=name, multiplier=0.7),
        asked("column_values_to_not_be_outliers", column=name, method="std", multiplier=1.1),
        *(
            asked(f"column_values_to_be_{way}", column=name, strictly=strictly)
            for way in ("increasing", "decreasing")
            for strictly in (False, True)
        ),
    ]


def _of_text(name, text):
    return [
        asked("column_value_lengths_to_be_between", column=name, min_value=2, max_value=5),
        asked("column_value_lengths_to_equal", column=name, value=1),
        asked("column_values_to_be_in_set", column=name, value_set=[text, "a"]),
        asked("column_values_to_not_be_in_set", column=name, value_set=[text]),
        asked("column_distinct_values_to_equal_set", column=name, value_set=[text]),
        asked("column_most_common_value_to_be_in_set", column=name, value_set=[text]),
        asked("column_values_to_match_regex", column=name, regex="^[a-zà-ÿ]+"),
        asked("column_values_to_not_match_regex", column=name, regex="[0-9]"),
        asked("column_values_to_match_regex_list", column=name, regex_list=["a", "[0-9]"], match_on="all"),
        asked("column_values_to_match_regex_list", column=name, regex_list=["a", "[0-9]"]),
        asked("column_values_to_not_match_regex_list", column=name, regex_list=["^a", "é"]),
        asked("column_values_to_be_dateutil_parseable", column=name),
        asked("column_values_to_be_json_parseable", column=name),
        asked("column_values_to_match_strftime_format", column=name, strftime_format="%Y-%m-%d"),
    ]


def _of_time(name, at):
    return [
        asked("column_values_to_be_between", column=name, min_value=at),
        asked("column_min_to_be_between", column=name, min_value=at),
        asked("column_max_to_be_between", column=name, max_value=at),
        asked("column_values_to_be_increasing", column=name),
        asked("column_values_to_be_decreasing", column=name, strictly=True),
    ]


def _of_several(number):
    pair = {"column_A": "whole", "column_B": "other"}
    three = ["whole", "other", "float"]
    missing = ("all_values_are_missing", "any_value_is_missing", "never")
    either = ("both_values_are_missing", "either_value_is_missing", "neither")
    return [
        *(asked("column_pair_values_to_be_equal", **pair, ignore_row_if=each) for each in either),
        *(
            asked("column_pair_values_a_to_be_greater_than_b", **pair, or_equal=True, ignore_row_if=each)
            for each in either
        ),
        *(
            asked("column_pair_values_to_be_in_set", **pair, value_pairs_set=[[number, 0], [1, None]], ignore_row_if=e)
            for e in either
        ),
        *(asked("compound_columns_to_be_unique", column_list=["whole", "text"], ignore_row_if=e) for e in missing),
        *(
            asked("select_column_values_to_be_unique_within_record", column_list=three, ignore_row_if=each)
            for each in missing
        ),
        *(asked("multicolumn_sum_to_equal", column_list=three, sum_total=number, ignore_row_if=e) for e in missing),
        *(asked("multicolumn_values_to_be_equal", column_list=three, ignore_row_if=each) for each in missing),
    ]
