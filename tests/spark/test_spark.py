"""A table of a real local Spark, through the engine: `make test-spark`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checks import Plan, SourceUnreadable, SuiteResult, describe, fetch, preview, run
from checks.sources.spark import SETTINGS
from checks.specs import SparkSource

pyspark_sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed: make test-spark installs it.")
MASTER = "local[2]"
ROWS = [(1, "EUR", 10.0), (2, "USD", None), (3, "XXX", -5.0), (3, "EUR", 7.5)]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSource]:
    """A table in Spark's own warehouse, in a session that the engine finds running."""
    folder = tmp_path_factory.mktemp("warehouse")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield SparkSource(MASTER, made(folder))


def made(folder: Path) -> str:
    builder = pyspark_sql.SparkSession.builder.master(MASTER).config("spark.sql.warehouse.dir", str(folder / "here"))
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.enableHiveSupport().getOrCreate()
    session.createDataFrame(ROWS, "id bigint, currency string, amount double").write.saveAsTable("payments")
    return "default.payments"


def expectation(kind: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": f"expect_{kind}", "kwargs": kwargs}


def checked(source: SparkSource, *expectations: dict[str, Any]) -> SuiteResult:
    return run(Plan(source, {"name": "payments", "expectations": list(expectations)}, key_columns=("id", "currency")))


def test_columns_rows_and_types_are_told(source: SparkSource) -> None:
    found = describe(source, ("id", "currency"))
    assert found.columns == (("id", "integer"), ("currency", "text"), ("amount", "number"))
    assert found.row_count == len(ROWS)
    assert found.key_unique


def test_the_verdicts_are_great_expectations_own_and_failing_rows_are_named(source: SparkSource) -> None:
    result = checked(
        source,
        expectation("column_values_to_not_be_null", column="amount"),
        expectation("column_values_to_be_in_set", column="currency", value_set=["EUR", "USD"]),
        expectation("column_values_to_be_between", column="amount", min_value=0),
        expectation("column_values_to_be_unique", column="id"),
        expectation("column_mean_to_be_between", column="amount", min_value=0, max_value=10),
        expectation("table_row_count_to_equal", value=4),
    )
    assert [each.error for each in result.results] == [""] * 6
    assert [each.success for each in result.results] == [False, False, False, False, True, True]
    assert [each.unexpected_count for each in result.results[:4]] == [1, 1, 1, 2]
    assert result.results[1].keys == ({"id": 3, "currency": "XXX"},)
    assert {key["currency"] for key in result.results[3].keys} == {"XXX", "EUR"}


def test_rows_are_found_by_key_and_the_first_ones_are_shown(source: SparkSource) -> None:
    assert fetch(source, [{"id": 2, "currency": "USD"}]).rows == ({"id": 2, "currency": "USD", "amount": None},)
    assert len(preview(source, 2).rows) == 2


def test_a_table_that_is_not_there_is_a_sentence(source: SparkSource) -> None:
    with pytest.raises(SourceUnreadable, match="no table nowhere"):
        describe(SparkSource(MASTER, "nowhere"))
