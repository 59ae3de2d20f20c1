"""The suite that every tool evaluates: 25 expectations on one table of 14 columns; seven of them must fail.

No expectation is here that one tool is known to be bad at: a range of moments row by row would be natural, and takes
Great Expectations on pandas as long as all the others together, so that the least moment is asked instead.

Each file in peers/ says the same in its tool's own language. Standard library only: every peer imports this.
"""

from datetime import datetime
from typing import Any

COLUMNS = (
    "id", "customer", "store", "receipt", "sku", "quantity", "price", "discount", "total",
    "country", "status", "email", "ordered", "shipped",
)  # fmt: skip
COUNTRIES = (
    "AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR", "HU", "IE", "IT", "NL", "NO", "PL", "PT", "SE",
    "SK",
)  # fmt: skip
STATUSES = ("new", "paid", "packed", "sent", "returned")
SKU = "^[A-Z]{2}-[0-9]{6}$"
EMAIL = r"^[a-z0-9._]+@[a-z0-9.-]+\.[a-z]{2,}$"
FIRST, LAST = datetime(2024, 1, 1), datetime(2026, 1, 1)
FEWEST_CUSTOMERS, MOST_TOTAL = 10, 10_000  # customers at least; euros of one row at most
FAILING = frozenset(
    ("customer known", "receipt unique", "quantity max", "price range", "country set", "email pattern", "shipped after")
)


def renamed(column: str, copy: int) -> str:
    """The name of a column's copy: the first keeps its own."""
    return f"{column}_{copy}" if copy else column


def suite(rows: int) -> dict[str, tuple[str, dict[str, Any]]]:
    """Name → (type, arguments) in the words of Great Expectations, for the table of that many rows."""
    return {**_about_rows(rows), **_about_numbers(rows), **_about_texts()}


def _about_rows(rows: int) -> dict[str, tuple[str, dict[str, Any]]]:
    pair = {"column_A": "shipped", "column_B": "ordered", "or_equal": True, "ignore_row_if": "either_value_is_missing"}
    period = {"min_value": FIRST, "max_value": LAST}
    return {
        "row count": ("expect_table_row_count_to_equal", {"value": rows}),
        "columns": ("expect_table_columns_to_match_ordered_list", {"column_list": list(COLUMNS)}),
        "id known": ("expect_column_values_to_not_be_null", {"column": "id"}),
        "id unique": ("expect_column_values_to_be_unique", {"column": "id"}),
        "customer known": ("expect_column_values_to_not_be_null", {"column": "customer"}),
        "customers": (
            "expect_column_unique_value_count_to_be_between",
            {"column": "customer", "min_value": FEWEST_CUSTOMERS, "max_value": rows},
        ),
        "receipt unique": (
            "expect_compound_columns_to_be_unique",
            {"column_list": ["store", "receipt"], "ignore_row_if": "any_value_is_missing"},
        ),
        "ordered min": ("expect_column_min_to_be_between", {"column": "ordered", **period}),
        "shipped after": ("expect_column_pair_values_a_to_be_greater_than_b", pair),
    }


def _about_numbers(rows: int) -> dict[str, tuple[str, dict[str, Any]]]:
    between = "expect_column_values_to_be_between"
    return {
        "quantity range": (between, {"column": "quantity", "min_value": 1, "max_value": 12}),
        "quantity max": ("expect_column_max_to_be_between", {"column": "quantity", "min_value": 1, "max_value": 10}),
        "price range": (between, {"column": "price", "min_value": 0.01, "max_value": 500}),
        "price mean": ("expect_column_mean_to_be_between", {"column": "price", "min_value": 200, "max_value": 300}),
        "price median": ("expect_column_median_to_be_between", {"column": "price", "min_value": 200, "max_value": 300}),
        "price type": ("expect_column_values_to_be_of_type", {"column": "price", "type_": "DOUBLE"}),
        "discount range": (between, {"column": "discount", "min_value": 0, "max_value": 0.5}),
        "discount known": ("expect_column_values_to_not_be_null", {"column": "discount", "mostly": 0.9}),
        "total sum": (
            "expect_column_sum_to_be_between",
            {"column": "total", "min_value": 0, "max_value": MOST_TOTAL * rows},
        ),
    }


def _about_texts() -> dict[str, tuple[str, dict[str, Any]]]:
    regex, within = "expect_column_values_to_match_regex", "expect_column_values_to_be_in_set"
    return {
        "sku length": ("expect_column_value_lengths_to_equal", {"column": "sku", "value": 9}),
        "sku pattern": (regex, {"column": "sku", "regex": SKU}),
        "country set": (within, {"column": "country", "value_set": list(COUNTRIES)}),
        "status set": (within, {"column": "status", "value_set": list(STATUSES)}),
        "all statuses": (
            "expect_column_distinct_values_to_equal_set",
            {"column": "status", "value_set": list(STATUSES)},
        ),
        "email pattern": (regex, {"column": "email", "regex": EMAIL}),
        "email length": (
            "expect_column_value_lengths_to_be_between",
            {"column": "email", "min_value": 6, "max_value": 60},
        ),
    }
