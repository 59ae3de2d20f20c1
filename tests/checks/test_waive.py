"""Waived rows: known, as long as they hold what they held; taken out before the verdict, and counted apart."""

from pathlib import Path
from typing import Any

import pytest

from checks import FileSource, Plan, SuiteResult, Waiver, identity, run

BETWEEN = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "signal", "min_value": 0}}
UNIQUE = {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "signal"}}
MOSTLY = {"type": "expect_column_values_to_be_between", "kwargs": {"column": "signal", "min_value": 0, "mostly": 0.7}}


def checked(
    folder: Path, expectation: dict[str, Any], *waivers: Waiver, text: str = "", key: str = "well"
) -> SuiteResult:
    (folder / "plates.csv").write_text(text or "well,signal\nA1,-4\nA2,7\nA3,-9\nA4,7\n")
    suite = {"name": "plates", "expectations": [expectation]}
    keys = (key,) if key else ()
    return run(Plan(FileSource(str(folder), "plates.csv", "csv"), suite, key_columns=keys, waivers=waivers))


def waived(folder: Path, expectation: dict[str, Any], row: int, key: str = "well") -> Waiver:
    """A waiver for a row that the expectation shows."""
    found = checked(folder, expectation, key=key).results[0]
    return Waiver(identity(expectation), found.keys[row], found.value_hashes[row])


def test_a_waived_row_is_counted_apart_and_not_shown(tmp_path: Path) -> None:
    found = checked(tmp_path, BETWEEN, waived(tmp_path, BETWEEN, 0)).results[0]
    assert (found.success, found.unexpected_count, found.waived_count) == (False, 1, 1)
    assert found.keys == ({"well": "A3"},)


def test_an_expectation_holds_when_all_that_fails_is_waived(tmp_path: Path) -> None:
    waivers = [waived(tmp_path, BETWEEN, row) for row in (0, 1)]
    found = checked(tmp_path, BETWEEN, *waivers).results[0]
    assert (found.success, found.unexpected_count, found.waived_count) == (True, 0, 2)


def test_another_value_in_the_same_row_fires(tmp_path: Path) -> None:
    waivers = [waived(tmp_path, BETWEEN, row) for row in (0, 1)]
    found = checked(tmp_path, BETWEEN, *waivers, text="well,signal\nA1,-5\nA2,7\nA3,-9\n").results[0]
    assert (found.success, found.unexpected_count, found.waived_count) == (False, 1, 1)
    assert found.keys == ({"well": "A1"},)


def test_the_share_that_is_tolerated_is_judged_without_waived_rows(tmp_path: Path) -> None:
    assert not checked(tmp_path, MOSTLY).success
    assert checked(tmp_path, MOSTLY, waived(tmp_path, MOSTLY, 0)).success


def test_a_waiver_is_for_one_expectation_only(tmp_path: Path) -> None:
    found = checked(tmp_path, UNIQUE, waived(tmp_path, BETWEEN, 0)).results[0]
    assert (found.unexpected_count, found.waived_count) == (2, 0)


def test_repeated_values_can_be_waived(tmp_path: Path) -> None:
    found = checked(tmp_path, UNIQUE, *(waived(tmp_path, UNIQUE, row) for row in (0, 1))).results[0]
    assert (found.success, found.waived_count) == (True, 2)


def test_rows_without_a_key_are_waived_by_what_they_hold(tmp_path: Path) -> None:
    found = checked(tmp_path, BETWEEN, waived(tmp_path, BETWEEN, 0, key=""), key="").results[0]
    assert (found.unexpected_count, found.waived_count) == (1, 1)


@pytest.mark.parametrize("condition", [[{"column": "well", "is": "at least", "value": "A1"}]])
def test_kinds_that_are_judged_by_us_know_waivers_too(tmp_path: Path, condition: list[dict[str, Any]]) -> None:
    some = {**BETWEEN, "kwargs": {**BETWEEN["kwargs"], "where": condition}}
    found = checked(tmp_path, some, waived(tmp_path, some, 0)).results[0]
    assert (found.error, found.unexpected_count, found.waived_count) == ("", 1, 1)
