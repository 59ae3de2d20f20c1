"""`make bench`: the whole real service with the demo, measured through its doors; writes docs/benchmarks.md."""

import tempfile
from pathlib import Path

from benchmarks import loop, pages, table, tiny
from benchmarks.visitor import Visitor
from tests.journeys.rows import is_idle
from tests.stack import Stack


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="weirdness-bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        with Stack(SOURCE_ROOTS=f"soak={folder}") as stack:
            rows = _measured(stack, Path(folder))
    table.write(rows)


def _measured(stack: Stack, folder: Path) -> list[table.Row]:
    print("The service is up; waiting until the demo's first runs are done …", flush=True)
    visitor = Visitor(stack.url)
    visitor.log_in("Priya Raman")
    stack.wait(lambda: is_idle(stack), 120, "the end of the demo's first runs")
    return [*pages.measure(visitor), tiny.measure(stack, folder), *loop.measure(stack.url)]


if __name__ == "__main__":
    main()
