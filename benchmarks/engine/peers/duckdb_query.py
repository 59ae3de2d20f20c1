"""One DuckDB SELECT, written by hand; or, in the mode `scan`, nothing but the reading of every value."""

import duckdb

from benchmarks.engine.peer import THREADS, Finding, Task, main
from benchmarks.engine.peers import by_hand
from benchmarks.engine.suite import COLUMNS

READERS = {"parquet": "read_parquet('{}')", "csv": "read_csv('{}')"}


def run(task: Task) -> dict[str, Finding]:
    with duckdb.connect(config={"threads": THREADS}) as database:
        table = READERS[task.source].format(task.path)
        return scan(database, table) if task.mode == "scan" else query(database, table, task.rows)


def query(database: duckdb.DuckDBPyConnection, table: str, rows: int) -> dict[str, Finding]:
    parts = {
        **by_hand.counts(lambda condition: f"count_if({condition})", _matches),
        **by_hand.STATISTICS,
        **by_hand.DISTINCT,
        "price median": "median(price)",
        "receipt unique": by_hand.RECEIPTS.format(table="orders"),
    }
    # A CSV file is parsed once: the subquery would read it again.
    kind = "TEMP TABLE" if table.startswith("read_csv") else "TEMP VIEW"
    database.execute(f"CREATE {kind} orders AS SELECT * FROM {table}")
    values = dict(zip(parts, database.execute(by_hand.select(parts, "orders")).fetchall()[0], strict=True))
    described = {name: type_ for name, type_, *_ in database.execute("DESCRIBE orders").fetchall()}
    return by_hand.verdicts(values, rows, list(described), described["price"] == "DOUBLE")


def scan(database: duckdb.DuckDBPyConnection, table: str) -> dict[str, Finding]:
    """last(): the cheapest aggregate that the file's own statistics don't answer (max and count they do)."""
    database.execute(f"SELECT {', '.join(f'last({name})' for name in COLUMNS)} FROM {table}").fetchall()
    return {}


def _matches(name: str, regex: str) -> str:
    return f"regexp_matches({name}, '{regex}')"


if __name__ == "__main__":
    main(run)
