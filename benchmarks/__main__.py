"""`make bench`: the whole real service with the demo, measured through its doors; writes docs/benchmarks.md."""

from benchmarks import loop, pages, table
from benchmarks.visitor import Visitor
from tests.journeys.rows import is_idle
from tests.stack import Stack


def main() -> None:
    with Stack() as stack:
        print("The service is up; waiting until the demo's first runs are done …", flush=True)
        visitor = Visitor(stack.url)
        visitor.log_in("Priya Raman")
        stack.wait(lambda: is_idle(stack), 120, "the end of the demo's first runs")
        rows = [*pages.measure(visitor), *loop.measure(stack.url)]
    table.write(rows)


if __name__ == "__main__":
    main()
