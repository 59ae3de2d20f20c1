"""How well suggested suites find the wrong cells of tables with known errors, and how quiet they are on clean ones.

`python -m benchmarks.detection FOLDER [MONTHS]`: FOLDER holds <name>.dirty.csv and <name>.clean.csv, equal in shape;
MONTHS a folder of monthly CSV files. No label is used: each suite is suggested from the dirty table alone.
"""

import csv
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from checks.changes import changes_of_all
from checks.engine.profile import profile_of
from checks.engine.suggest import failing, suggest
from checks.engine.table import open_table
from checks.proposal import Proposal
from checks.specs import FileSource
from checks.sql import quoted

Cell = tuple[int, str]


def suggested(path: Path) -> list[tuple[Proposal, set[Cell]]]:
    """Each proposal with the cells (row from 0, column) that it finds now."""
    source = FileSource(str(path.parent), path.name, "csv")
    with open_table(source) as table:
        found = []
        for each in suggest(table, source):
            condition, column = failing(table, source, each.expectation), each.expectation["kwargs"].get("column", "")
            assert condition is not None
            inner = f"SELECT {quoted(table.number)} AS place, ({condition.sql}) AS fails_ FROM numbered"
            tolerated = "mostly" in each.expectation["kwargs"]  # it passes now
            rows = (
                [] if tolerated else table.ask(f"SELECT place FROM ({inner}) AS judged WHERE fails_", condition.values)
            )
            found.append((each, {(int(at), column) for (at,) in rows}))
        return found


def wrong_cells(dirty: Path, clean: Path) -> set[Cell]:
    """Cells that differ between the twins, whose columns stand in one order; the names are the dirty one's."""
    with dirty.open(newline="") as one, clean.open(newline="") as other:
        mine, right = list(csv.reader(one)), list(csv.reader(other))
    names = mine[0]
    return {
        (at, name)
        for at, (row, twin) in enumerate(zip(mine[1:], right[1:], strict=True))
        for name, value, true in zip(names, row, twin, strict=True)
        if value != true
    }


def scores(found: set[Cell], wrong: set[Cell]) -> tuple[float, float, float]:
    hit = len(found & wrong)
    precision, recall = hit / len(found) if found else 1.0, hit / len(wrong) if wrong else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hit else 0.0


def twins(folder: Path) -> None:
    print("table | kind of error found | precision | recall | F1 | cells found | wrong cells")
    for dirty in sorted(folder.glob("*.dirty.csv")):
        name, started = dirty.name.removesuffix(".dirty.csv"), time.monotonic()
        clean = dirty.with_name(f"{name}.clean.csv")
        wrong, proposals = wrong_cells(dirty, clean), suggested(dirty)
        seconds = time.monotonic() - started
        by_rule: dict[str, set[Cell]] = defaultdict(set)
        for each, cells in proposals:
            by_rule[each.rule] |= cells
        for rule, cells in [("all", set().union(*by_rule.values())), *sorted(by_rule.items())]:
            precision, recall, f1 = scores(cells, wrong)
            print(f"{name} | {rule} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {len(cells)} | {len(wrong)}")
        print(f"{name}: {len(proposals)} proposals in {seconds:.1f} s; {silence(clean)}")


def silence(clean: Path) -> str:
    """Expectations suggested from clean data that find something in them are false."""
    with clean.open(newline="") as file:
        columns = len(next(csv.reader(file)))
    false = Counter(each.rule for each, cells in suggested(clean) if cells)
    kinds = f": {', '.join(f'{n} {rule}' for rule, n in false.items())}" if false else ""
    return (
        f"{false.total()} false on {columns} columns of {clean.name} ({10 * false.total() / columns:.1f} per 10){kinds}"
    )


def months(folder: Path) -> None:
    """The changes of each month, and the false expectations of each."""
    profiles = []
    for path in sorted(folder.glob("*.csv")):
        with open_table(FileSource(str(folder), path.name, "csv")) as table:
            profiles.append(profile_of(table, label=path.stem[-7:]))
        print(silence(path))
    for changes in changes_of_all(profiles):
        for each in changes:
            print(f"{each.since} | {each.kind} | {each.sure:.2f} | {each.sentence}")


if __name__ == "__main__":
    twins(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        months(Path(sys.argv[2]))
