"""The newest parts, by name, of a dataset that is a folder: which one a run is to read."""

from typing import Any

from weirdness.models import Inquiry
from weirdness.services import runs
from weirdness.services.question import Question

NEWEST = 24


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    assert inquiry.dataset is not None
    return {"source": runs.asked_of(inquiry.dataset)["source"], "path": inquiry.dataset.location}


def _answer(_inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    names = sorted((each["name"] for each in found["entries"] if each["kind"] == "part"), reverse=True)
    return {"parts": names[:NEWEST], "all": len(names)}


KIND = Question(name="run_parts", op="browse", payload=_payload, answer=_answer, deadline=30)
