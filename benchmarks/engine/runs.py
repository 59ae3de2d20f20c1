"""The parts of the benchmark, each measured and kept: peers per source, shapes of the suite, one large table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from benchmarks.engine import database, kept, tables
from benchmarks.engine.measure import Measured, Peer, measure
from benchmarks.engine.places import tables as folder
from benchmarks.engine.roster import OURS, PEERS

COPIES = (1, 2, 4)


def peers(source: str, rows: int, repeats: int, only: tuple[str, ...]) -> None:
    """Every peer that reads `source`; `only` names modules of peers/."""
    with _at(source, rows) as where:
        for peer in PEERS:
            if source in peer.sources and (not only or peer.module in only):
                kept.save(rows, source, {peer.name: _told(measure(peer, source, rows, where, repeats), source, peer)})


def shapes(rows: int, repeats: int) -> None:
    """500 expectations beside 25; a quarter of the rows and all of them; each column once, twice, four times."""
    few = rows // 4
    wanted = {"25 expectations": (rows, ""), "500 expectations": (rows, "many=500")}
    wanted |= {f"{few:,} rows × {14 * copies} columns": (few, f"copies={copies}") for copies in COPIES}
    for name, (number, mode) in wanted.items():
        copies = int(mode.removeprefix("copies=")) if mode.startswith("copies=") else 1
        where = {"path": str(tables.make(folder(), number, "parquet", copies))}
        peer = replace(OURS, mode=mode)
        kept.save(rows, "shapes", {name: _told(measure(peer, "parquet", number, where, repeats), name, peer)})


def large(rows: int, many: int) -> None:
    """Our seconds and memory on a table of `many` rows, once."""
    where = {"path": str(tables.make(folder(), many, "parquet"))}
    kept.save(rows, "large", {f"{many}": _told(measure(OURS, "parquet", many, where, 1), f"{many:,} rows", OURS)})


@contextmanager
def _at(source: str, rows: int) -> Iterator[dict[str, str]]:
    if source == "postgres":
        with database.served(rows) as where:
            yield where
    else:
        yield {"path": str(tables.make(folder(), rows, source))}


def _told(measured: Measured, what: str, peer: Peer) -> Measured:
    said = measured.fault or f"{measured.seconds:.2f} s, {measured.cpu:.2f} CPU s, {measured.peak:,.0f} MB"
    print(f"{what}: {peer.name}: {said}", flush=True)
    return measured
