"""Soda Core 4: a data contract, verified locally, over DuckDB for files and over its own PostgreSQL package.

Its `duplicate` check counts rows beyond the first of each value, where Great Expectations counts every row of a
repeated value. Median and number of values are metrics in SQL, which it folds into the same query.
"""

import json
import os
from typing import Any

os.environ["SODA_CORE_TELEMETRY_ENABLED"] = "false"  # read while it is imported

import duckdb
from soda_core.common.data_source_impl import DataSourceImpl
from soda_core.common.yaml import ContractYamlSource, DataSourceYamlSource
from soda_core.contracts.contract_verification import ContractVerificationSession
from soda_duckdb.common.data_sources.duckdb_data_source import DuckDBDataSourceImpl
from soda_postgres.common.data_sources.postgres_data_source import PostgresDataSourceImpl

from benchmarks.engine.peer import THREADS, Finding, Task, main
from benchmarks.engine.suite import COLUMNS, COUNTRIES, EMAIL, FEWEST_CUSTOMERS, FIRST, LAST, MOST_TOTAL, SKU, STATUSES

READERS = {"parquet": "read_parquet('{}')", "csv": "read_csv('{}')"}
MEDIAN = {"duckdb": "median(price)", "postgres": "percentile_cont(0.5) WITHIN GROUP (ORDER BY price)"}
COUNTS = ("missing_count", "invalid_count", "duplicate_count", "failed_rows_count")
MOSTLY = {"metric": "percent", "must_be_less_than_or_equal": 10}
FAILED_ROWS = f"ordered < TIMESTAMP '{FIRST}' OR ordered > TIMESTAMP '{LAST}'"


def run(task: Task) -> dict[str, Finding]:
    source = postgres(task.where) if task.source == "postgres" else over_duckdb(task)
    prefix, kind = ("orders/main/", "duckdb") if task.source != "postgres" else (_prefix(task.where), "postgres")
    contract = json.dumps({"dataset": f"{prefix}orders", **checks(task.rows, kind)})  # JSON is YAML
    session = ContractVerificationSession.execute(
        contract_yaml_sources=[ContractYamlSource.from_str(contract)], data_source_impls=[source]
    )
    if session.has_errors:
        raise ValueError(session.get_errors_str())
    results = session.contract_verification_results[0].check_results
    found = {each.check.name: finding(each) for each in results}
    # One check of its own tells both names and types.
    found["price type"] = found["columns"]
    return found


def over_duckdb(task: Task) -> DataSourceImpl:
    database = duckdb.connect(config={"threads": THREADS})
    kind = "TABLE" if task.source == "csv" else "VIEW"
    database.execute(f"CREATE {kind} orders AS SELECT * FROM {READERS[task.source].format(task.path)}")
    return DuckDBDataSourceImpl.from_existing_cursor(database, name="orders")


def postgres(where: dict[str, str]) -> DataSourceImpl:
    connection = {name: where[name] for name in ("host", "port", "database", "user", "password")}
    given = {"type": "postgres", "name": "orders", "connection": connection | {"port": int(where["port"])}}
    source = DataSourceImpl.from_yaml_source(DataSourceYamlSource.from_str(json.dumps(given)))
    assert isinstance(source, PostgresDataSourceImpl)
    source.open_connection()
    return source


def _prefix(where: dict[str, str]) -> str:
    return f"orders/{where['database']}/public/"


def finding(result: Any) -> Finding:
    numbers = result.diagnostic_metric_values or {}
    counted = [int(numbers[name]) for name in COUNTS if name in numbers and _tells(result.check.type, name)]
    if result.check.type in ("schema", "row_count", "metric", "aggregate") or result.check.name == "ordered min":
        counted = []
    return Finding(bool(result.is_passed), counted[0] if counted else None)


def _tells(kind: str, metric: str) -> bool:
    return metric.startswith(kind) or (kind == "failed_rows" and metric == "failed_rows_count")


def checks(rows: int, kind: str) -> dict[str, Any]:
    return {
        "columns": [
            {"name": name, **TYPES.get(name, {}), **({"checks": given} if (given := column(name, rows, kind)) else {})}
            for name in COLUMNS
        ],
        "checks": [
            {"schema": {"name": "columns"}},
            {"row_count": {"name": "row count", "threshold": {"must_be": rows}}},
            {"duplicate": {"name": "receipt unique", "columns": ["store", "receipt"]}},
            {"failed_rows": {"name": "shipped after", "qualifier": "shipped", "expression": "shipped < ordered"}},
            {"failed_rows": {"name": "ordered min", "qualifier": "ordered", "expression": FAILED_ROWS}},
        ],
    }


TYPES = {"price": {"data_type": "double precision"}}


def column(name: str, rows: int, kind: str) -> list[dict[str, Any]]:
    return {
        "id": [{"missing": {"name": "id known"}}, {"duplicate": {"name": "id unique"}}],
        "customer": [
            {"missing": {"name": "customer known"}},
            _metric("customers", "count(DISTINCT customer)", FEWEST_CUSTOMERS, rows),
        ],
        "quantity": [
            _invalid("quantity range", valid_min=1, valid_max=12),
            _aggregate("quantity max", "max", 1, 10),
        ],
        "price": [
            _invalid("price range", valid_min=0.01, valid_max=500),
            _aggregate("price mean", "avg", 200, 300),
            _metric("price median", MEDIAN[kind], 200, 300),
        ],
        "discount": [
            _invalid("discount range", valid_min=0, valid_max=0.5),
            {
                "missing": {
                    "name": "discount known",
                    "threshold": MOSTLY,
                }
            },
        ],
        "total": [_aggregate("total sum", "sum", 0, MOST_TOTAL * rows)],
        "sku": [_invalid("sku length", valid_length=9), _invalid("sku pattern", valid_format=_format(SKU))],
        "country": [_invalid("country set", valid_values=list(COUNTRIES))],
        "status": [
            _invalid("status set", valid_values=list(STATUSES)),
            _metric("all statuses", "count(DISTINCT status)", len(STATUSES)),
        ],
        "email": [
            _invalid("email pattern", valid_format=_format(EMAIL)),
            _invalid("email length", valid_min_length=6, valid_max_length=60),
        ],
    }.get(name, [])


def _invalid(name: str, **valid: Any) -> dict[str, Any]:
    return {"invalid": {"name": name, "qualifier": name, **valid}}


def _format(regex: str) -> dict[str, str]:
    return {"regex": regex, "name": "expected form"}


def _aggregate(name: str, function: str, least: float, most: float) -> dict[str, Any]:
    return {"aggregate": {"name": name, "function": function, "threshold": _between(least, most)}}


def _metric(name: str, expression: str, least: float, most: float | None = None) -> dict[str, Any]:
    threshold = {"must_be": least} if most is None else _between(least, most)
    return {"metric": {"name": name, "expression": expression, "threshold": threshold}}


def _between(least: float, most: float) -> dict[str, Any]:
    return {"must_be_between": {"greater_than_or_equal": least, "less_than_or_equal": most}}


if __name__ == "__main__":
    main(run)
