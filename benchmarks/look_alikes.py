"""`make bench-look-alikes`: how long the list of look-alikes takes among 100,000 issues, and whether it is still right.

Measured in the process that asks, each question once, on a PostgreSQL of its own.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.table import Row, machine, milliseconds, renew
from config.local.place import Place
from config.local.servers import Pair

ISSUES, DATASETS = 100_000, 2_000
HEAD = """\
A flag as typed (the labelled ones of tests/weirdness/services/pairs.toml) is compared with what is known. The issues
beside those of the pairs are made of the same words; each of them is open or explained, so that all are candidates.

| what | median | 95th percentile | how |
|---|---|---|---|
"""


def main() -> None:
    rows = measured()
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    renew("Look-alikes among 100,000 issues: `make bench-look-alikes`", f"{HEAD}{lines}\n{machine()}")
    print(lines)


def measured() -> list[Row]:
    folder = Path(tempfile.mkdtemp(prefix=f"weirdness-bench-{os.getpid()}-", dir="/var/tmp"))
    folder.chmod(0o711)
    pair = Pair(Place(folder / "data", folder / "s"), ("postgres",))
    try:
        pair.start()
        _begin(pair.urls()["owner"])
        return _all()
    finally:
        from django.db import connections

        connections.close_all()
        pair.stop()
        shutil.rmtree(folder)


def _begin(url: str) -> None:
    os.environ |= {
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "SECRET_KEY": "only for the benchmark, and long enough",
    }
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _all() -> list[Row]:
    from benchmarks import alike_fill
    from tests.cast import make
    from tests.weirdness.services import pairs

    cast = make()
    documents = [each for half in pairs.HALVES for each in pairs.documents(half)]
    words = [word for each in documents for line in pairs.lines(each["issues"]) for word in line.sentence.split()]
    rows = []
    spread = alike_fill.datasets(cast, DATASETS)
    alike_fill.issues(cast, spread, ISSUES, words)
    known = [pairs.registered(cast, each) for each in documents]
    rows.append(_row("over 2,000 datasets", documents, known, cast))
    for dataset, _ in known[:1]:
        alike_fill.issues(cast, [dataset.pk], ISSUES, words)
    rows.append(_row("all in one dataset", documents[:1], known[:1], cast))
    rows += _search(cast, words)
    return rows


def _row(what: str, documents: list[Any], known: list[Any], cast: Any) -> Row:
    from tests.weirdness.services import pairs
    from weirdness.services import look_alikes

    seconds, asked, right = [], 0, 0
    for document, (dataset, names) in zip(documents, known, strict=True):
        for line in pairs.lines(document["flags"]):
            said = {"column": line.column, "category": line.category, "sentence": line.sentence, "rows": line.rows}
            begun = time.perf_counter()
            near = look_alikes.near(person=cast.quality, dataset=dataset, **said)
            seconds.append(time.perf_counter() - begun)
            asked += line.name != "-"
            right += line.name in [names.get(each.issue.pk) for each in near]
    how = f"{ISSUES:,} issues {what}; {len(seconds)} flags; the right issue among three: {right} of {asked}"
    return (f"look-alikes: {what}", *milliseconds(seconds), how)


def _search(cast: Any, words: list[str]) -> list[Row]:
    from weirdness.models import Issue

    def first(text: str) -> float:
        begun = time.perf_counter()
        list(Issue.objects.visible_to(cast.scientist).open().search(text).by_score()[:50])
        return time.perf_counter() - begun

    plain = sorted({word.lower() for word in words if word.isalpha() and len(word) > 3})
    one, two = plain[::3], [f"{a} {b}" for a, b in zip(plain[::4], plain[1::4], strict=False)]
    return [_searched(name, first, texts) for name, texts in (("one word", one), ("two words", two))]


def _searched(name: str, first: Callable[[str], float], texts: list[str]) -> Row:
    return (
        f"search: {name}",
        *milliseconds([first(text) for text in texts]),
        f"{2 * ISSUES:,} issues, {len(texts)} searches, the first 50 by score",
    )


if __name__ == "__main__":
    main()
