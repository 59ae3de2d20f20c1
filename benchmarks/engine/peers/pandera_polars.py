"""pandera on polars: a DataFrameSchema, validated lazily, so that every check is evaluated and its rows counted.

What pandera has no check for (pairs, statistics, distinct values, `mostly`) is a check with a function, as its
documentation shows. Its report holds every failing row, so `customers` and the like are asked for as a verdict.
"""

from collections.abc import Callable

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from benchmarks.engine.peer import Finding, Task, main
from benchmarks.engine.suite import COLUMNS, COUNTRIES, EMAIL, FEWEST_CUSTOMERS, FIRST, LAST, MOST_TOTAL, SKU, STATUSES

READERS = {"parquet": pl.read_parquet, "csv": lambda path: pl.read_csv(path, try_parse_dates=True)}
BUILT_IN = {("id", "not_nullable"): "id known", ("customer", "not_nullable"): "customer known"} | {
    ("id", "field_uniqueness"): "id unique",
    ("orders", "multiple_fields_uniqueness"): "receipt unique",
    ("price", "dtype('Float64')"): "price type",
    ("orders", "column_ordered"): "columns",
}
STATISTICS = ("row count", "ordered min", "quantity max", "price mean", "price median", "total sum", "customers")
VERDICTS = (*STATISTICS, "all statuses", "discount known", "price type", "columns")
CHECKS = {
    "quantity": [pa.Check.in_range(1, 12, error="quantity range")],
    "price": [pa.Check.in_range(0.01, 500, error="price range")],
    "discount": [pa.Check.in_range(0, 0.5, error="discount range")],
    "sku": [pa.Check.str_length(9, 9, error="sku length"), pa.Check.str_matches(SKU, error="sku pattern")],
    "country": [pa.Check.isin(COUNTRIES, error="country set")],
    "status": [
        pa.Check.isin(STATUSES, error="status set"),
        pa.Check.unique_values_eq(STATUSES, error="all statuses"),
    ],
    "email": [pa.Check.str_matches(EMAIL, error="email pattern"), pa.Check.str_length(6, 60, error="email length")],
}
NAMES = frozenset(
    (*BUILT_IN.values(), *VERDICTS, "shipped after", *(each.error for few in CHECKS.values() for each in few))
)


def run(task: Task) -> dict[str, Finding]:
    counted: dict[str, int] = {}
    try:
        schema(task.rows).validate(READERS[task.source](task.path), lazy=True)
    except SchemaErrors as errors:
        counted = counts(errors.failure_cases)
    return {name: Finding(name not in counted, None if name in VERDICTS else counted.get(name, 0)) for name in NAMES}


def counts(cases: pl.DataFrame) -> dict[str, int]:
    """Failing rows by the expectation's name; raises KeyError for a complaint that is about none of them."""
    found = {}
    for column, check, number in cases.group_by("column", "check").len().iter_rows():
        found[check if check in NAMES else BUILT_IN[column, check]] = number
    return found


def schema(rows: int) -> pa.DataFrameSchema:
    known, types = ("id", "customer"), {"price": pl.Float64}
    columns = {
        name: pa.Column(types.get(name), CHECKS.get(name), nullable=name not in known, unique=name == "id")
        for name in COLUMNS
    }
    return pa.DataFrameSchema(
        columns, whole(rows), name="orders", strict=True, ordered=True, unique=["store", "receipt"],
        report_duplicates="all",
    )  # fmt: skip


def whole(rows: int) -> list[pa.Check]:
    """Checks of the table: one of rows, and those of statistics."""
    c = pl.col
    asked = {
        "row count": pl.len() == rows,
        "ordered min": c("ordered").min().is_between(FIRST, LAST),
        "quantity max": c("quantity").max().is_between(1, 10),
        "price mean": c("price").mean().is_between(200, 300),
        "price median": c("price").median().is_between(200, 300),
        "total sum": c("total").sum().is_between(0, MOST_TOTAL * rows),
        "customers": c("customer").drop_nulls().n_unique().is_between(FEWEST_CUSTOMERS, rows),
        "discount known": c("discount").is_null().mean() <= 0.1,
        "shipped after": (c("shipped") >= c("ordered")).fill_null(True),
    }
    return [pa.Check(_selecting(expression), error=name) for name, expression in asked.items()]


def _selecting(expression: pl.Expr) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    return lambda data: data.lazyframe.select(expression)


if __name__ == "__main__":
    main(run)
