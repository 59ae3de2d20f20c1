"""How many rows, how many different values, how many repeats: found in quick ways, equal to what SQL counts slowly."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from checks import FileSource, Plan, run
from checks.engine import duck
from checks.engine import few as fewing
from checks.engine import middle as middles
from checks.engine.compute import compute
from checks.engine.interface import Refused
from checks.engine.measures import Count, Distinct, Filled, Measure, Repeats, Value
from checks.engine.repeats import distinct, repeated_rows
from checks.engine.table import Table, open_table
from checks.kind import Condition
from checks.sql import quoted

ROWS = 30_000
COLUMNS = {
    "dense": "i % 20000",
    "sparse": "(i * 7919) % 100003 * 1000000007",
    "small": "CASE WHEN i % 11 = 0 THEN NULL ELSE i % 7 - 3 END",
    "wide": "CASE WHEN i % 3 = 0 THEN -9000000000000000000 ELSE 9000000000000000000 - i % 9000 END",
    "huge": "(i % 5)::UBIGINT + 18446744073709551000",
    "text": "'value ' || (i % 25000)",
    "few": "['EUR', 'USD', NULL, '', 'CHF'][1 + i % 5]",
    "fraction": "CASE i % 4 WHEN 0 THEN 0.0 WHEN 1 THEN -0.0 WHEN 2 THEN 1.5 ELSE NULL END",
    "day": "DATE '2020-01-01' + (i % 400)::INTEGER",
    "moment": "TIMESTAMP '2020-01-01' + to_microseconds((i % 29000)::BIGINT)",
    "flag": "i % 2 = 0",
    "exact": "(i % 300)::DECIMAL(20, 3) / 7",
    "empty": "NULL::INTEGER",
}
COMBINED = [
    *[("dense", "few"), ("text", "flag"), ("day", "fraction", "moment")],
    *[("small", "dense"), ("dense", "small", "flag"), ("dense", "sparse"), ("small", "wide"), ("small", "empty")],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compute")


@pytest.fixture(scope="module")
def table(folder: Path) -> Iterator[Table]:
    selected = ", ".join(f"{sql} AS {name}" for name, sql in COLUMNS.items())
    duckdb.sql(f"COPY (SELECT {selected} FROM range({ROWS}) AS t(i)) TO '{folder}/data.parquet'")
    with open_table(FileSource(str(folder), "data.parquet", "parquet")) as opened:
        yield opened


def grouped(table: Table, columns: tuple[str, ...]) -> tuple[int, int]:
    """Different combinations, and rows whose combination occurs twice, as SQL groups them."""
    names = ", ".join(map(quoted, columns))
    filled = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in columns)
    found = f"SELECT count(*) AS n FROM data WHERE {filled} GROUP BY {names}"
    row = table.ask(f"SELECT count(*), coalesce(sum(n) FILTER (WHERE n > 1), 0) FROM ({found})")[0]
    return int(row[0]), int(row[1])


@pytest.mark.parametrize("columns", [*((name,) for name in COLUMNS), *COMBINED], ids="+".join)
@pytest.mark.parametrize("most", [0, 7_000, duck.MOST_NUMBERS], ids=["grouped", "in pieces", "sorted"])
def test_different_and_repeated_values_are_counted_as_sql_counts_them(
    table: Table, columns: tuple[str, ...], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duck, "MOST_NUMBERS", most)
    table.memo.clear()
    assert (distinct(table, columns), repeated_rows(table, columns)) == grouped(table, columns)


@pytest.mark.parametrize("values", [1, 1_000_000], ids=["row by row", "value by value"])
def test_a_condition_is_counted_alike_on_rows_and_on_different_values(
    table: Table, values: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fewing, "FEW", values)
    measures: list[Measure] = [
        Count(Condition("few NOT IN (?, ?)", ("EUR", "USD")), ("few",)),
        Count(Condition("length(few) <> 3"), ("few",)),
        Filled(("few",)),
        Distinct(("few",)),
        Repeats(("few",)),
        Value("min(few)", ("few",)),
        Value("count(DISTINCT few) FILTER (WHERE few IN (?))", ("few",), ("CHF",)),
    ]
    found = compute(table, measures)
    assert [found[each] for each in measures] == [12_000, 6_000, 24_000, 4, 24_000, "", 1]


@pytest.mark.parametrize("held", [10, 2_000_000], ids=["narrowed", "held"])
@pytest.mark.parametrize("column", ["dense", "sparse", "fraction", "exact", "empty"])
def test_the_middle_of_many_numbers_is_the_median(
    table: Table, column: str, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middles, "_HELD", held)
    assert middles.middle(table, column) == table.ask(f"SELECT median(CAST({column} AS DOUBLE)) FROM data")[0][0]


def test_what_the_engine_refuses_stands_alone(table: Table) -> None:
    good, bad = Filled(("text",)), Count(Condition("text + 1 > 3"), ("text",))
    found = compute(table, [good, bad])
    assert found[good] == ROWS
    assert isinstance(found[bad], Refused)


def test_it_is_told_how_many_measures_are_done(table: Table) -> None:
    heard: list[tuple[int, int]] = []
    compute(table, [Filled(("text",)), Filled(("few",)), Distinct(("day",))], lambda done, of: heard.append((done, of)))
    assert heard == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.usefixtures("table")
def test_the_rows_shown_are_the_first_that_repeat(folder: Path) -> None:
    suite = {
        "name": "s",
        "expectations": [{"type": "expect_column_values_to_be_unique", "kwargs": {"column": "dense"}}],
    }
    found = run(Plan(FileSource(str(folder), "data.parquet", "parquet"), suite, samples=3)).results[0]
    assert found.unexpected_count == 20_000
    assert [row["dense"] for row in found.examples] == [0, 1, 2]
