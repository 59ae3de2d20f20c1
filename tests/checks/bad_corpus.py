"""The bad files: our own, which are made, and those of the team's corpus where it is there."""

import threading
import time
from contextlib import contextmanager
from pathlib import Path

from checks import FileSource
from tests.checks import bad_parquet, bad_text

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "bad"


def made(folder, *, slow=False):
    """Family, name and source; each file is written just before it is asked for, and then written over."""
    for family, ending, contents in _families(folder, slow):
        for name, content in contents:
            path = folder / f"data.{ending}"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            yield family, name, FileSource(str(folder), path.name, ending)
    for path in bad_text.paths(folder):
        yield "paths", ascii(path[:40]), FileSource(str(folder), path, "csv")


def _families(folder, slow):
    yield "Parquet, damaged", "parquet", bad_parquet.damaged(folder)
    yield "Parquet, lying", "parquet", bad_parquet.lying()
    yield "Parquet, bombs", "parquet", bad_parquet.bombs(folder)
    if slow:
        yield "Parquet, bombs", "parquet", bad_parquet.slow(folder)
    yield "CSV", "csv", bad_text.csv()
    yield "JSON lines", "jsonl", bad_text.jsonl()


def shared():
    """The same for the corpora of other projects; nothing where they are missing."""
    for kind, spoken in (("parquet", "Parquet"), ("csv", "CSV")):
        for path in sorted((SHARED / kind).glob(f"*.{kind}")):
            yield f"{spoken}, corpora of others", path.name, FileSource(str(SHARED), f"{kind}/{path.name}", kind)


@contextmanager
def restless(path, line):
    """A file that grows all the while and now and then loses its end."""
    path.write_bytes(line * 100_000)
    done = threading.Event()

    def stir():
        with path.open("ab") as out:
            while not done.is_set():
                out.write(line * 5_000)
                out.flush()
                time.sleep(0.005)
                if out.tell() > 250_000 * len(line):
                    out.truncate(50_001)

    writer = threading.Thread(target=stir)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()
