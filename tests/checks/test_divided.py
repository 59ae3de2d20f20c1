"""A folder of parts of which only the changed ones are read says exactly what a read of all of them says."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import checks
from checks.engine import divided
from checks.specs import FileSource, Plan, SuiteResult, Waiver

COLUMNS = {"id": "BIGINT", "n": "BIGINT", "real": "DOUBLE", "word": "VARCHAR", "day": "DATE", "at": "TIMESTAMP"}
WORDS = ["a", "b", "ß", "", "NA", "x y"]
ROW = st.fixed_dictionaries(
    {
        "n": st.none() | st.integers(-3, 9),
        "real": st.none() | st.floats(-5, 5) | st.sampled_from([float("inf"), float("nan")]),
        "word": st.none() | st.sampled_from(WORDS),
        "day": st.none() | st.dates(date(2024, 1, 1), date(2024, 2, 1)),
        "at": st.none() | st.datetimes(datetime(2024, 1, 1), datetime(2024, 2, 1)),
    }
)
PART = st.lists(ROW, max_size=30)
MAPS: list[tuple[str, dict[str, Any]]] = [
    ("expect_column_values_to_not_be_null", {"column": "n"}),
    ("expect_column_values_to_not_be_null", {"column": "word", "mostly": 0.7}),
    ("expect_column_values_to_be_null", {"column": "day", "mostly": 0.1}),
    ("expect_column_values_to_be_between", {"column": "n", "min_value": 0}),
    ("expect_column_values_to_be_between", {"column": "n", "min_value": 0, "mostly": 0.8}),
    ("expect_column_values_to_be_between", {"column": "day", "max_value": "2024-01-20", "mostly": 0.5}),
    ("expect_column_values_to_be_in_set", {"column": "word", "value_set": ["a", "b", "NA"]}),
    ("expect_column_values_to_match_regex", {"column": "word", "regex": "^[a-z]", "mostly": 0.6}),
    ("expect_column_value_lengths_to_be_between", {"column": "word", "min_value": 1}),
    ("expect_column_pair_values_a_to_be_greater_than_b", {"column_A": "n", "column_B": "real"}),
    (
        "expect_column_values_to_be_between",
        {"column": "n", "max_value": 5, "where": [{"column": "word", "is": "equal to", "value": "a"}]},
    ),
    (
        "expect_column_values_to_not_be_null",
        {"column": "real", "mostly": 0.9, "where": [{"column": "n", "is": "more than", "value": 1}]},
    ),
]
SUMS: list[tuple[str, dict[str, Any]]] = [
    ("expect_table_row_count_to_be_between", {"min_value": 1, "max_value": 60}),
    ("expect_table_columns_to_match_set", {"column_set": list(COLUMNS)}),
    ("expect_column_to_exist", {"column": "word"}),
    ("expect_column_max_to_be_between", {"column": "n", "max_value": 8}),
    ("expect_column_min_to_be_between", {"column": "real", "min_value": -4}),
    ("expect_column_max_to_be_between", {"column": "day", "max_value": "2024-01-30"}),
    ("expect_column_min_to_be_between", {"column": "at", "min_value": "2024-01-01T12:00:00"}),
    ("expect_column_sum_to_be_between", {"column": "n", "min_value": 3}),
    ("expect_column_proportion_of_non_null_values_to_be_between", {"column": "day", "min_value": 0.5}),
    ("expect_column_values_to_be_of_type", {"column": "n", "type_": "BIGINT"}),
]
WHOLE_ONLY: list[tuple[str, dict[str, Any]]] = [
    ("expect_column_values_to_be_unique", {"column": "id"}),
    ("expect_column_median_to_be_between", {"column": "n", "min_value": 0}),
    ("expect_column_mean_to_be_between", {"column": "n", "min_value": 0}),
    ("expect_column_unique_value_count_to_be_between", {"column": "word", "max_value": 9}),
    ("expect_column_distinct_values_to_be_in_set", {"column": "word", "value_set": ["a"]}),
    ("expect_column_sum_to_be_between", {"column": "real", "max_value": 9}),
    ("expect_column_values_to_be_increasing", {"column": "id"}),
]
Rows = list[dict[str, Any]]


def suite(asked: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    return {"name": "s", "expectations": [{"type": kind, "kwargs": kwargs} for kind, kwargs in asked]}


def write(folder: Path, name: str, rows: Rows) -> None:
    """Replaced at once; ids are unique over all parts."""
    first = int(name) * 1_000
    store(folder, name, COLUMNS, [{"id": first + at, **row} for at, row in enumerate(rows)])


def store(folder: Path, name: str, columns: dict[str, str], rows: Rows) -> None:
    with duckdb.connect() as database:
        named = ", ".join(f'"{each}" {kind}' for each, kind in columns.items())
        database.execute(f"CREATE TABLE t ({named})")
        if rows:
            places = ", ".join("?" * len(columns))
            database.executemany(f"INSERT INTO t VALUES ({places})", [[row[each] for each in columns] for row in rows])
        database.execute(f"COPY t TO '{folder / name}.parquet' (FORMAT parquet)")


def plan_of(folder: Path, asked: list[tuple[str, dict[str, Any]]], **more: Any) -> Plan:
    source = FileSource(root=str(folder), path="*.parquet", format="parquet")
    return Plan(source=source, suite=suite(asked), key_columns=("id",), **more)


def kept(found: SuiteResult) -> dict[str, Any]:
    """What a service gives to the next plan, by way of JSON."""
    assert found.parts is not None
    shown = {
        str(at): {"keys": each.keys, "examples": each.examples, "hashes": each.value_hashes}
        for at, each in enumerate(found.results)
        if each.keys
    }
    return dict(json.loads(json.dumps({**found.parts, "shown": shown}, default=str)))


def same(some: SuiteResult, plan: Plan) -> None:
    """Everything but the time, the profile and what is kept is as the whole says."""
    whole = checks.run(replace(plan, parts=None))
    assert json.loads(
        json.dumps(replace(some, seconds=0, parts=None, profile=None).to_dict(), default=str)
    ) == json.loads(json.dumps(replace(whole, seconds=0, profile=None).to_dict(), default=str))


def month(*numbers: int | None) -> Rows:
    return [{"n": number, "real": 1.5, "word": "a", "day": date(2024, 1, 2), "at": None} for number in numbers]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(PART, min_size=2, max_size=4),
    changes=st.dictionaries(st.integers(0, 5), st.none() | PART, max_size=3),
    masked=st.booleans(),
)
def test_parts_added_up_say_what_the_whole_says(
    parts: list[Rows], changes: Mapping[int, Rows | None], masked: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    for number, rows in enumerate(parts):
        write(folder, str(number), rows)
    plan = plan_of(folder, [*MAPS, *SUMS], masked_columns=("word",) if masked else ())
    first = checks.run(replace(plan, parts={}))
    same(first, plan)
    assert first.parts or masked or any(row["real"] == float("inf") for rows in parts for row in rows)
    for number, rows in changes.items():
        if rows is not None:
            write(folder, str(number), rows)
        elif len(list(folder.iterdir())) > 2:
            (folder / f"{number}.parquet").unlink(missing_ok=True)
    if first.parts:
        second = checks.run(replace(plan, parts=kept(first)))
        same(second, plan)
        if second.parts:
            same(checks.run(replace(plan, parts=kept(second))), plan)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, rows in enumerate([month(1, 2, None), month(-1, 3), month(4)]):
        write(tmp_path, str(number), rows)
    return tmp_path


def read(found: SuiteResult) -> list[str] | None:
    return None if found.parts is None else found.parts["read"]


def test_only_the_new_part_is_read(folder: Path) -> None:
    plan = plan_of(folder, MAPS)
    first = checks.run(replace(plan, parts={}))
    assert read(first) == ["0.parquet", "1.parquet", "2.parquet"]
    write(folder, "3", month(5, -7))
    second = checks.run(replace(plan, parts=kept(first)))
    assert read(second) == ["3.parquet"]
    same(second, plan)


def test_an_unchanged_part_is_not_even_opened_for_a_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(folder, MAPS)
    first = checks.run(replace(plan, parts={}))
    write(folder, "1", month(8))
    opened: list[str] = []
    original = divided.open_table

    def noting(source: FileSource) -> Any:
        opened.append(source.partition or "all")
        return original(source)

    monkeypatch.setattr(divided, "open_table", noting)
    checks.run(replace(plan, parts=kept(first)))
    assert opened == ["1.parquet"]


@pytest.mark.parametrize("asked", WHOLE_ONLY)
def test_what_does_not_add_up_has_the_whole_suite_asked_of_everything(
    folder: Path, asked: tuple[str, dict[str, Any]]
) -> None:
    plan = plan_of(folder, [MAPS[0], asked])
    found = checks.run(replace(plan, parts={}))
    assert found.parts is None
    same(found, plan)


@pytest.mark.parametrize("asked", [*MAPS, *SUMS])
def test_each_that_adds_up_is_taken_from_parts(folder: Path, asked: tuple[str, dict[str, Any]]) -> None:
    found = checks.run(replace(plan_of(folder, [asked]), parts={}))
    assert found.parts is not None


def test_another_suite_waiver_or_key_has_every_part_read(folder: Path) -> None:
    plan = plan_of(folder, MAPS[:4])
    state = kept(checks.run(replace(plan, parts={})))
    waived = Waiver(checks.identity({"type": MAPS[3][0], "kwargs": MAPS[3][1]}), {"id": 1000}, "0" * 64)
    for other in (plan_of(folder, MAPS[:5]), replace(plan, waivers=(waived,)), replace(plan, key_columns=("id", "n"))):
        assert read(checks.run(replace(other, parts=state))) == ["0.parquet", "1.parquet", "2.parquet"]


def test_waived_rows_of_every_part_are_counted_apart(folder: Path) -> None:
    asked = [MAPS[3]]
    plan = plan_of(folder, asked)
    [found] = checks.run(plan).results
    waiver = Waiver(checks.identity({"type": asked[0][0], "kwargs": asked[0][1]}), found.keys[0], found.value_hashes[0])
    plan = replace(plan, waivers=(waiver,))
    first = checks.run(replace(plan, parts={}))
    write(folder, "3", month(-5))
    second = checks.run(replace(plan, parts=kept(first)))
    assert (read(second), second.results[0].waived_count) == (["3.parquet"], 1)
    same(second, plan)


def test_other_columns_in_a_part_have_the_whole_read(folder: Path) -> None:
    plan = plan_of(folder, MAPS)
    state = kept(checks.run(replace(plan, parts={})))
    store(folder, "3", {"id": "BIGINT", "more": "BIGINT"}, [{"id": 1, "more": 2}])
    found = checks.run(replace(plan, parts=state))
    assert found.parts is None
    same(found, plan)


def test_rows_without_key_columns_are_named_by_the_whole_only_when_some_fail(folder: Path) -> None:
    plan = replace(plan_of(folder, [MAPS[3]]), key_columns=())
    assert checks.run(replace(plan, parts={})).parts is None
    write(folder, "1", month(1))
    assert checks.run(replace(plan, parts={})).parts is not None


def test_a_folder_whose_parts_are_all_replaced_is_read_whole_and_remembered(folder: Path) -> None:
    plan = plan_of(folder, MAPS)
    state = kept(checks.run(replace(plan, parts={})))
    for number in range(3):
        write(folder, str(number), month(number))
    replaced = checks.run(replace(plan, parts=state))
    assert read(replaced) == []
    same(replaced, plan)
    write(folder, "3", month(9))
    again = checks.run(replace(plan, parts=kept(replaced)))
    assert read(again) == [f"{number}.parquet" for number in range(4)]
    same(again, plan)


def test_failing_rows_that_are_kept_no_more_have_the_whole_read(folder: Path) -> None:
    plan = plan_of(folder, MAPS)
    state = kept(checks.run(replace(plan, parts={}))) | {"shown": {}}
    write(folder, "3", month(1))
    found = checks.run(replace(plan, parts=state))
    assert found.parts is None
    same(found, plan)


def test_text_files_add_up_as_well(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.csv").write_text(f"id,n,word\n9{number}1,4,a\n9{number}2,-1,b\n9{number}3,,c\n")
    source = FileSource(root=str(tmp_path), path="*.csv", format="csv")
    plan = Plan(source=source, suite=suite([MAPS[0], MAPS[3], MAPS[6], SUMS[3], SUMS[7]]), key_columns=("id",))
    first = checks.run(replace(plan, parts={}))
    (tmp_path / "1.csv").write_text("id,n,word\n11,5,a\n12,6,\n")
    second = checks.run(replace(plan, parts=kept(first)))
    assert read(second) == ["1.csv"]
    same(second, plan)
    (tmp_path / "1.csv").write_text("id,n,word\n11,5.5,a\n12,6,\n")
    third = checks.run(replace(plan, parts=kept(second)))
    assert third.parts is None
    same(third, plan)


def test_the_profile_is_of_all_at_first_and_then_of_the_part_that_was_read(folder: Path) -> None:
    plan = replace(plan_of(folder, MAPS), profile=True)
    first = checks.run(replace(plan, parts={}))
    assert first.profile is not None
    assert first.parts is not None
    assert (first.profile["row_count"], first.parts["profiled"]) == (6, "")
    write(folder, "3", month(5, 6))
    second = checks.run(replace(plan, parts=kept(first)))
    assert second.profile is not None
    assert second.parts is not None
    assert (second.profile["row_count"], second.parts["profiled"]) == (2, "3.parquet")
