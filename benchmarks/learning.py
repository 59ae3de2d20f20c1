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
from checks.learn.columns import Floats, encode
from checks.learn.model import chances, learn
from checks.learn.signals import Looked, look_at
from tests.checks.dirtying import SCHEMAS, made

MARKED, SEEDS, PER_TURN = 20, 5, 5
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


def marked(looked: list[Looked], truth: Floats, actively: bool, seed: int, count: int = MARKED) -> Floats:
    """(rows, columns) the chances after 20 rows were marked; marked cells are as they were marked."""
    chance = np.random.default_rng(seed)
    rows = np.zeros(0, dtype=np.int64)
    if not actively:
        rows = chance.choice(len(truth), min(count, len(truth)), replace=False)
    while actively and len(rows) < count:
        model = learn(looked, rows, truth[rows])
        rows = np.r_[rows, next_rows(looked, chances(model, looked), rows, PER_TURN, chance)]
    found = chances(learn(looked, rows, truth[rows]), looked).T
    found[rows] = truth[rows]
    return found


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
    for actively in (True, False):
        every = np.array([scores(marked(looked, truth, actively, seed), truth) for seed in range(SEEDS)])
        precision, recall, f1 = every.mean(axis=0)
        spread = every[:, 2].std()
        line += f" | {'asked' if actively else 'random'} P {precision:.2f} R {recall:.2f} F1 {f1:.3f} ± {spread:.2f}"
        kept.append(float(f1))
    print(line, flush=True)
    return kept


def main() -> None:
    cases = from_folder(Path(sys.argv[1])) if len(sys.argv) > 1 else made_up(range(100, 102))
    mean = np.mean([measure(case) for case in cases], axis=0)
    print(f"mean F1: asked {mean[0]:.3f}, random {mean[1]:.3f}")


if __name__ == "__main__":
    main()
