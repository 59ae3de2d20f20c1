"""CPU seconds to recompute 1,000 datasets on one core, as a night's batch does."""

import time

import numpy as np

from weirdness.confidence import About, StateInputs, Task, summarise_many

DATASETS = 1000


def measured(seed: int) -> tuple[float, float]:
    """From nothing, and again with the results kept (a day older); user and system time of this process."""
    tasks = _tasks(seed)
    begin = time.process_time()
    results = summarise_many(tasks)
    middle = time.process_time()
    summarise_many(Task(task.inputs, task.about, kept) for task, kept in zip(tasks, results, strict=True))
    return middle - begin, time.process_time() - middle


def _tasks(seed: int) -> list[Task]:
    rng = np.random.default_rng(seed)
    return [Task(_inputs(rng), About(name=f"Dataset {number}")) for number in range(DATASETS)]


def _inputs(rng: np.random.Generator) -> StateInputs:
    """20 to 800 looks over two years at most, 0 to 60 finds that get rarer."""
    looks, finds = int(rng.integers(20, 800)), int(rng.integers(0, 60))
    positions = np.ceil(looks * rng.random(finds) ** 2).astype(int).clip(1, looks)
    return StateInputs(
        looks=looks,
        tolerated_rate=0.05,
        finds=tuple(positions.tolist()),
        look_age_days=tuple(np.sort(rng.uniform(0, looks, looks))[::-1].tolist()),
        looks_by_person=tuple(rng.multinomial(looks, [1 / 12] * 12).tolist()),
        looks_by_viewpoint=tuple(rng.multinomial(looks, [0.5, 0.3, 0.2]).tolist()),
    )
