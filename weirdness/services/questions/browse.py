"""What a source holds: files and folders, or schemas and tables. Asked at the top it tests the connection.

`arguments["at"]`: the folder below the root, or the schema; "" is the top. The answer: `entries` with their `at` and
what they open ("browse", "look" or ""); `steps` from the top to here, [{"name", "at"}]; `groups` of files alike but
for their digits, which can be one dataset, [{"at", "format", "names"}]; `writes`: what a database's role may change.
"""

from datetime import datetime
from typing import Any

from weirdness.models import Inquiry, Source
from weirdness.services import guess, sources
from weirdness.services.question import Question

FOLDERS = ("folder", "schema")


def _at(inquiry: Inquiry) -> tuple[Source, str]:
    assert inquiry.source is not None
    at = str(inquiry.arguments.get("at", ""))
    return inquiry.source, at or (inquiry.source.settings.get("schema", "") if inquiry.source.is_database else "")


def _payload(inquiry: Inquiry) -> dict[str, Any]:
    source, at = _at(inquiry)
    return {"source": sources.place_of(source, at).to_dict(), "path": at}


def _answer(inquiry: Inquiry, found: dict[str, Any]) -> dict[str, Any]:
    source, at = _at(inquiry)
    entries = [_entry(source, at, each) for each in found["entries"]]
    groups = [] if source.is_database else _groups(at, entries)
    answer = {"note": found.get("note", ""), "entries": entries, "steps": _steps(source, at), "groups": groups}
    return answer | {"writes": found.get("writes")}


def _entry(source: Source, at: str, found: dict[str, Any]) -> dict[str, Any]:
    name, folder = found["name"], found["kind"] in FOLDERS
    between = "." if source.is_database else "/"
    form = "" if folder or source.is_database else found.get("format") or guess.format_of(name)
    opens = "browse" if folder else "look" if source.is_database or form else ""
    if (folder and source.is_database and "." in name) or "*" in name:
        opens = ""
    return {**found, "at": f"{at}{between}{name}" if at else name, "opens": opens, "format": form}


def _steps(source: Source, at: str) -> list[dict[str, str]]:
    names = [at] if source.is_database else at.split("/")
    return [{"name": name, "at": "/".join(names[: n + 1])} for n, name in enumerate(names)] if at else []


def _groups(at: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    files = [each["name"] for each in entries if each["opens"] == "look"]
    return [
        {"at": f"{at}/{pattern}" if at else pattern, "format": guess.format_of(pattern), "names": names}
        for pattern, names in guess.patterns(files)
    ]


def _settle(inquiry: Inquiry, now: datetime) -> None:
    source, _ = _at(inquiry)
    if not inquiry.arguments.get("at"):
        writes = (inquiry.answer or {}).get("writes")
        sources.tested(source=source, trouble=inquiry.message, writes=writes, now=now)


KIND = Question(name="browse", op="browse", payload=_payload, answer=_answer, settle=_settle, deadline=30)
