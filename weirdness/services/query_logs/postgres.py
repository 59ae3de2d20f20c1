"""Log files of PostgreSQL: csvlog, jsonlog, and lines that begin as log_line_prefix says."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from checks.tables_read import TablesRead, Unparsed
from weirdness.services.query_logs.lines import Unreadable
from weirdness.services.query_logs.tally import Tally
from weirdness.services.query_logs.times import Days, Future, NoTime

LOOKED_AT = 200  # lines from which the form is told
LONGEST_ENTRY = 1_000_000  # characters
CSV_COLUMNS = 20  # at least; PostgreSQL writes 23 to 26
_TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: ?[A-Za-z]{1,5}\b| ?[+-]\d\d(?::?\d\d)?)?"
_LEVEL = (
    r"(?P<level>DEBUG[1-5]?|INFO|NOTICE|WARNING|ERROR|LOG|FATAL|PANIC|DETAIL|HINT|QUERY|CONTEXT|LOCATION|STATEMENT)"
)
_GUESSED = re.compile(rf"(?P<time>{_TIME})(?P<rest>.*?)\b{_LEVEL}:  (?P<message>.*)", re.DOTALL)
_WHO = (
    re.compile(r"user=(?P<user>[^,\s]*),?\s*(?:db|database)=(?P<database>[^,\s]*)"),
    re.compile(r"(?P<user>[^\s:\[\]]+)@(?P<database>[^\s:@\[\],]+)"),
)
_SQL = re.compile(r"(?:duration: [\d.]+ ms\s+)?(?:statement|execute [^:]*): (.*)", re.DOTALL)
_MARKS = {"m": f"(?P<time>{_TIME})", "t": f"(?P<time>{_TIME})", "n": r"(?P<time>\d{10}(?:\.\d+)?)"}
_MARKS |= {"u": r"(?P<user>\S*?)", "d": r"(?P<database>\S*?)", "%": "%"}
_NEEDED = (
    "Set log_line_prefix = '%m [%p] %u@%d ' and log_statement = 'all' in PostgreSQL (or use csvlog), and hand in what "
    "it writes from then on."
)


class Entry(NamedTuple):
    """One message of the server, as it wrote it."""

    time: str
    user: str
    database: str
    level: str
    message: str


def read(lines: Iterator[str], tally: Tally, days: Days, *, prefix: str = "", database: str = "") -> None:
    """Adds every statement to the tally; those of another `database` than this are left out.

    Raises Unreadable when this is no log of PostgreSQL, or does not say who asked.
    """
    first = list(islice(lines, LOOKED_AT))
    if not any(line.strip() for line in first):
        raise Unreadable("The log is empty: it has not one line. Choose another file.")
    tables, known = TablesRead(), False
    for entry in _entries(first, chain(first, lines), tally, prefix):
        tally.lines += 1
        said = _SQL.match(entry.message) if entry.level == "LOG" else None
        known = known or bool(entry.user)
        if said is None or entry.user in ("", "[unknown]"):
            tally.refused["unsigned"] += said is not None
            tally.idle += said is None
        elif database and entry.database.lower() != database.lower():
            tally.refused["elsewhere"] += 1
        else:
            _count(entry, said[1], tally, tables, days)
            tally.put_down_if_many()
    if tally.lines and not known:
        raise Unreadable(f"The lines do not say who asked. {_NEEDED}")


def _count(entry: Entry, statement: str, tally: Tally, tables: TablesRead, days: Days) -> None:
    try:
        tally.read(entry.user, entry.database, tables.of(statement), days.of(entry.time))
    except NoTime:
        tally.refused["time"] += 1
    except Future:
        tally.refused["future"] += 1
    except Unparsed:
        tally.refused["sql"] += 1


def _entries(first: list[str], lines: Iterator[str], tally: Tally, prefix: str) -> Iterator[Entry]:
    start = next(line for line in first if line.strip())
    if start.startswith("{"):
        return _of_json(lines, tally)
    if not prefix and _is_csv(start):
        return _of_csv(lines, tally)
    pattern = pattern_of(prefix) if prefix else _GUESSED
    if not any(pattern.match(line) for line in first):
        what = f"No line begins as the prefix {prefix} says" if prefix else "No line begins with a time, as lines do"
        raise Unreadable(f"{what}, so this is read as no log of PostgreSQL. {_NEEDED}")
    return _of_lines(lines, pattern)


def _is_csv(line: str) -> bool:
    try:
        row = next(csv.reader([line]), [])
    except csv.Error:
        return False
    return len(row) >= CSV_COLUMNS - 6 and re.match(_TIME, row[0]) is not None


def _of_csv(lines: Iterator[str], tally: Tally) -> Iterator[Entry]:
    reader = csv.reader(lines)
    while True:
        try:
            for row in reader:
                if len(row) >= CSV_COLUMNS:
                    yield Entry(row[0], row[1], row[2], row[11], row[13])
                elif row:
                    tally.lines += 1
                    tally.refused["broken"] += 1
            return
        except csv.Error:
            tally.lines += 1
            tally.refused["broken"] += 1


def _of_json(lines: Iterable[str], tally: Tally) -> Iterator[Entry]:
    for line in lines:
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            names = ("timestamp", "user", "dbname", "error_severity", "message")
            entry = Entry(*(str(said.get(name) or "") for name in names))
        except (ValueError, AttributeError, RecursionError):
            tally.lines += 1
            tally.refused["broken"] += 1
        else:
            yield entry


def _of_lines(lines: Iterable[str], pattern: re.Pattern[str]) -> Iterator[Entry]:
    """A statement may go on over many lines: what does not begin as an entry belongs to the one before."""
    kept: list[str] = []
    size = 0
    for line in lines:
        if pattern.match(line):
            yield from _entry(kept, pattern)
            kept, size = [line], len(line)
        elif kept and size < LONGEST_ENTRY:
            kept.append(line)
            size += len(line)
    yield from _entry(kept, pattern)


def _entry(lines: list[str], pattern: re.Pattern[str]) -> Iterator[Entry]:
    found = pattern.match("".join(lines)) if lines else None
    if found is None:
        return
    said = found.groupdict()
    if "rest" in said:
        who = next((match for each in _WHO if (match := each.search(said["rest"]))), None)
        said |= who.groupdict() if who else {"user": "", "database": ""}
    yield Entry(said["time"], said["user"] or "", said.get("database") or "", said["level"], said["message"])


def pattern_of(prefix: str) -> re.Pattern[str]:
    """How a line begins whose log_line_prefix is this; raises Unreadable when it does not say what is needed."""
    marks = [mark for _, mark in re.findall(r"%(-?\d*)(.)", prefix)]
    said = [{"m": "t", "n": "t"}.get(mark, mark) for mark in marks if mark in "mntud"]
    if not {"t", "u"} <= set(said) or len(said) > len(set(said)):
        raise Unreadable(f"The prefix {prefix} must say once when (%m or %t) and who (%u). {_NEEDED}")
    always, _, sessions = prefix.strip().partition("%q")  # what follows %q is written for sessions alone
    made = f"{_spelled(always)}(?:{_spelled(sessions)})?" if sessions else _spelled(always)
    return re.compile(rf"\s*{made}\s*{_LEVEL}:  (?P<message>.*)", re.DOTALL)


def _spelled(prefix: str) -> str:
    parts = re.split(r"(%-?\d*.)", prefix)
    return "".join(_MARKS.get(part[-1], r".*?") if part.startswith("%") else re.escape(part) for part in parts)
