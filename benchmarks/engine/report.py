"""Measured figures to the section of docs/benchmarks.md."""

from benchmarks import table
from benchmarks.engine import agree
from benchmarks.engine.kept import Part
from benchmarks.engine.measure import Measured
from benchmarks.engine.peer import THREADS
from benchmarks.engine.roster import OURS, PEERS

HEAD = """\
One table of {rows:,} rows × 14 columns, one suite of 25 expectations of which 7 fail (`benchmarks/engine/suite.py`),
said by hand in the language of each tool (`benchmarks/engine/peers/`). Each run is a process of its own on two cores
with two threads; seconds are those of the run without imports, from opening the source to the last verdict; CPU
seconds and peak memory are of that process (with those it starts), not of a database server. Files were read before,
so that they are in the machine's cache. The middle of the repeats is shown, and the highest memory. “×” is a tool's
time as a multiple of ours: above 1 it is slower. “Agrees” compares every verdict and every count of failing rows with
ours.
"""
BUSY = """\
**The machine was busy with other work while some of this was measured** (load up to {load:.0f} on two cores): don't
trust the seconds, compare CPU seconds; run it again on a quiet machine.
"""
TITLES = {"parquet": "Parquet", "csv": "CSV", "postgres": "PostgreSQL, with its own default settings"}
COLUMNS = "| tool | s | × | CPU s | peak MB | agrees |\n|---|---|---|---|---|---|\n"
SHAPES = """\
### Other shapes of the same table (ours, Parquet)

The first two have {rows:,} rows × 14 columns. No two of the 500 expectations are alike: sets, patterns, ranges and
`mostly` differ. In a wider table each column and each expectation about it occurs again under another name.

"""
FAIRNESS = """\
A range of moments, row by row, would be a natural expectation and is not in the suite: Great Expectations on pandas
takes as long for it as for everything else together. CSV goes to pandas through pyarrow, its quickest reader.
"""


def section(rows: int, large_rows: int, parts: dict[str, Part]) -> str:
    texts = [HEAD.format(rows=rows)]
    texts += [_of_source(source, parts[source]) for source in TITLES if source in parts]
    texts += [_shapes(rows, parts["shapes"])] if "shapes" in parts else []
    texts += [_large(large_rows, parts["large"][str(large_rows)])] if str(large_rows) in parts.get("large", {}) else []
    return "\n".join([*texts, _lacks(), FAIRNESS, *_busy(parts), table.machine()])


def _busy(parts: dict[str, Part]) -> list[str]:
    """Said where the machine had more to do than this: then seconds tell little, and CPU seconds a little more."""
    highest = max((each.load for part in parts.values() for each in part.values()), default=0)
    return [BUSY.format(load=highest)] if highest > THREADS + 1 else []


def _of_source(source: str, part: Part) -> str:
    ours = part.get(OURS.name, Measured(fault="not measured"))
    present = {peer.name: part[peer.name] for peer in PEERS if source in peer.sources and peer.name in part}
    lines = [_line(name, each, ours) for name, each in sorted(present.items(), key=lambda item: _order(item[1]))]
    notes = [f"- {name}: {words}\n" for name, each in present.items() if (words := _differences(each, ours))]
    differing = "\nWhere a tool sees something else than we do:\n\n" + "".join(notes) if notes else ""
    return f"### {TITLES[source]}\n\n{COLUMNS}{''.join(lines)}{differing}"


def _order(measured: Measured) -> float:
    return measured.seconds if not measured.fault else float("inf")


def _line(name: str, each: Measured, ours: Measured) -> str:
    agrees = "ours" if name == OURS.name else _agrees(each, ours)
    return f"{_figures(name, each, ours)} {agrees} |\n"


def _figures(name: str, each: Measured, ours: Measured) -> str:
    if each.fault:
        return f"| {name} | failed: {each.fault.replace('|', '/')} | | | |"
    ratio = f"{each.seconds / ours.seconds:.2f}" if ours.seconds else ""
    return f"| {name} | {each.seconds:.2f} | {ratio} | {each.cpu:.2f} | {each.peak:,.0f} |"


def _agrees(each: Measured, ours: Measured) -> str:
    theirs, here = each.findings or {}, ours.findings or {}
    if not theirs or not here:
        return "–"
    if theirs == here:
        return "all"
    told = [f"{len(theirs)} of {len(here)} verdicts"] if len(theirs) < len(here) else []
    told += [f"{number} without a count"] if (number := agree.uncounted(here, theirs)) else []
    told += [f"{number} differ"] if (number := len(agree.differences(here, theirs))) else []
    return "; ".join(told) or "all"


def _differences(each: Measured, ours: Measured) -> str:
    theirs, here = each.findings or {}, ours.findings or {}
    if not theirs or not here:
        return ""
    missing = [f"{name}: not evaluated" for name in agree.missing(here, theirs)]
    return "; ".join([*agree.differences(here, theirs), *missing])


def _shapes(rows: int, part: Part) -> str:
    lines = [f"{_figures(name, each, part['25 expectations'])}\n" for name, each in part.items()]
    return f"{SHAPES.format(rows=rows)}| shape | s | × | CPU s | peak MB |\n|---|---|---|---|---|\n{''.join(lines)}"


def _large(rows: int, each: Measured) -> str:
    said = f"failed: {each.fault}" if each.fault else f"{each.seconds:.1f} s, at most {each.peak:,.0f} MB"
    return f"### {rows:,} rows of Parquet (ours, once)\n\n{said}\n"


def _lacks() -> str:
    names: dict[str, list[str]] = {}
    for peer in PEERS:
        if peer.lacks and peer.name not in names.setdefault(peer.lacks, []):
            names[peer.lacks].append(peer.name)
    told = [f"- {'; '.join(named)}: {lacks}\n" for lacks, named in names.items()]
    return "### What a tool does not do\n\n" + "".join(told)
