"""The columns of a dataset's data beside those that are registered: what came, what went, what changed its type."""

from typing import Any

from weirdness.models import Inquiry
from weirdness.services import registration, runs
from weirdness.services.question import Question


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    assert inquiry.dataset is not None
    return {"source": runs.source_of(inquiry.dataset).to_dict(), "key_columns": []}


def _answer(inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    assert inquiry.dataset is not None
    found_columns = [(name, kind) for name, kind in found["columns"]]
    return {
        "columns": found_columns,
        "row_count": found["row_count"],
        **registration.differences(inquiry.dataset, found_columns),
    }


KIND = Question(name="schema", op="describe", payload=_payload, answer=_answer)
