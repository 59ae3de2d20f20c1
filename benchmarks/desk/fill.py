"""Fills an empty database with issues, flags and events, by statements of the server: the same rows each time."""

from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

SQL = Path(__file__).resolve().parent / "sql"
WORDS = [
    "value",
    "date",
    "amount",
    "price",
    "count",
    "label",
    "unit",
    "name",
    "code",
    "total",
    "sample",
    "plate",
    "well",
    "batch",
    "lot",
    "sensor",
    "reading",
    "station",
    "visit",
    "patient",
    "dose",
    "weight",
    "height",
    "region",
    "country",
    "currency",
    "order",
    "invoice",
    "customer",
    "store",
    "receipt",
    "flight",
    "carrier",
    "delay",
    "origin",
    "tail",
    "gate",
    "runway",
    "week",
    "month",
    "year",
    "quarter",
    "zero",
    "negative",
    "missing",
    "duplicate",
    "doubled",
    "swapped",
    "shifted",
    "truncated",
    "rounded",
    "stale",
    "late",
    "early",
    "wrong",
    "odd",
    "empty",
    "blank",
    "null",
    "spike",
    "drop",
    "flat",
    "constant",
    "outlier",
    "unit",
    "kilogram",
    "gram",
    "metre",
    "mile",
    "celsius",
    "fahrenheit",
    "utc",
    "summer",
    "time",
    "zone",
    "offset",
    "import",
    "export",
    "pipeline",
    "join",
    "merge",
    "split",
    "filter",
    "update",
    "backfill",
    "replay",
    "schema",
    "column",
    "row",
    "table",
    "key",
    "hash",
    "link",
    "status",
    "flag",
    "class",
    "ratio",
    "rate",
    "share",
    "percent",
    "mean",
    "median",
    "sum",
    "average",
    "minimum",
    "maximum",
    "baseline",
    "control",
    "replicate",
    "assay",
    "gene",
    "protein",
    "cell",
    "tissue",
    "marker",
    "instrument",
    "operator",
    "shift",
    "line",
    "machine",
    "supplier",
    "part",
    "number",
    "version",
    "release",
    "draft",
    "final",
    "approved",
    "rejected",
    "open",
    "closed",
    "pending",
    "unknown",
    "other",
    "nine",
    "seven",
    "three",
    "twice",
    "half",
    "full",
    "partial",
    "old",
    "new",
    "north",
    "south",
    "east",
    "west",
    "upper",
    "lower",
    "left",
    "right",
    "before",
    "after",
    "since",
]
TABLES = (
    *(
        "person",
        "team",
        "membership",
        "source",
        "dataset",
        "column",
        "era",
        "look",
        "grant",
        "suite",
        "run",
        "result",
        "flag",
    ),
    *(
        "issue",
        "episode",
        "groupingkey",
        "event",
        "evidence",
        "clock",
        "comment",
        "subscription",
        "waiver",
        "savedview",
    ),
)
HISTORY = "ALTER TABLE weirdness_event {} TRIGGER weirdness_event_link"


@dataclass(frozen=True)
class Size:
    """Three flags and ten events an issue. At least 20 datasets, 20 people more than 8 for each team."""

    issues: int = 1_000_000
    datasets: int = 2_000
    people: int = 5_000
    teams: int = 40
    sources: int = 20


def steps() -> list[Path]:
    return sorted(SQL.glob("*.sql"))


def fill(cursor: Any, size: Size) -> None:
    """As the owner of the tables, in one transaction, with the trigger of the history put aside meanwhile."""
    said = vars(size) | {"words": ",".join(f'"{word}"' for word in WORDS), "many_words": len(WORDS)}
    cursor.execute(HISTORY.format("DISABLE"))
    for step in steps():
        print(f"… {step.stem}", flush=True)
        cursor.execute(_sentence(step, said))
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(HISTORY.format("ENABLE"))
    for table in TABLES:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('weirdness_{table}', 'id'), (SELECT max(id) FROM weirdness_{table}))"
        )


def _sentence(step: Path, said: dict[str, Any]) -> str:
    # Of the dollars only names are ours; $$ stays what it is to the server.
    text = step.read_text(encoding="utf-8").replace("$$", "$$$$")
    return Template(text).substitute(said)
