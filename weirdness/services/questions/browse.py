"""What a source holds: files and folders, or schemas and tables. Asked at the top it tests the connection.

`arguments["at"]`: the folder below the root, or the schema; "" is the top. Each entry of the answer gets its `at`;
`groups` are files alike but for their digits, which can be one dataset: [{"pattern", "format", "names"}].
"""

from datetime import datetime
from typing import Any

from weirdness.models import Inquiry
from weirdness.services import guess, sources
from weirdness.services.question import Question


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    assert inquiry.source is not None
    at = inquiry.arguments.get("at", "")
    return {"source": sources.place_of(inquiry.source, at).to_dict(), "path": at}


def _answer(inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    assert inquiry.source is not None
    at, between = inquiry.arguments.get("at", ""), "." if inquiry.source.is_database else "/"
    entries = [{**each, "at": f"{at}{between}{each['name']}" if at else each["name"]} for each in found["entries"]]
    return {**found, "entries": entries, "groups": [] if inquiry.source.is_database else _groups(at, entries)}


def _groups(at: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    files = [each["name"] for each in entries if each["kind"] == "file"]
    return [
        {"at": f"{at}/{pattern}" if at else pattern, "format": guess.format_of(pattern), "names": names}
        for pattern, names in guess.patterns(files)
    ]


def _settle(inquiry: Inquiry, now: datetime) -> None:
    assert inquiry.source is not None
    if not inquiry.arguments.get("at"):
        sources.tested(source=inquiry.source, trouble=inquiry.message, now=now)


KIND = Question(name="browse", op="browse", payload=_payload, answer=_answer, settle=_settle, deadline=30)
