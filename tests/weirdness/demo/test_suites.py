"""Each suite of the demo finds something true, and much of it holds."""

from pathlib import Path

import pytest

import checks
from weirdness.demo import datasets
from weirdness.demo.datasets import Sheet

SHEETS = datasets.sheets()
FOUND = {
    "flights": {
        "`dep_time` is filled": 8_255,
        "`tailnum` is filled": 2_512,
        "1 and 2359": 29,
        "50 and 5000": 1,
    },
    "weather": {"`origin`, `year`": 6, "`wind_speed`": 1, "`pressure` is filled": 2_729},
    "planes": {"`year` is between": 8, "`seats`": 40, "`speed`": 3_299, "`type`": 5},
    "penguins": {"`Sex`": 11, "`Delta 15 N": 14},
}


def named(sheet: Sheet) -> str:
    return sheet.name


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_the_sheet_describes_each_column_and_names_a_key_that_is_unique(root: Path, sheet: Sheet) -> None:
    seen = checks.describe(sheet.file(root), sheet.said["key_columns"])
    assert seen.key_unique
    assert [name for name, _ in seen.columns] == list(sheet.said["columns"])
    assert all(each["description"] for each in sheet.said["columns"].values())


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_the_suite_is_valid_and_asks_each_question_once(sheet: Sheet) -> None:
    suite = datasets.suite(sheet.name)
    checks.validate_suite(suite, list(sheet.said["columns"]))
    assert 4 <= len(suite["expectations"]) <= 8
    assert len({checks.identity(each) for each in suite["expectations"]}) == len(suite["expectations"])


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_the_suite_finds_what_is_odd_and_nothing_else(root: Path, sheet: Sheet) -> None:
    suite = datasets.suite(sheet.name)
    result = checks.run(checks.Plan(sheet.file(root), suite, tuple(sheet.said["key_columns"])))
    assert not result.broken
    expected = FOUND[sheet.name]
    counts = {part: each.unexpected_count for each in result.failed for part in expected if part in each.sentence}
    assert counts == expected
    assert len(result.failed) == len(expected) < len(result.results)
