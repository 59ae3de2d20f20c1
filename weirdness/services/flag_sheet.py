"""A sheet of flags as CSV text: read line by line, or refused with what to do. Pure."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from weirdness.models.issue_words import Target
from weirdness.services.errors import Refused
from weirdness.services.reports import Report

REQUIRED = ("dataset", "category", "sentence")
NAMES = (*REQUIRED, "column", "rows", "value", "link", "blocks")
EXAMPLE = (
    *("lab/plates", "wrong-value", "The signal is negative; a reader cannot measure less than nothing."),
    *("signal", "P9,A1 | P9,A2", "0", "https://example.org/plot", "no"),
)
LINES, BYTES = 500, 1024 * 1024
SEPARATORS = ",;\t"
YES, NO = ("yes", "y", "true", "1", "x"), ("no", "n", "false", "0", "")
AS_UTF8 = "Save it as “CSV UTF-8 (comma delimited)” and choose that file."


@dataclass(frozen=True)
class Line:
    """`number` counts the lines below the head, from 1. `problem`: why it cannot be read."""

    number: int
    report: Report
    problem: str = ""


def decode(content: bytes) -> str:
    """Raises Refused(sheet=…): too large, an Excel workbook, or not UTF-8 (UTF-16 with its mark is read, too)."""
    if len(content) > BYTES:
        raise Refused(sheet=f"This file is over 1 MB. {LINES} flags fit into less; split it.")
    if content.startswith(b"PK\x03\x04") or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(sheet=f"This is an Excel workbook, not CSV. {AS_UTF8}")
    try:
        is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(sheet=f"This file is not UTF-8 text: byte {error.start + 1} is none of it. {AS_UTF8}") from error


def read(text: str) -> list[Line]:
    """The lines that say something. Raises Refused(sheet=…) when the sheet as a whole cannot be read."""
    if len(text.encode("utf-8", "surrogatepass")) > BYTES:
        raise Refused(sheet=f"These lines are over 1 MB. {LINES} flags fit into less; split them.")
    if "\x00" in text:
        raise Refused(sheet=f"This is not a text file. {AS_UTF8}")
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        raise Refused(
            sheet=f"These lines cannot be read as CSV: {error}. Look for a quotation mark too many."
        ) from error
    filled = [cells for cells in rows if any(cell.strip() for cell in cells)]
    if len(filled) < 2:
        raise Refused(sheet="There is no flag in it: the first line names the columns, each further line is a flag.")
    if len(filled) - 1 > LINES:
        raise Refused(sheet=f"These are {len(filled) - 1:,} flags; send up to {LINES} at once.")
    head = _head(filled[0])
    return [_line(number, head, cells) for number, cells in enumerate(filled[1:], start=1)]


def template() -> Iterator[tuple[str, ...]]:
    """The head, and one line as an example."""
    yield NAMES
    yield EXAMPLE


def _separator(text: str) -> str:
    """Whichever the first line holds most."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=first.count)


def _head(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if missing := [name for name in REQUIRED if name not in names]:
        found = ", ".join(name[:40] for name in names[:12] if name)
        raise Refused(
            sheet=f"The first line must name the columns; {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} "
            f"missing. It says: {found}. Between the names stands a comma, a semicolon or a tab."
        )
    if strange := [name for name in names if name not in NAMES]:
        raise Refused(
            sheet=f"The column “{strange[0][:60]}” is none of these: {', '.join(NAMES)}. Rename it or take it out."
        )
    if twice := [name for name in names if names.count(name) > 1]:
        raise Refused(sheet=f"The column “{twice[0]}” is there twice. Take one of them out.")
    return names


def _line(number: int, head: list[str], cells: list[str]) -> Line:
    said = {name: cell.strip() for name, cell in zip(head, cells, strict=False)}
    blocks = said.get("blocks", "").lower()
    problem = ""
    if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
        problem = (
            "This line has more cells than the first one. Put texts that hold the separator between quotation marks."
        )
    elif blocks not in YES + NO:
        problem = f"“{blocks[:40]}” under blocks is neither yes nor no."
    return Line(number, _report(said, blocks in YES), problem)


def _report(said: dict[str, str], blocks: bool) -> Report:
    rows = "\n".join(part.strip() for part in said.get("rows", "").replace("|", "\n").splitlines() if part.strip())
    column = said.get("column", "")
    return Report(
        dataset=said.get("dataset", ""),
        category=said.get("category", ""),
        sentence=said.get("sentence", ""),
        target=Target.ROWS if rows else Target.COLUMN if column else Target.DATASET,
        column=column,
        rows=rows,
        proposed_value=said.get("value", ""),
        link=said.get("link", ""),
        blocks_decision=blocks,
    )
