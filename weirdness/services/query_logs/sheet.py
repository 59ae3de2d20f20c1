"""CSV files of uses: one line says that a login used a table (or ran a statement) at a time."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from checks.tables_read import TablesRead, Unparsed
from weirdness.services.query_logs.lines import Unreadable
from weirdness.services.query_logs.tally import Tally
from weirdness.services.query_logs.times import Days, Future, NoTime

NAMES = {
    "time": "time timestamp ts at day date datetime when usedat usedon logtime eventtime starttime startedat "
    "querystart querytime executedat executiontime createdat lastused",
    "login": "login user username usename email mail emailaddress useremail account person who principal userid role "
    "rolename loginname dbuser userlogin",
    "table": "table tablename dataset datasetkey object objectname relation relname view resource",
    "statement": "statement query sql querytext sqltext statementtext text",
    "schema": "schema schemaname tableschema",
    "database": "database db dbname databasename datname catalog tablecatalog",
}
_MEANING = {re.sub(r"\W|_", "", name): what for what, names in NAMES.items() for name in names.split()}
Row = list[str]
Adding = Callable[[Row, date], None]
DELIMITERS = (",", ";", "\t", "|")
_EXAMPLE = "The first line names the columns: time, login and table, such as: time,login,table"


@dataclass(frozen=True)
class Columns:
    """Where in a line what is; `table` and `statement`: one of them, or both."""

    delimiter: str
    at: dict[str, int]

    @property
    def is_whole(self) -> bool:
        return {"time", "login"} <= self.at.keys() and bool({"table", "statement"} & self.at.keys())


def columns_of(first: str) -> Columns:
    """Reads the first line; raises Unreadable with what is missing."""
    found = [_read(first, delimiter) for delimiter in DELIMITERS]
    for columns in found:
        if columns.is_whole:
            return columns
    best = max(found, key=lambda each: len(each.at))
    if not best.at:
        raise Unreadable(f"The columns have no names. {_EXAMPLE}. Put such a line before the others.")
    missing = [what for what in ("time", "login") if what not in best.at]
    missing += [] if {"table", "statement"} & best.at.keys() else ["table"]
    raise Unreadable(f"No column is the {' and no column the '.join(missing)}. {_EXAMPLE}. Rename the columns so.")


def _read(first: str, delimiter: str) -> Columns:
    try:
        names = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        names = []
    at: dict[str, int] = {}
    for position, name in enumerate(names):
        if what := _MEANING.get(re.sub(r"\W|_", "", name.lower())):
            at.setdefault(what, position)
    return Columns(delimiter, at)


def read(lines: Iterator[str], tally: Tally, days: Days) -> None:
    """Adds every line to the tally. Raises Unreadable when the columns are not named."""
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        raise Unreadable("The log is empty: it has not one line. Choose another file.")
    columns = columns_of(first)
    reader = csv.reader(lines, delimiter=columns.delimiter)
    add = _naming(columns.at, tally) if "table" in columns.at else _parsing(columns.at, tally)
    over = False
    while not over:
        try:
            _all(reader, columns.at["time"], tally, days, add)
            over = True
        except csv.Error:  # such as a quote that is never closed; the reader goes on behind it
            tally.lines += 1
            tally.refused["broken"] += 1


def _all(reader: Iterable[Row], time: int, tally: Tally, days: Days, add: Adding) -> None:
    day_of, refused = days.of, tally.refused
    for row in reader:
        if not row:
            continue
        tally.lines += 1
        try:
            add(row, day_of(row[time]))
        except IndexError:
            refused["broken"] += 1
        except NoTime:
            refused["time"] += 1
        except Future:
            refused["future"] += 1
        except Unparsed:
            refused["sql"] += 1
        tally.put_down_if_many()


def _naming(at: dict[str, int], tally: Tally) -> Adding:
    login, table, uses = at["login"], at["table"], tally.uses
    schema, database = at.get("schema"), at.get("database")

    def plain(row: Row, day: date) -> None:
        uses[row[login], "", row[table], day] += 1

    def whole(row: Row, day: date) -> None:
        name = row[table]
        if schema is not None and row[schema] and "." not in name:
            name = f"{row[schema]}.{name}"
        uses[row[login], row[database] if database is not None else "", name, day] += 1

    return plain if schema is None and database is None else whole


def _parsing(at: dict[str, int], tally: Tally) -> Adding:
    login, statement, database = at["login"], at["statement"], at.get("database")
    tables = TablesRead()

    def add(row: Row, day: date) -> None:
        tally.read(row[login], row[database] if database is not None else "", tables.of(row[statement]), day)

    return add
