"""Where tables, environments and answers are kept: outside the repository, kept between runs."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PEERS = Path(__file__).resolve().parent / "peers"


def cache() -> Path:
    """`WEIRDNESS_BENCH_DIR`, else a folder in the user's cache; some GB."""
    if given := os.environ.get("WEIRDNESS_BENCH_DIR"):
        return Path(given).expanduser().absolute()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser().absolute() / "weirdness-bench"


def tables() -> Path:
    return cache() / "tables"
