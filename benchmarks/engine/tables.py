"""The table of the benchmark, made by DuckDB: any number of rows, the same at every run."""

from pathlib import Path

import duckdb

from benchmarks.engine.suite import COLUMNS, COUNTRIES, STATUSES, renamed

# hash() is DuckDB's own and differs between its versions: nothing depends on more than its spread.
# One row in 5,000 has no customer, one in 50,000 a receipt twice, one in 10,000 a negative price, one in 20,000 an
# unknown country, one in 25,000 a broken address, one in 8,000 was shipped before it was ordered.
TABLE = """
WITH numbers AS (
    SELECT i, hash(i) AS h, hash(i, 1) AS h1, hash(i, 2) AS h2, hash(i, 3) AS h3, hash(i, 4) AS h4
    FROM range({rows}) AS t(i)
), rows AS (
    SELECT i, h, h1, h2, h3, h4,
        CAST(h % 12 + 1 AS INTEGER) AS quantity,
        CASE WHEN i % 10000 = 77 THEN -1.0 ELSE round(1 + (h1 % 49900) / 100.0, 2) END AS price,
        CASE WHEN h2 % 20 = 0 THEN NULL ELSE CAST(h2 % 51 AS DOUBLE) / 100 END AS discount,
        h1 // 7 % 40000 AS product,
        TIMESTAMP '2024-01-01' + to_seconds(CAST(h3 % 63072000 AS BIGINT)) AS ordered
    FROM numbers
)
SELECT
    CAST(i AS BIGINT) AS id,
    CASE WHEN i % 5000 = 4321 THEN NULL ELSE CAST(h4 % ({rows} // 10) AS INTEGER) END AS customer,
    CAST(i % 400 + 1 AS INTEGER) AS store,
    CAST(i // 400 - (i % 50000 = 49999)::INTEGER AS INTEGER) AS receipt,
    chr(CAST(65 + product % 26 AS INTEGER)) || chr(CAST(65 + product // 26 % 26 AS INTEGER)) || '-'
        || lpad(CAST(product AS VARCHAR), 6, '0') AS sku,
    quantity,
    price,
    discount,
    round(quantity * price * (1 - coalesce(discount, 0)), 2) AS total,
    CASE WHEN i % 20000 = 123 THEN 'XX' ELSE {countries}[CAST(h2 % {n_countries} + 1 AS INTEGER)] END AS country,
    {statuses}[CAST(h3 % {n_statuses} + 1 AS INTEGER)] AS status,
    CASE WHEN i % 25000 = 9876 THEN 'nobody at example' ELSE 'user' || CAST(h4 % ({rows} // 2) AS VARCHAR)
        || '@mail' || CAST(h % 50 AS VARCHAR) || '.example.org' END AS email,
    ordered,
    CASE WHEN h4 % 33 = 0 THEN NULL WHEN i % 8000 = 5555 THEN ordered - INTERVAL 1 DAY
        ELSE ordered + to_seconds(CAST(h1 % 600000 AS BIGINT)) END AS shipped
FROM rows
"""
OPTIONS = {"parquet": "FORMAT parquet, COMPRESSION snappy", "csv": "FORMAT csv, HEADER"}


def make(folder: Path, rows: int, format: str, copies: int = 1) -> Path:
    """The file of `rows` rows in `folder`, made once; `format` is parquet or csv; every column `copies` times."""
    path = folder / f"orders-{rows}{f'-{copies}' if copies > 1 else ''}.{format}"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    with duckdb.connect(config={"threads": 2, "memory_limit": "4GB", "temp_directory": str(folder / "spill")}) as made:
        made.execute("SET TimeZone = 'UTC'")
        made.execute(f"COPY ({_statement(folder, rows, format, copies)}) TO '{unfinished}' ({OPTIONS[format]})")
    unfinished.rename(path)
    return path


def _statement(folder: Path, rows: int, format: str, copies: int) -> str:
    """CSV is written from the Parquet file, so that both hold the same rows whatever hash() does."""
    if format == "csv" or copies > 1:
        repeated = [f"{name} AS {renamed(name, copy)}" for copy in range(copies) for name in COLUMNS]
        return f"SELECT {', '.join(repeated)} FROM '{make(folder, rows, 'parquet')}'"
    return TABLE.format(
        rows=rows, countries=list(COUNTRIES), n_countries=len(COUNTRIES), statuses=list(STATUSES),
        n_statuses=len(STATUSES),
    )  # fmt: skip
