"""pointblank on polars: one Validate, a step per expectation, interrogated; failing rows are counted per step.

It has no median, maximum or count of distinct values: those are `specially` with a function, as its documentation
says. `columns` and `price type` are one schema step. It keeps up to 500 failing rows per step, by its default.
"""

from collections.abc import Callable
from typing import Any

import pointblank as pb
import polars as pl

from benchmarks.engine.peer import Finding, Task, main
from benchmarks.engine.suite import COLUMNS, COUNTRIES, EMAIL, FEWEST_CUSTOMERS, FIRST, LAST, MOST_TOTAL, SKU, STATUSES

READERS = {"parquet": pl.read_parquet, "csv": lambda path: pl.read_csv(path, try_parse_dates=True)}
VERDICTS = frozenset((
    "row count", "columns", "price type", "ordered min", "quantity max", "price mean", "price median", "total sum",
    "customers", "all statuses", "discount known",
))  # fmt: skip
c = pl.col


def run(task: Task) -> dict[str, Finding]:
    validation = steps(READERS[task.source](task.path), task.rows).interrogate()
    failed = validation.n_failed()
    found: dict[str, Finding] = {}
    for number, step in enumerate(validation.validation_info, start=1):
        if step.eval_error:
            raise ValueError(f"{step.brief}: it could not be evaluated")
        name = str(step.brief)
        success = bool(step.all_passed) and found.get(name, Finding(True)).success
        found[name] = Finding(success, None if name in VERDICTS else int(failed[number]))
    found["price type"] = found["columns"]
    return found


def steps(table: pl.DataFrame, rows: int) -> pb.Validate:
    """The brief of a step is the expectation's name; two steps of one name must both pass."""
    schema = pb.Schema(columns=[(name, "Float64") if name == "price" else (name,) for name in COLUMNS])
    validation = (
        pb.Validate(table)
        .row_count_match(rows, brief="row count")
        .col_schema_match(schema, brief="columns")
        .col_vals_not_null("id", brief="id known")
        .rows_distinct("id", brief="id unique")
        .col_vals_not_null("customer", brief="customer known")
        .rows_distinct(["store", "receipt"], brief="receipt unique")
        .col_vals_ge("shipped", pb.col("ordered"), na_pass=True, brief="shipped after")
        .col_vals_between("quantity", 1, 12, na_pass=True, brief="quantity range")
        .col_vals_between("price", 0.01, 500, na_pass=True, brief="price range")
        .col_avg_ge("price", 200, brief="price mean")
        .col_avg_le("price", 300, brief="price mean")
        .col_vals_between("discount", 0, 0.5, na_pass=True, brief="discount range")
        .col_sum_ge("total", 0, brief="total sum")
        .col_sum_le("total", MOST_TOTAL * rows, brief="total sum")
        .col_vals_str_len("sku", 9, 9, na_pass=True, brief="sku length")
        .col_vals_regex("sku", SKU, na_pass=True, brief="sku pattern")
        .col_vals_in_set("country", [*COUNTRIES, None], brief="country set")
        .col_vals_in_set("status", [*STATUSES, None], brief="status set")
        .col_vals_regex("email", EMAIL, na_pass=True, brief="email pattern")
        .col_vals_str_len("email", 6, 60, na_pass=True, brief="email length")
    )
    for name, expression in special(rows).items():
        validation = validation.specially(_selecting(expression), brief=name)
    return validation


def special(rows: int) -> dict[str, pl.Expr]:
    known = c("status").drop_nulls()
    return {
        "ordered min": c("ordered").min().is_between(FIRST, LAST),
        "quantity max": c("quantity").max().is_between(1, 10),
        "price median": c("price").median().is_between(200, 300),
        "customers": c("customer").drop_nulls().n_unique().is_between(FEWEST_CUSTOMERS, rows),
        "discount known": c("discount").is_null().mean() <= 0.1,
        "all statuses": known.is_in(STATUSES).all() & (known.n_unique() == len(STATUSES)),
    }


def _selecting(expression: pl.Expr) -> Callable[[Any], bool]:
    return lambda table: bool(table.select(expression).item())


if __name__ == "__main__":
    main(run)
