"""One polars query, written by hand: every count in one lazy select. No rows are named, no texts are made."""

import polars as pl

from benchmarks.engine.peer import Finding, Task, main
from benchmarks.engine.suite import COLUMNS, COUNTRIES, EMAIL, FEWEST_CUSTOMERS, FIRST, LAST, MOST_TOTAL, SKU, STATUSES

OPENERS = {"parquet": pl.scan_parquet, "csv": lambda path: pl.scan_csv(path, try_parse_dates=True)}
c = pl.col
COUNTS = {
    "id known": c("id").is_null().sum(),
    "id unique": c("id").is_duplicated().sum(),
    "customer known": c("customer").is_null().sum(),
    # Both are whole numbers of 32 bits: one number of 64 bits is much quicker to group than a pair.
    "receipt unique": (c("store").cast(pl.Int64) * 2**32 + c("receipt")).is_duplicated().sum(),
    "shipped after": (c("shipped") < c("ordered")).sum(),
    "quantity range": (~c("quantity").is_between(1, 12)).sum(),
    "price range": (~c("price").is_between(0.01, 500)).sum(),
    "discount range": (~c("discount").is_between(0, 0.5)).sum(),
    "discount known": c("discount").is_null().sum(),
    "sku length": (c("sku").str.len_chars() != 9).sum(),
    "sku pattern": (~c("sku").str.contains(SKU)).sum(),
    "country set": (~c("country").is_in(COUNTRIES)).sum(),
    "status set": (~c("status").is_in(STATUSES)).sum(),
    "email pattern": (~c("email").str.contains(EMAIL)).sum(),
    "email length": (~c("email").str.len_chars().is_between(6, 60)).sum(),
}
VALUES = {
    "rows": pl.len(),
    "customers": c("customer").n_unique() - c("customer").is_null().any(),
    "ordered min": c("ordered").min(),
    "quantity max": c("quantity").max(),
    "price mean": c("price").mean(),
    "price median": c("price").median(),
    "total sum": c("total").sum(),
    "statuses": c("status").unique().drop_nulls().implode(),
}


def run(task: Task) -> dict[str, Finding]:
    table = OPENERS[task.source](task.path)
    wanted = [expression.alias(name) for name, expression in (COUNTS | VALUES).items()]
    found = table.select(wanted).collect(engine="streaming" if task.mode == "streaming" else "in-memory")
    values = found.row(0, named=True)
    rows, schema = values["rows"], table.collect_schema()
    counts = {name: Finding(values[name] == 0, values[name]) for name in COUNTS}
    counts["discount known"] = Finding(values["discount known"] <= 0.1 * rows, values["discount known"])
    return counts | {
        "row count": Finding(rows == task.rows),
        "columns": Finding(tuple(schema) == COLUMNS),
        "customers": Finding(FEWEST_CUSTOMERS <= values["customers"] <= rows),
        "ordered min": Finding(FIRST <= values["ordered min"] <= LAST),
        "quantity max": Finding(1 <= values["quantity max"] <= 10),
        "price mean": Finding(200 <= values["price mean"] <= 300),
        "price median": Finding(200 <= values["price median"] <= 300),
        "price type": Finding(schema["price"] == pl.Float64),
        "total sum": Finding(0 <= values["total sum"] <= MOST_TOTAL * rows),
        "all statuses": Finding(set(values["statuses"]) == set(STATUSES)),
    }


if __name__ == "__main__":
    main(run)
