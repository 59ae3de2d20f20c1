"""What a file of services/questions declares."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checks.operations import Operation
from weirdness.models import Inquiry


@dataclass(frozen=True)
class Question:
    """`op` and `payload` are what the check engine is asked (checks.client); `answer` turns what it found into JSON.

    `payload` is called when the work is done, so that it reads what is true then; it may raise Refused.
    `settle` does what follows from the stored answer, or from the failure, in the same transaction; on an answer it
    may raise Refused: nothing is kept then but the refusal, its sentences by field in answer["problems"].
    """

    name: str
    op: Operation
    payload: Callable[[Inquiry], dict[str, Any]]
    answer: Callable[[Inquiry, dict[str, Any]], dict[str, Any]] = lambda _inquiry, found: found
    settle: Callable[[Inquiry, datetime], None] = lambda _inquiry, _now: None
    deadline: float = 60.0
