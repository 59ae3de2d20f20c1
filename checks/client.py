"""Ask the fork server. The worker's side: no Great Expectations, no DuckDB, only a Unix socket."""

from collections.abc import Callable
from typing import Any, Literal, overload

from checks.specs import Description, Rows, SuiteResult

Operation = Literal["run", "describe", "fetch", "preview"]
Answer = SuiteResult | Description | Rows


@overload
def ask(
    op: Literal["run"],
    payload: dict[str, Any],
    *,
    socket_path: str,
    deadline: float,
    beat: Callable[[], None] | None = None,
    beat_every: float = 5,
) -> SuiteResult: ...
@overload
def ask(
    op: Literal["describe"],
    payload: dict[str, Any],
    *,
    socket_path: str,
    deadline: float,
    beat: Callable[[], None] | None = None,
    beat_every: float = 5,
) -> Description: ...
@overload
def ask(
    op: Literal["fetch", "preview"],
    payload: dict[str, Any],
    *,
    socket_path: str,
    deadline: float,
    beat: Callable[[], None] | None = None,
    beat_every: float = 5,
) -> Rows: ...
def ask(
    op: Operation,
    payload: dict[str, Any],
    *,
    socket_path: str,
    deadline: float,
    beat: Callable[[], None] | None = None,
    beat_every: float = 5,
) -> Answer:
    """Have the fork server do one thing within `deadline` seconds, and wait for its answer.

    payload: run: Plan.to_dict(); describe: {source, key_columns};
    fetch: {source, keys, columns, key_columns, masked_columns};
    preview: {source, limit, key_columns, masked_columns}. `beat` is called every `beat_every`
    seconds while waiting; what it raises ends the wait, and the work with it.
    Raises SourceUnreadable, SuiteInvalid, OverBudget, EngineFault; EngineGone when nobody answers.
    """
    raise NotImplementedError
