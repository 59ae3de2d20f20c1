"""PostgreSQL by hand: one SELECT; `split`, the queries that a person would take apart; `scan`, nothing but reading.

`split` asks for distinct values by GROUP BY, which PostgreSQL does by hashing and on two cores, where
count(DISTINCT …) sorts on one; the rest stays one SELECT.
"""

from contextlib import closing
from typing import Any

import psycopg2

from benchmarks.engine.peer import Finding, Task, main
from benchmarks.engine.peers import by_hand
from benchmarks.engine.suite import COLUMNS

MEDIAN = {"price median": "percentile_cont(0.5) WITHIN GROUP (ORDER BY price)"}
RECEIPTS = {"receipt unique": by_hand.RECEIPTS.format(table="orders")}
GROUPED = {
    "id unique": "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM orders GROUP BY id) AS ids",
    "customers": "SELECT count(customer) FROM (SELECT customer FROM orders GROUP BY customer) AS customers",
    "statuses": "SELECT array_agg(status) FROM (SELECT status FROM orders GROUP BY status) AS statuses",
    "receipt unique": f"SELECT {RECEIPTS['receipt unique']}",
    "price median": f"SELECT {MEDIAN['price median']} FROM orders",
}


def run(task: Task) -> dict[str, Finding]:
    where = {name: task.where[name] for name in ("host", "port", "user", "password")}
    with closing(psycopg2.connect(dbname=task.where["database"], **where)) as connection, connection.cursor() as cursor:
        if task.mode == "scan":
            cursor.execute(f"SELECT {', '.join(f'count({name})' for name in COLUMNS)} FROM orders")
            return {}
        return by_hand.verdicts(_values(cursor, task.mode), task.rows, *_columns(cursor))


def _values(cursor: Any, mode: str) -> dict[str, Any]:
    simple = by_hand.counts(_count_if, lambda name, regex: f"{name} ~ '{regex}'") | by_hand.STATISTICS
    if mode == "split":
        return _asked(cursor, simple) | {name: _one(cursor, statement) for name, statement in GROUPED.items()}
    return _asked(cursor, simple | by_hand.DISTINCT | MEDIAN | RECEIPTS)


def _asked(cursor: Any, parts: dict[str, str]) -> dict[str, Any]:
    cursor.execute(by_hand.select(parts, "orders"))
    return dict(zip(parts, cursor.fetchone(), strict=True))


def _one(cursor: Any, statement: str) -> Any:
    cursor.execute(statement)
    return cursor.fetchone()[0]


def _columns(cursor: Any) -> tuple[list[str], bool]:
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'orders' ORDER BY"
        " ordinal_position"
    )
    types = dict(cursor.fetchall())
    return list(types), types["price"] == "double precision"


def _count_if(condition: str) -> str:
    return f"count(*) FILTER (WHERE {condition})"


if __name__ == "__main__":
    main(run)
