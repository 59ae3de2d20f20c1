"""The suite as SQL written by hand, shared by the DuckDB and the PostgreSQL peers: aggregates, then verdicts."""

from collections.abc import Callable
from typing import Any

from benchmarks.engine.peer import Finding
from benchmarks.engine.suite import COLUMNS, COUNTRIES, EMAIL, FEWEST_CUSTOMERS, FIRST, LAST, MOST_TOTAL, SKU, STATUSES

CONDITIONS = {  # name: true for a failing row; a missing value makes it NULL, which is not counted
    "id known": "id IS NULL",
    "customer known": "customer IS NULL",
    "shipped after": "shipped < ordered",
    "quantity range": "NOT quantity BETWEEN 1 AND 12",
    "price range": "NOT price BETWEEN 0.01 AND 500",
    "discount range": "NOT discount BETWEEN 0 AND 0.5",
    "discount known": "discount IS NULL",
    "sku length": "length(sku) <> 9",
    "country set": f"country NOT IN {COUNTRIES}",
    "status set": f"status NOT IN {STATUSES}",
    "email length": "NOT length(email) BETWEEN 6 AND 60",
}
PATTERNS = {"sku pattern": ("sku", SKU), "email pattern": ("email", EMAIL)}
STATISTICS = {
    "rows": "count(*)",
    "ordered min": "min(ordered)",
    "quantity max": "max(quantity)",
    "price mean": "avg(price)",
    "total sum": "sum(total)",
}
DISTINCT = {
    "id unique": "count(id) - count(DISTINCT id)",
    "customers": "count(DISTINCT customer)",
    "statuses": "array_agg(DISTINCT status)",
}
RECEIPTS = (
    "(SELECT coalesce(sum(n), 0) FROM"
    " (SELECT count(*) AS n FROM {table} GROUP BY store, receipt HAVING count(*) > 1) AS repeated)"
)


def counts(count_if: Callable[[str], str], matches: Callable[[str, str], str]) -> dict[str, str]:
    """Name → SQL that counts the failing rows."""
    patterns = {name: f"NOT {matches(column, regex)}" for name, (column, regex) in PATTERNS.items()}
    return {name: count_if(condition) for name, condition in (CONDITIONS | patterns).items()}


def select(parts: dict[str, str], table: str) -> str:
    return f"SELECT {', '.join(parts.values())} FROM {table}"


def verdicts(values: dict[str, Any], rows: int, columns: list[str], is_double: bool) -> dict[str, Finding]:
    """`values`: what the parts above found, "price median" and "receipt unique", by name."""
    counted = (*CONDITIONS, *PATTERNS, "id unique", "receipt unique")
    found = {name: Finding(not values[name], int(values[name])) for name in counted}
    found["discount known"] = Finding(values["discount known"] <= 0.1 * values["rows"], values["discount known"])
    return found | {
        "row count": Finding(values["rows"] == rows),
        "columns": Finding(tuple(columns) == COLUMNS),
        "customers": Finding(FEWEST_CUSTOMERS <= values["customers"] <= rows),
        "ordered min": Finding(FIRST <= values["ordered min"] <= LAST),
        "quantity max": Finding(1 <= values["quantity max"] <= 10),
        "price mean": Finding(200 <= values["price mean"] <= 300),
        "price median": Finding(200 <= values["price median"] <= 300),
        "price type": Finding(is_double),
        "total sum": Finding(0 <= values["total sum"] <= MOST_TOTAL * rows),
        "all statuses": Finding(set(values["statuses"]) - {None} == set(STATUSES)),
    }
