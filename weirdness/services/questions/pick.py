"""A page of a dataset's rows, to pick from: personal columns masked, and nothing is found by them.

`arguments`: `offset`; `only`: [{"column", "is", "value"}] (checks.engine.pages); `column`: what the flag is about.
The answer: `columns` (the key's first, then the flag's, forty at most), `hidden` (how many more there are), `rows` as
lists of values, `keys`, `more` (whether another page follows).
"""

from typing import Any

from weirdness.models import Inquiry
from weirdness.services import plans
from weirdness.services.question import Question

PAGE, COLUMNS = 25, 40


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    asked = inquiry.arguments
    page = {"limit": PAGE + 1, "offset": int(asked.get("offset", 0)), "only": asked.get("only", [])}
    return plans.asked_of(inquiry.dataset) | page


def _answer(inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    assert inquiry.dataset is not None
    first = [*inquiry.dataset.key_columns, inquiry.arguments.get("column", "")]
    names = sorted(found["columns"], key=lambda name: first.index(name) if name in first else len(first))
    shown = names[:COLUMNS]
    return {
        "columns": shown,
        "hidden": len(names) - len(shown),
        "rows": [[row[name] for name in shown] for row in found["rows"][:PAGE]],
        "keys": list(found["keys"][:PAGE]),
        "more": len(found["rows"]) > PAGE,
        "note": found.get("note", ""),
    }


KIND = Question(name="pick", op="preview", payload=_payload, answer=_answer)
