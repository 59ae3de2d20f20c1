"""`make bench-engine`: the engine beside its peers; renews its section of docs/benchmarks.md.

    make bench-engine ARGS="--parts peers --rows 1000000 --repeats 1 --sources parquet,csv --only ours,soda"

What it measured is kept, so that parts can be renewed one by one; `--parts report` only writes the page again.
"""

import argparse
import sys

from benchmarks import table
from benchmarks.engine import kept, report, runs
from benchmarks.engine.measure import pin
from config.local.words import Remedy

TITLE = "The check engine beside its peers: `make bench-engine`"


def main(words: list[str]) -> int:
    asked = _asked(words)
    pin()
    try:
        _measure(asked)
    except Remedy as sentence:
        sys.stderr.write(f"\n{sentence}\n")
        return 1
    table.renew(TITLE, report.section(asked.rows, asked.large_rows, kept.load(asked.rows)))
    return 0


def _measure(asked: argparse.Namespace) -> None:
    parts = asked.parts.split(",")
    if "peers" in parts:
        for source in asked.sources.split(","):
            runs.peers(source, asked.rows, asked.repeats, tuple(filter(None, asked.only.split(","))))
    if "shapes" in parts:
        runs.shapes(asked.rows, asked.repeats)
    if "large" in parts:
        runs.large(asked.rows, asked.large_rows)


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-engine", description="The check engine beside its peers.")
    parser.add_argument("--parts", default="peers,shapes,large", help="shapes: 500 expectations and wider tables")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--large-rows", type=int, default=100_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--sources", default="parquet,csv,postgres")
    parser.add_argument("--only", default="", help="files of peers/ without their ending, separated by commas")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
