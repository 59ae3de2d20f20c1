"""Who takes part, and what each does not do: one line per peer, in the order of the page."""

from benchmarks.engine.environments import OWN
from benchmarks.engine.measure import Peer

FILES = ("parquet", "csv")
OURS = Peer("**Weirdness**", "ours", OWN, (*FILES, "postgres"))
SCAN = "Nothing but reading every value: no expectation at all."
BY_HAND = "Counts only: no rows, no examples, and a person wrote and keeps up each line of it."
VERDICTS = "Verdicts only: no counts, no examples."
WHOLE_FRAME = "Reads the whole table into memory first."
PEERS = (
    Peer("bare scan", "duckdb_query", OWN, FILES, "scan", SCAN),
    Peer("bare scan", "postgres_query", "postgres_query", ("postgres",), "scan", SCAN),
    OURS,
    Peer("one polars query by hand", "polars_query", "polars_query", FILES, "", BY_HAND),
    Peer("one polars query by hand, streaming", "polars_query", "polars_query", FILES, "streaming", BY_HAND),
    Peer("one DuckDB SELECT by hand", "duckdb_query", OWN, FILES, "", BY_HAND),
    Peer("one SELECT by hand", "postgres_query", "postgres_query", ("postgres",), "", BY_HAND),
    Peer("split queries by hand", "postgres_query", "postgres_query", ("postgres",), "split", BY_HAND),
    Peer(
        "pointblank on polars", "pointblank_polars", "pointblank_polars", FILES, "",
        f"{WHOLE_FRAME} Median, maximum, distinct values and `mostly` are functions written by hand.",
    ),
    Peer(
        "pandera on polars", "pandera_polars", "pandera_polars", FILES, "",
        f"{WHOLE_FRAME} Statistics, pairs and `mostly` are functions written by hand.",
    ),
    Peer(
        "Soda Core 4", "soda", "soda", (*FILES, "postgres"), "",
        "Median, distinct counts and pairs are SQL written by hand; without its cloud it names no rows. "
        "Of a repeated value it counts the rows beyond the first, we count them all.",
    ),
    Peer(
        "Great Expectations over DuckDB", "gx_duckdb", OWN, FILES, "",
        "Uses our dialect of DuckDB, because none that can be installed works; the rest is its own.",
    ),
    Peer("Great Expectations over DuckDB, verdicts only", "gx_duckdb", OWN, FILES, "verdicts", VERDICTS),
    Peer("Great Expectations on pandas", "gx_pandas", "gx_pandas", FILES, "", WHOLE_FRAME),
    Peer("Great Expectations on pandas, verdicts only", "gx_pandas", "gx_pandas", FILES, "verdicts", VERDICTS),
    Peer("Great Expectations on PostgreSQL", "gx_postgres", "gx_postgres", ("postgres",)),
    Peer(
        "Great Expectations on PostgreSQL, verdicts only", "gx_postgres", "gx_postgres", ("postgres",), "verdicts",
        VERDICTS,
    ),
    Peer(
        "Great Expectations on Spark, local[2]", "gx_spark", "gx_spark", ("parquet",), "",
        "Needs Java; made for more than one machine, so that one machine says little about it.",
    ),
)  # fmt: skip
