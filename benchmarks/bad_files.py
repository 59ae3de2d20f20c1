"""`make bad-files`: every bad file asked every question through a real fork server; writes docs/bad-files.md."""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.table import machine
from tests.checks.bad_corpus import made, shared
from tests.checks.conftest import Server
from tests.checks.trial import MEGABYTES, OPERATIONS, SECONDS, Trial

PAGE = Path(__file__).resolve().parent.parent / "docs" / "bad-files.md"
HEAD = """\
# Bad files: how each of them ends

Written by `make bad-files`. Each file is a source for a real fork server, and is asked to {operations}.
A question may end in an answer, or in one plain sentence without the words of an engine or the paths of a machine;
within {seconds} s and {megabytes:,} MB; and the server answers afterwards. The files are damaged, lying or far larger
inside than outside: our own, made by `tests/checks/bad_parquet.py` and `bad_text.py`, and the published test corpora of
Apache Parquet, Apache Arrow and DuckDB where they are at hand.

{count} files, {asked:,} questions: {answers:,} answers, {sentences:,} sentences, **{faults} faults**; at most
{longest:.1f} s and {most:,.0f} MB. {machine}
"""
TABLE = "\n## {family}\n\n| file | ends in | s | MB |\n|---|---|---|---|\n"

File = tuple[str, str, list[Any]]  # family, name, endings


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bad-files-") as scratch:
        sources, own = Path(scratch, "sources"), Path(scratch, "engine")
        sources.mkdir()
        own.mkdir()
        server = Server(own)
        try:
            files = list(_asked(Trial(server), _all(sources)))
            alive = Trial(server).answers()
        finally:
            server.stop()
    PAGE.write_text(_page(files), encoding="utf-8")
    faults = [each.fault for _, _, endings in files for each in endings if each.fault]
    print("\n".join([*faults, f"{len(files)} files, {len(faults)} faults; the server {'lives' if alive else 'died'}."]))
    return 1 if faults or not alive else 0


def _all(folder: Path) -> Iterator[tuple[str, str, Any]]:
    yield from made(folder, slow=True)
    yield from shared()


def _asked(trial: Trial, corpus: Iterable[tuple[str, str, Any]]) -> Iterator[File]:
    for family, name, source in corpus:
        endings = list(trial.ends(source))
        print(f"{family}: {name}: {max(each.seconds for each in endings):.1f} s", flush=True)
        yield family, name, endings


def _page(files: list[File]) -> str:
    endings = [each for _, _, some in files for each in some]
    head = HEAD.format(
        operations=", ".join(OPERATIONS),
        seconds=SECONDS,
        megabytes=MEGABYTES,
        count=len(files),
        asked=len(endings),
        answers=sum(not each.kind for each in endings),
        sentences=sum(bool(each.kind) for each in endings),
        faults=sum(bool(each.fault) for each in endings),
        longest=max(each.seconds for each in endings),
        most=max(each.megabytes for each in endings),
        machine=machine(),
    )
    tables = (
        TABLE.format(family=family) + "".join(map(_row, some)) for family, some in groupby(files, lambda file: file[0])
    )
    return head + "".join(tables)


def _row(file: File) -> str:
    _, name, endings = file
    said: dict[str, list[str]] = {}
    for each in endings:
        said.setdefault(each.said if each.kind else "an answer", []).append(each.operation)
    words = [text if len(said) == 1 else f"{', '.join(which)}: {text}" for text, which in said.items()]
    slowest, most = max(each.seconds for each in endings), max(each.megabytes for each in endings)
    return f"| {_cell(name)} | {_cell('<br>'.join(words))} | {slowest:.1f} | {most:.0f} |\n"


def _cell(text: str) -> str:
    seen = "".join(mark if mark.isprintable() else " " for mark in text)
    return seen.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
