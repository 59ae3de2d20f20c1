"""Keep an answer within its size: rows go first, evenly, then long arguments; a note says so."""

import json
from dataclasses import replace

from checks.operations import Answer
from checks.specs import ExpectationResult, Rows, SuiteResult

_NOTE = "The answer was too long: some failing rows, examples or arguments were left out."


def trimmed(answer: Answer, largest: int) -> Answer:
    """The answer itself when its JSON fits, else as many rows per expectation as do."""
    rows = 1_000
    while len(json.dumps(answer.to_dict(), default=str)) > largest and rows >= 0:
        rows = rows // 2 if rows else -1
        answer = _cut(answer, rows)
    return answer


def _cut(answer: Answer, rows: int) -> Answer:
    if isinstance(answer, SuiteResult):
        return replace(answer, note=_NOTE, results=tuple(_shorter(each, rows) for each in answer.results))
    if isinstance(answer, Rows):
        kept = max(rows, 0)
        return replace(answer, note=_NOTE, rows=answer.rows[:kept], keys=answer.keys[:kept])
    return answer


def _shorter(result: ExpectationResult, rows: int) -> ExpectationResult:
    kept = max(rows, 0)
    result = replace(result, keys=result.keys[:kept], examples=result.examples[:kept])
    return replace(result, kwargs={}) if rows < 0 else result
