"""Log files of PostgreSQL, in each of the forms that it writes."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from weirdness.services.query_logs import postgres
from weirdness.services.query_logs.lines import Unreadable, lines_of
from weirdness.services.query_logs.tally import Tally
from weirdness.services.query_logs.times import Days

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 1)
BEA = ("bea", "warehouse", "nyc.flights", DAY)


def read(text: str, **said: str) -> Tally:
    tally = Tally(0, lambda: None)
    postgres.read(lines_of([text.encode()]), tally, Days(ZoneInfo("UTC"), NOW), **said)
    tally.refused = +tally.refused
    return tally


@pytest.mark.parametrize(
    "prefix",
    [
        "2026-11-01 10:00:00.123 UTC [812] bea@warehouse ",
        "2026-11-01 10:00:00 UTC [812-3] bea@warehouse ",
        "2026-11-01 10:00:00.123 CET [812]: user=bea,db=warehouse,app=psql,client=10.0.0.1 ",
        "2026-11-01 10:00:00 UTC:10.0.0.1(5432):bea@warehouse:[812]:",
        "2026-11-01 10:00:00.123 +01 [812] user=bea database=warehouse ",
    ],
)
@pytest.mark.parametrize(
    "message", ["statement: {}", "execute <unnamed>: {}", "duration: 3.15 ms  statement: {}", "execute S_1: {}"]
)
def test_usual_prefixes_and_messages_are_read_without_being_told(prefix: str, message: str) -> None:
    text = f"{prefix}LOG:  {message.format('SELECT * FROM nyc.flights')}\n"
    assert read(text).uses == Counter({BEA: 1})


def test_a_statement_may_go_on_over_many_lines() -> None:
    start = "2026-11-01 10:00:00 UTC [8] bea@warehouse LOG:  statement: "
    tally = read(f"{start}SELECT *\n\tFROM nyc.flights\n\tWHERE carrier = 'UA'\n{start}SELECT 1\n")
    assert (tally.uses, tally.lines, tally.idle) == (Counter({BEA: 1}), 2, 1)


def test_what_failed_or_is_no_statement_is_no_use() -> None:
    start = "2026-11-01 10:00:00 UTC [8] bea@warehouse "
    tally = read(
        f"{start}ERROR:  relation nope does not exist\n{start}STATEMENT:  SELECT * FROM nyc.flights\n"
        f"{start}LOG:  duration: 0.5 ms\n{start}LOG:  duration: 1 ms  parse <unnamed>: SELECT * FROM nyc.flights\n"
        "2026-11-01 10:00:00 UTC [1] LOG:  checkpoint starting: time\n"
    )
    assert (tally.uses, tally.lines, tally.idle) == (Counter(), 5, 5)


def test_broken_sql_is_counted_and_the_next_line_is_read() -> None:
    start = "2026-11-01 10:00:00 UTC [8] bea@warehouse LOG:  statement: "
    tally = read(f"{start}SELECT FROM WHERE FROM (\n{start}SELECT * FROM nyc.flights\n")
    assert (tally.uses, tally.refused) == (Counter({BEA: 1}), Counter(sql=1))


def test_a_prefix_that_is_said_is_read_as_it_is_said() -> None:
    text = "bea on warehouse|2026-11-01 10:00:00.5 UTC|7: LOG:  statement: SELECT * FROM nyc.flights\n"
    assert read(text, prefix="%u on %d|%m|%p: ").uses == Counter({BEA: 1})
    text = "2026-11-01 10:00:00.5 UTC [7] LOG:  starting\n2026-11-01 10:00:00.5 UTC [7] bea warehouse LOG:  statement: "
    assert read(f"{text}TABLE nyc.flights\n", prefix="%m [%p] %q%u %d ").uses == Counter({BEA: 1})


@pytest.mark.parametrize("prefix", ["%m [%p] ", "%u@%d ", "%m %t %u", ""])
def test_a_log_that_does_not_say_when_or_who_is_refused_with_what_to_set(prefix: str) -> None:
    with pytest.raises(Unreadable, match="log_line_prefix = '%m"):
        read("2026-11-01 10:00:00.5 UTC [7] LOG:  statement: TABLE nyc.flights\n", prefix=prefix)


def test_another_text_is_no_log_of_postgresql() -> None:
    with pytest.raises(Unreadable, match="No line begins with a time"):
        read("Dear colleagues,\nhere is the log.\n")
    with pytest.raises(Unreadable, match="empty"):
        read(" \n")


def csvlog(user: str, message: str, *, level: str = "LOG", database: str = "warehouse") -> str:
    cells = ["2026-11-01 10:00:00.123 UTC", user, database, "8", "10.0.0.1:1", "x.1", "1", "SELECT"]
    cells += [
        "2026-11-01 09:00:00 UTC",
        "3/4",
        "0",
        level,
        "00000",
        message,
        *[""] * 8,
        "psql",
        "client backend",
        "",
        "0",
    ]
    return ",".join(f'"{cell}"' if cell else "" for cell in cells) + "\n"


def test_csvlog_is_read_with_its_lines_within_lines() -> None:
    text = csvlog("bea", "statement: SELECT *\nFROM nyc.flights\nWHERE a = 'it''s'") + csvlog(
        "bea", "statement: SELECT 1"
    )
    tally = read(text + "half,a,line\n" + csvlog("bea", "TABLE x", level="ERROR"))
    assert (tally.uses, tally.lines, tally.refused) == (Counter({BEA: 1}), 4, Counter(broken=1))


def test_a_statement_that_is_too_long_for_a_cell_is_one_broken_line() -> None:
    long = csvlog("bea", f"statement: SELECT '{'x' * 200_000}' FROM nyc.flights")
    tally = read(csvlog("bea", "statement: SELECT 1") + long + csvlog("bea", "statement: TABLE nyc.flights"))
    assert (tally.uses, tally.refused) == (Counter({BEA: 1}), Counter(broken=1))


def test_jsonlog_is_read() -> None:
    said = {"timestamp": "2026-11-01 10:00:00.123 UTC", "user": "bea", "dbname": "warehouse", "error_severity": "LOG"}
    text = json.dumps({**said, "message": "statement: TABLE nyc.flights"}) + "\n{half\n[1]\n"
    tally = read(text)
    assert (tally.uses, tally.refused) == (Counter({BEA: 1}), Counter(broken=2))


def test_other_databases_of_the_server_are_left_out() -> None:
    start = "2026-11-01 10:00:00 UTC [8] bea@{} LOG:  statement: TABLE nyc.flights\n"
    tally = read(start.format("warehouse") + start.format("payroll"), database="Warehouse")
    assert (tally.uses, tally.refused) == (Counter({BEA: 1}), Counter(elsewhere=1))


def test_clocks_ahead_are_counted() -> None:
    start = "2027-11-01 10:00:00 UTC [8] bea@warehouse LOG:  statement: TABLE nyc.flights\n"
    assert read(start).refused == Counter(future=1)
