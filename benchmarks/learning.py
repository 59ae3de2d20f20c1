"""Learn from flags, measured as error detection: mark all cells of 20 rows, then ask about every other cell.

`python -m benchmarks.learning` on made-up tables; with a folder of `name.dirty.csv` beside `name.clean.csv` on those.
"""

import csv
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from checks.learn.choose import next_rows
from checks.learn.columns import Floats, Ints, encode
from checks.learn.detectors import detectors
from checks.learn.model import chances, learn
from checks.learn.signals import Looked, look_at
from tests.checks.dirtying import SCHEMAS, made

MARKED, SEEDS, PER_TURN = 20, 5, 5
WAYS = (("asked", 20), ("random", 20), ("flagged", 20), ("flagged", 5))
Case = tuple[str, list[str], list[list[str]], set[tuple[int, int]]]


def made_up(seeds: range) -> Iterator[Case]:
    for schema in SCHEMAS:
        for seed in seeds:
            yield f"{schema} {seed}", *made(schema, seed)


def from_folder(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.glob("*.dirty.csv")):
        names, dirty = _read(path)
        _, clean = _read(path.with_name(path.name.replace(".dirty.", ".clean.")))
        wrong = {
            (at, place)
            for at, (one, other) in enumerate(zip(dirty, clean, strict=True))
            for place, (is_now, should) in enumerate(zip(one, other, strict=True))
            if is_now != should
        }
        yield path.name.partition(".")[0], names, dirty, wrong


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as lines:
        names, *rows = csv.reader(lines)
    return names, rows


def looked_at(names: list[str], rows: list[list[str]]) -> list[Looked]:
    return look_at([encode(name, [row[at] for row in rows]) for at, name in enumerate(names)])


def truth_of(looked: list[Looked], wrong: set[tuple[int, int]]) -> Floats:
    """(rows, columns) 1 where a cell is wrong."""
    truth = np.zeros((len(looked[0].column.codes), len(looked)))
    for row, place in wrong:
        truth[row, place] = 1
    return truth


def chosen(way: str, looked: list[Looked], truth: Floats, seed: int, count: int = MARKED) -> Ints:
    """Rows that a person marks: at random, from those that hold a wrong cell ("flagged"), or as we ask for them."""
    chance = np.random.default_rng(seed)
    offered = np.flatnonzero(truth.any(axis=1)) if way == "flagged" else np.arange(len(truth))
    if way != "asked":
        return np.asarray(chance.choice(offered, min(count, len(offered)), replace=False))
    rows = np.zeros(0, dtype=np.int64)
    while len(rows) < min(count, len(truth)):
        model = learn(looked, rows, truth[rows])
        rows = np.r_[rows, next_rows(looked, chances(model, looked), rows, PER_TURN, chance)]
    return rows[:count]


def told(looked: list[Looked], truth: Floats, rows: Ints) -> tuple[Floats, Floats]:
    """(rows, columns) the chances after rows were marked (marked cells as marked), and what the expectations find."""
    found = chances(learn(looked, rows, truth[rows]), looked)
    by_rule = np.zeros_like(truth)
    place = {each.column.name: at for at, each in enumerate(looked)}
    for each in detectors(looked, [_logical(each) for each in looked], found, rows, truth[rows], lambda *cell: "rare"):
        if each.expectation:
            by_rule[each.finds, place[each.column]] = 1
    cells = found.T
    cells[rows] = truth[rows]
    return cells, by_rule


def _logical(looked: Looked) -> str:
    """As a CSV reader would type it."""
    numbers = ~np.isnan(looked.column.numbers[looked.column.filled])
    return "number" if len(numbers) and numbers.all() else "text"


def scores(found: Floats, truth: Floats) -> tuple[float, float, float]:
    """Precision, recall and F1 over all cells, as Raha counts (the marked cells among them)."""
    told, right = found > 0.5, truth > 0.5
    hits = float((told & right).sum())
    precision, recall = hits / max(1, told.sum()), hits / max(1, right.sum())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def measure(case: Case) -> list[float]:
    name, names, rows, wrong = case
    began = time.monotonic()
    looked = looked_at(names, rows)
    seconds = time.monotonic() - began
    truth = truth_of(looked, wrong)
    line, kept = f"{name:14} {len(rows):6} × {len(names):<3} {len(wrong):5} wrong {seconds:5.1f} s", []
    for way, count in WAYS:
        every, rules = [], []
        for seed in range(SEEDS):
            found, by_rule = told(looked, truth, chosen(way, looked, truth, seed, count))
            every.append(scores(found, truth))
            rules.append(scores(by_rule, truth)[2])
        precision, recall, f1 = np.mean(every, axis=0)
        line += f" | {way} {count}: {precision:.2f} {recall:.2f} {f1:.3f} ±{np.std(every, axis=0)[2]:.2f}"
        line += f" ({np.mean(rules):.2f})"
        kept += [float(f1), float(np.mean(rules))]
    print(line, flush=True)
    return kept


def main() -> None:
    print("precision, recall, F1 ± over five seeds, (F1 of the proposed expectations alone)")
    cases = from_folder(Path(sys.argv[1])) if len(sys.argv) > 1 else made_up(range(100, 103))
    means = np.mean([measure(case) for case in cases], axis=0).tolist()
    for (way, count), f1, rules in zip(WAYS, means[::2], means[1::2], strict=True):
        print(f"mean F1, {count} rows {way}: {f1:.3f}; of the expectations alone: {rules:.3f}")


if __name__ == "__main__":
    main()
