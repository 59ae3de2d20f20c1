"""Which tables a statement reads."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.tables_read import LONGEST, TablesRead, Unparsed, tables_read


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT * FROM nyc.flights f JOIN Airlines USING (carrier)", {"nyc.flights", "airlines"}),
        ('SELECT "Day" FROM "Sales"."Orders 2024"', {"sales.orders 2024"}),
        ("WITH late AS (SELECT * FROM nyc.flights) SELECT * FROM late", {"nyc.flights"}),
        ("WITH RECURSIVE up AS (SELECT 1 UNION SELECT n FROM up) SELECT * FROM up", set()),
        ("SELECT (SELECT max(x) FROM a) FROM b WHERE EXISTS (SELECT FROM c)", {"a", "b", "c"}),
        ("INSERT INTO t SELECT * FROM s", {"s"}),
        ("INSERT INTO t (a, b) VALUES (1, 2)", set()),
        ("UPDATE t SET x = 1 FROM u WHERE u.id = t.id", {"u"}),
        ("DELETE FROM t USING u WHERE u.id = t.id", {"u"}),
        ("MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE", {"s"}),
        ("CREATE TABLE x AS SELECT * FROM y", {"y"}),
        ("CREATE VIEW v AS SELECT * FROM y", set()),
        ("SELECT 1 INTO z FROM y", {"y"}),
        ("COPY nyc.flights TO STDOUT", {"nyc.flights"}),
        ("COPY (SELECT * FROM a.b) TO STDOUT", {"a.b"}),
        ("COPY x FROM STDIN", set()),
        ("TABLE foo", {"foo"}),
        ('DECLARE "c1" NO SCROLL CURSOR WITH HOLD FOR SELECT * FROM t', {"t"}),
        ("-- the night's report\n/* of us */ (SELECT * FROM t)", {"t"}),
        ("SELECT * FROM pg_catalog.pg_class, pg_stat_activity, information_schema.tables", set()),
        ("SELECT * FROM generate_series(1, 2)", set()),
        ("SELECT $1 FROM t WHERE a = $2 AND b IN ($3, $4) AND c = E'it\\'s from here'", {"t"}),
        ("SELECT extract(epoch FROM now()), now() - interval '1 day', 'from x'", set()),
        ("EXPLAIN SELECT * FROM t", set()),
        ("SET search_path TO x", set()),
        ("SELECT 1; SELECT * FROM t; SELECT * FROM u", {"t", "u"}),
        ("VACUUM t", set()),
        ("SELECT * FROM warehouse.nyc.flights", {"nyc.flights"}),
        ("", set()),
    ],
)
def test_the_tables_that_a_statement_reads_are_named(statement: str, tables: set[str]) -> None:
    assert tables_read(statement) == tables


@pytest.mark.parametrize("statement", ["SELECT * FRM t FROM", "SELECT (((( FROM t", f"SELECT '{'x' * LONGEST}' FROM t"])
def test_broken_or_endless_sql_is_said_to_be_so(statement: str) -> None:
    with pytest.raises(Unparsed):
        tables_read(statement)


def test_a_very_deep_statement_is_broken_and_nothing_falls_over() -> None:
    with pytest.raises(Unparsed):
        tables_read(f"SELECT {'(' * 5000}1{')' * 5000} FROM t")


def test_statements_that_differ_in_their_values_alone_are_parsed_once() -> None:
    tables = TablesRead()
    for number in range(200):
        values = ", ".join(map(str, range(number + 1)))
        assert tables.of(f"SELECT * FROM t7 WHERE a = {number} AND b = 'it''s {number}' AND c IN ({values})") == {"t7"}
    assert len(tables._known) <= 2


@given(st.text(max_size=200))
def test_any_text_is_read_or_said_to_be_broken(text: str) -> None:
    with suppress(Unparsed):
        assert tables_read(f"SELECT * FROM {text}") is not None
