"""The rows that fail are noted while they are counted: the same rows that a look for them would find."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from checks import FileSource
from checks.engine import first
from checks.engine.compute import compute
from checks.engine.few import with_few_values
from checks.engine.first import look_for, noted_rows
from checks.engine.measures import Count, Median, Value
from checks.engine.rows import failing_rows
from checks.engine.table import Table, open_table
from checks.kind import Condition

ROWS = 60_000
COLUMNS = {
    "often": "i % 3",
    "seldom": "CASE WHEN i % 9000 = 77 THEN -1 ELSE i END",
    "late": "CASE WHEN i > 59990 THEN NULL ELSE 'x' || i END",
    "price": "CASE WHEN i % 7 = 0 THEN NULL ELSE (i * 31 % 1000) / 4 END",
    "even": "CASE WHEN i < 30000 THEN 1 ELSE 2 END",
    "exact": "(i % 301)::DECIMAL(12, 2)",
    "word": "['red', 'green', 'blue', 'grin'][CASE WHEN i % 20000 = 19999 THEN 4 ELSE 1 + i % 3 END]",
}
CONDITIONS = {
    "often": Condition("often = ?", (1,)),
    "seldom": Condition("seldom < 0"),
    "late": Condition("late IS NULL"),
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file, and the same rows in two parts."""
    folder = tmp_path_factory.mktemp("first")
    selected = ", ".join(f"{sql} AS {name}" for name, sql in COLUMNS.items())
    for name, where in {"all": "TRUE", "part-1": f"i < {ROWS // 2}", "part-2": f"i >= {ROWS // 2}"}.items():
        duckdb.sql(f"COPY (SELECT {selected} FROM range({ROWS}) AS t(i) WHERE {where}) TO '{folder}/{name}.parquet'")
    return folder


@pytest.fixture(params=["all.parquet", "part-*.parquet"])
def table(parts: Path, request: pytest.FixtureRequest) -> Iterator[Table]:
    with open_table(FileSource(str(parts), request.param, "parquet")) as opened:
        yield opened


@pytest.mark.parametrize("large", [1_000, 1_000_000], ids=["first rows tried first", "all at once"])
def test_the_rows_noted_are_those_that_a_look_would_find(
    table: Table, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first, "_LARGE", large)
    compute(table, [Count(each, (name,), failing=True) for name, each in CONDITIONS.items()], most=5)
    for name, condition in CONDITIONS.items():
        looked_for = failing_rows(table, condition, [name], ("price",), 5)
        assert len(looked_for) == 5
        assert noted_rows(table, condition, ["price", name], 5) == looked_for


def test_more_rows_than_were_noted_have_to_be_looked_for_unless_these_are_all(table: Table) -> None:
    compute(table, [Count(each, (name,), failing=True) for name, each in CONDITIONS.items()], most=8)
    assert noted_rows(table, CONDITIONS["often"], ["often"], 9) is None
    assert len(noted_rows(table, CONDITIONS["seldom"], ["seldom"], 9) or []) == 7
    assert noted_rows(table, Condition("seldom > 5"), ["seldom"], 1) is None


def test_rows_that_are_noted_later_are_fetched_later(table: Table) -> None:
    compute(table, [Count(CONDITIONS["often"], ("often",), failing=True)], most=2)
    assert noted_rows(table, CONDITIONS["often"], ["often"], 2) == failing_rows(
        table, CONDITIONS["often"], ["often"], (), 2
    )
    late = CONDITIONS["seldom"]
    look_for(table, late, Condition("seldom = -1"), 3)
    assert noted_rows(table, late, ["often", "seldom"], 3) == failing_rows(table, late, ["often", "seldom"], (), 3)


def test_the_few_failing_values_of_a_text_narrow_the_look_for_rows(table: Table) -> None:
    one = Count(Condition("word NOT IN (?, ?, ?)", ("red", "green", "blue")), ("word",), failing=True)
    other = Count(Condition("length(word) > 4 OR word LIKE 'gri%'"), ("word",), failing=True)
    found = compute(table, [one, other], most=5)
    assert [found[one], found[other]] == [3, 20_002]
    assert table.memo["narrowed", one.condition] == Condition('"word" IN (?)', ("grin",))
    assert table.memo["narrowed", other.condition].values == ("green", "grin")


@pytest.mark.parametrize("column", ["price", "even", "exact"])
def test_the_median_of_few_values_is_that_of_all_rows(table: Table, column: str) -> None:
    median = Median((column,), f'median("{column}")')
    mean = Value(f'avg("{column}")', (column,), weighs=True)
    assert with_few_values(table, [median, mean]) == {(column,)}
    found = compute(table, [median, mean])
    assert (found[median], found[mean]) == table.ask(f"SELECT median({column}), avg({column}) FROM data")[0]
