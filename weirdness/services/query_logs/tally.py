"""What a log told so far: who read which table on which day, added up and put down in the database in batches."""

import io
from collections import Counter
from collections.abc import Callable, Collection
from datetime import date

from django.db import connection, transaction

from weirdness.models import LogUse

BATCH = 50_000  # distinct uses that are held in memory
LONGEST_LOGIN, LONGEST_TABLE = 200, 300
Use = tuple[str, str, str, date]  # login, database, table, day
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Tally:
    """`uses` counts what was not put down yet; `refused` counts lines by their reason (words.REASONS).

    `hold` is called in the transaction of each batch: it says that the worker may still write.
    """

    def __init__(self, log_id: int, hold: Callable[[], None]) -> None:
        self.log_id, self.hold = log_id, hold
        self.uses: Counter[Use] = Counter()
        self.refused: Counter[str] = Counter()
        self.lines = 0
        self.reads = 0
        self.idle = 0  # lines that read no table

    def read(self, login: str, database: str, tables: Collection[str], day: date) -> None:
        """One statement, which may read several tables or none."""
        if not tables:
            self.idle += 1
        for table in tables:
            self.uses[login, database, table, day] += 1

    def put_down_if_many(self) -> None:
        if len(self.uses) >= BATCH:
            self.put_down()

    def put_down(self) -> None:
        """Writes what is held; a name that no name can be is a refused line."""
        rows = io.StringIO()
        for (login, database, table, day), lines in self._named().items():
            named = "\t".join(each.translate(_ESCAPED) for each in (login, database, table))
            rows.write(f"{self.log_id}\t{named}\t{day.isoformat()}\t{lines}\n")
        rows.seek(0)
        with transaction.atomic(), connection.cursor() as cursor:
            self.hold()
            columns = 'log_id, login, database, "table", day, lines'
            cursor.copy_expert(f"COPY {LogUse._meta.db_table} ({columns}) FROM STDIN", rows)
        self.uses.clear()

    def _named(self) -> Counter[Use]:
        """In small letters: names that differ in nothing else come together."""
        named: Counter[Use] = Counter()
        for (login, database, table, day), lines in self.uses.items():
            login, table = login.strip().lower(), table.strip().lower()
            if reason := _wrong(login, table):
                self.refused[reason] += lines
                continue
            self.reads += lines
            named[login, database.strip().lower()[:LONGEST_LOGIN], table, day] += lines
        return named


def _wrong(login: str, table: str) -> str:
    if not login or not table or len(login) > LONGEST_LOGIN or len(table) > LONGEST_TABLE:
        return "incomplete"
    return "encoding" if "\ufffd" in login + table else ""
