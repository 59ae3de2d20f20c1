"""Many datasets at once, computing anew only what changed since the result that is kept of each."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from weirdness.confidence.numbers import StateInputs
from weirdness.confidence.summary import summarise
from weirdness.confidence.words import About


class Task(NamedTuple):
    """One dataset: its counts, its name, and the result stored last (None: none, or of no use)."""

    inputs: StateInputs
    about: About
    kept: Mapping[str, Any] | None = None


def summarise_many(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """`summarise` of each, in order; the same as one by one. About 1 ms a dataset, less where `kept` still holds."""
    return [summarise(task.inputs, task.about, task.kept) for task in tasks]
