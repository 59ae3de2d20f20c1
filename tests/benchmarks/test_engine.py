"""The benchmark of the engine measures what it says: the suite, its shapes, the agreement, the page."""

from pathlib import Path

import pytest

from benchmarks import table
from benchmarks.engine import agree, report, tables
from benchmarks.engine.measure import Measured
from benchmarks.engine.peer import Finding, Task
from benchmarks.engine.peers import duckdb_query, ours
from benchmarks.engine.roster import OURS, PEERS
from benchmarks.engine.shapes import copied, many
from benchmarks.engine.suite import COLUMNS, FAILING, suite
from checks import validate_suite

ROWS = 100_000


def task(path: Path, mode: str = "", rows: int = ROWS) -> Task:
    return Task(path.suffix[1:], rows, {"path": str(path)}, "", mode)


def test_ours_and_the_query_written_by_hand_find_the_same_seven_failures(tmp_path: Path) -> None:
    asked = task(tables.make(tmp_path, ROWS, "parquet"))
    here, by_hand = ours.run(asked), duckdb_query.run(asked)
    assert {name for name, each in here.items() if not each.success} == FAILING
    assert agree.differences(here, by_hand) == agree.missing(here, by_hand) == []


def test_csv_holds_the_same_rows(tmp_path: Path) -> None:
    parquet, csv = (tables.make(tmp_path, ROWS, each) for each in ("parquet", "csv"))
    assert duckdb_query.run(task(parquet)) == duckdb_query.run(task(csv))


def test_a_wide_table_fails_as_often_as_its_columns_are_repeated(tmp_path: Path) -> None:
    found = ours.run(task(tables.make(tmp_path, ROWS, "parquet", 2), "copies=2"))
    assert sum(not each.success for each in found.values()) == 2 * len(FAILING)


@pytest.mark.parametrize("shape", [suite(ROWS), many(ROWS, 500)], ids=["25", "500"])
def test_every_expectation_is_one_that_our_suites_may_hold(shape: dict[str, tuple[str, dict[str, object]]]) -> None:
    validate_suite(ours.document(shape), list(COLUMNS))  # raises SuiteInvalid


def test_no_two_of_the_500_expectations_are_alike() -> None:
    asked = [repr(each) for each in many(ROWS, 500).values()]
    assert len(set(asked)) == len(asked) == 500


def test_a_copy_asks_nothing_twice_of_the_whole_table() -> None:
    assert len(copied(ROWS, 4)) == 4 * 25 - 3 * 2


def test_a_peer_that_sees_something_else_is_told_in_words() -> None:
    here = {"a": Finding(True, 0), "b": Finding(False, 40), "c": Finding(True), "d": Finding(True, 3)}
    there = {"a": Finding(False, 1), "b": Finding(False, 20), "d": Finding(True)}
    assert agree.differences(here, there) == ["a: fails there, passes here", "b: 20 rows fail there, 40 here"]
    assert agree.missing(here, there) == ["c"]
    assert agree.uncounted(here, there) == 1


def test_a_peer_that_fails_stands_in_the_table_with_its_reason() -> None:
    part = {OURS.name: Measured(2, 2, 100, {"a": Finding(True)}), "Soda Core 4": Measured(fault="No such | thing")}
    page = report.section(ROWS, 1, {"parquet": part})
    assert "| Soda Core 4 | failed: No such / thing | | | | – |" in page
    assert "| **Weirdness** | 2.00 | 1.00 | 2.00 | 100 | ours |" in page


def test_a_busy_machine_is_told() -> None:
    part = {OURS.name: Measured(2, 2, 100, {"a": Finding(True)}, load=9)}
    assert "busy with other work" in report.section(ROWS, 1, {"parquet": part})
    assert "busy" not in report.section(ROWS, 1, {"parquet": {OURS.name: Measured(2, load=2)}})


def test_a_section_is_renewed_and_the_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("# Benchmarks\n\nTop.\n\n## One\n\nold\n\n### Part\n\nmore\n\n## Two\n\nkept\n")
    monkeypatch.setattr(table, "PAGE", page)
    table.renew("One", "new")
    table.renew("Three", "added")
    assert page.read_text() == "# Benchmarks\n\nTop.\n\n## One\n\nnew\n\n## Two\n\nkept\n\n## Three\n\nadded\n"


def test_every_peer_has_its_file_and_its_requirements() -> None:
    folder = Path(ours.__file__).parent
    assert [each.name for each in PEERS if not (folder / f"{each.module}.py").exists()] == []
    assert [
        each.name for each in PEERS if each.requirements and not (folder / f"{each.requirements}.txt").exists()
    ] == []
