"""Rows to docs/benchmarks.md, with the machine they were measured on: a section per command, each renews its own."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
Row = tuple[str, str, str, str]  # what, median, 95th percentile, how

TITLE = "The service through its doors: `make bench`"
HEAD = """\
The whole service with the demo (PostgreSQL, Valkey, web, workers, beat, fork server, mail catcher) runs on the machine
named below, together with the program that measures. Times are wall-clock, the whole answer read.

| what | median | 95th percentile | how |
|---|---|---|---|
"""


def write(rows: list[Row]) -> None:
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    renew(TITLE, f"{HEAD}{lines}\n{machine()}")
    print(lines)


def renew(title: str, text: str) -> None:
    """Put `text` under its heading, over what stood there; the other sections of the page stay."""
    top, *others = PAGE.read_text(encoding="utf-8").split("\n## ")
    sections = {name: body for name, _, body in (each.partition("\n") for each in others)} | {title: text}
    written = [f"## {name}\n\n{body.strip()}\n" for name, body in sections.items()]
    PAGE.write_text("\n".join([f"{top.strip()}\n", *written]), encoding="utf-8")


def machine() -> str:
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    today = datetime.now(UTC).date()
    python = platform.python_version()
    return f"Measured on {today}: {cores} cores, {memory:.0f} GiB, Linux {platform.machine()}, Python {python}."


def milliseconds(seconds: list[float]) -> tuple[str, str]:
    """Median and 95th percentile."""
    ordered = sorted(seconds)
    middle, late = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{middle * 1000:.0f} ms", f"{late * 1000:.0f} ms"
