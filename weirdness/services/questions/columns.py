"""The columns of a file, a folder of parts or a table that is not registered yet: names, types, how many rows.

`arguments`: location, format; for the page also `rows` and `parts` (inquiries made together with it), `name` (the
wanted key).
"""

from typing import Any

from weirdness.models import Inquiry
from weirdness.services import guess, sources
from weirdness.services.question import Question


def payload(inquiry: Inquiry) -> dict[str, Any]:
    assert inquiry.source is not None
    said = inquiry.arguments
    return {"source": sources.place_of(inquiry.source, said["location"], said["format"]).to_dict(), "key_columns": []}


def _answer(_inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    columns = [{"name": name, "type": kind, "personal": guess.personal(name)} for name, kind in found["columns"]]
    return {**found, "columns": columns}


KIND = Question(name="columns", op="describe", payload=payload, answer=_answer)
