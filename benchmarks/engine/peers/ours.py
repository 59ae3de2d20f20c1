"""Weirdness itself, as a worker's child does it: one plan, run in a fresh process."""

import gc
import json
from typing import Any

import checks.engine.work  # noqa: F401 (loaded before the clock starts, as in the fork server)
from benchmarks.engine.peer import Finding, Task, main
from benchmarks.engine.shapes import copied, many
from benchmarks.engine.suite import suite
from checks import DatabaseSource, FileSource, Plan, Source, SuiteResult
from checks import run as evaluate
from checks.expectations import KINDS
from checks.sources import SOURCES

list(KINDS), list(SOURCES)
gc.freeze()  # both as in the fork server


def run(task: Task) -> dict[str, Finding]:
    result = evaluate(Plan(source(task), document(expectations(task)), key_columns=("id",)))
    gc.unfreeze()
    return found(result)


def expectations(task: Task) -> dict[str, tuple[str, dict[str, Any]]]:
    """The mode asks for another shape: `many=500` expectations, or a table with `copies=4` of each column."""
    shape, _, number = task.mode.partition("=")
    if shape:
        return {"many": many, "copies": copied}[shape](task.rows, int(number))
    given = suite(task.rows)
    if task.source == "postgres":  # a type is called as the source calls it
        given["price type"] = (given["price type"][0], {"column": "price", "type_": "DOUBLE PRECISION"})
    return given


def document(given: dict[str, tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """The suite as its JSON says it; the name of an expectation travels as its id."""
    expectations = [{"type": kind, "kwargs": kwargs, "id": name} for name, (kind, kwargs) in given.items()]
    made: dict[str, Any] = json.loads(json.dumps({"name": "orders", "expectations": expectations}, default=str))
    return made


def source(task: Task) -> Source:
    if task.source == "postgres":
        where = task.where
        return DatabaseSource(
            "postgresql", where["host"], int(where["port"]), where["database"], where["user"], where["table"],
            password=where["password"], allowed=(where["host"],),
        )  # fmt: skip
    root, _, name = task.path.rpartition("/")
    return FileSource(root, name, task.source)


def found(result: SuiteResult) -> dict[str, Finding]:
    """Raises ValueError when an expectation could not be evaluated: that is a fault, no verdict."""
    for each in result.broken:
        raise ValueError(f"{each.id}: {each.error}")
    return {each.id: Finding(each.success, each.unexpected_count) for each in result.results}


if __name__ == "__main__":
    main(run)
