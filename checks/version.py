"""What judged: results of another version of it are not taken for what this one would say."""

from functools import cache
from importlib.metadata import version

JUDGE = 1  # raise it with every change after which the same data may get another verdict, count or failing row


@cache
def engine_version() -> str:
    """Ours, and those of the two libraries that our verdicts hang on: `1/gx 1.24.1/duckdb 2.0.0`."""
    return f"{JUDGE}/gx {version('great_expectations')}/duckdb {version('duckdb')}"
