"""`make bench-desk`: the desk with a million issues, through the doors of the web server; renews its section of
docs/benchmarks.md.

    make bench-desk ARGS="--issues 20000 --visits 12 --seconds 10 --print"
"""

import argparse
import os
import statistics
import sys
from pathlib import Path

from benchmarks.desk import keep, service
from benchmarks.desk.fill import Size
from config.local.words import Remedy

TITLE = "The desk with a million issues: `make bench-desk`"


def main(words: list[str]) -> int:
    asked = _asked(words)
    size = Size() if asked.issues == Size.issues else Size(asked.issues, max(20, asked.issues // 500))
    folder = service.folder() if size == Size() else service.folder().with_name(f"weirdness-bench-desk-{size.issues}")
    try:
        text = _measured(asked, size, folder)
    except Remedy as sentence:
        sys.stderr.write(f"\n{sentence}\n")
        return 1
    print(text)
    if not asked.print:
        from benchmarks import table

        table.renew(TITLE, text)
    return 0


def _measured(asked: argparse.Namespace, size: Size, folder: Path) -> str:
    if not keep.is_kept(folder, size):
        keep.forget(folder)
    with service.served(folder) as served:
        if not keep.is_kept(folder, size):
            keep.make(served, size)
        served.open_doors()
        os.environ.update(served.env, DJANGO_SETTINGS_MODULE="config.settings")
        import django

        django.setup()
        return _visit(asked, size, served.url)


def _visit(asked: argparse.Namespace, size: Size, url: str) -> str:
    """What needs the application is imported when its settings are known."""
    from benchmarks.desk import inside, report, storm, visits
    from benchmarks.desk.pages import PAGES

    found, lines = inside.found(), []
    for page in PAGES:
        alone = visits.times(url, page, found, asked.visits, 1)
        client = inside.visitor(page.person)
        tried = [(inside.visit(client, page, found), inside.bare(page, found)) for _ in range(7)][2:]
        middle = sorted((one for one, _ in tried), key=lambda each: each.seconds)[len(tried) // 2]
        bare = statistics.median(seconds for _, seconds in tried)
        together = visits.times(url, page, found, asked.visits, 4)
        lines.append(report.Line(page.name, alone, together, middle.number, middle.seconds, bare))
        print(lines[-1].text(), end="", flush=True)
    return report.section(size, asked.visits, lines, storm.verdicts(url, asked.visits), storm.storm(url, asked.seconds))


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-desk", description="The desk with very many issues.")
    parser.add_argument("--issues", type=int, default=Size.issues)
    parser.add_argument("--visits", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=60, help="how long twenty triagers work at once")
    parser.add_argument("--print", action="store_true", help="do not write the page")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
