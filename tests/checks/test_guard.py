"""SQL that people write: what is good runs and names its rows, what is not is refused, and the walls behind hold."""

from contextlib import suppress

import psycopg2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.engine.interface import Refused
from checks.engine.table import open_table
from checks.guard import Unsafe, understood
from checks.kind import Unable
from checks.validate import fault
from tests.checks.attacks import ATTACKS, READS, SETTINGS, STACKED, STALLS, WRITES
from tests.checks.conftest import expectation, outcome

COLUMNS = ["id", "a", "b", "day", "Fare amount"]
ROWS = """SELECT i AS id, i % 7 AS a, CASE WHEN i % 5 = 0 THEN NULL ELSE 'text ' || i END AS b,
    DATE '2013-01-01' AS day, i AS "Fare amount" FROM range(1, 101) t(i)"""
GOOD = {
    "SELECT * FROM data WHERE a < 1": 14,
    "select id from {batch} where a between 5 and 6 -- two of seven": 28,
    "SELECT d.* FROM data AS d JOIN data AS e ON d.id = e.a AND d.day = e.day": 6,
    "SELECT id FROM data d WHERE EXISTS (SELECT 1 FROM data e WHERE e.id = d.id AND e.a = 3) ORDER BY id DESC": 14,
    'SELECT "Fare amount" FROM data WHERE "Fare amount" > 98 OR b IS NULL': 21,
    "SELECT id, CASE WHEN a = 0 THEN 'none' ELSE upper(b) END AS said FROM data WHERE b LIKE 'text 9%' AND b ~ '9$'": 2,
    "WITH m AS (SELECT a, avg(id) AS m FROM data GROUP BY a) SELECT id FROM data WHERE id > (SELECT max(m) FROM m)": 48,
    "SELECT id FROM data WHERE day - INTERVAL '3' DAY < DATE '2012-12-30' AND extract(year FROM day) = 2013": 100,
    "SELECT id FROM data WHERE id % 2 = 0 AND coalesce(length(b), 0) = 0 AND b IS DISTINCT FROM 'it''s; --'": 10,
}
GROUPED = {
    "SELECT a, count(*) FROM data GROUP BY a HAVING count(*) > 14": "2 rows are found",
    "SELECT DISTINCT a FROM data": "7 rows are found",
    "SELECT max(id) FROM data": "1 row is found",
    "SELECT a.id FROM data a JOIN data b ON a.day = b.day ORDER BY a.id LIMIT 500": "more than 200 rows are found",
    "SELECT id FROM data UNION SELECT a FROM data": "101 rows are found",
    "SELECT (SELECT max(a) FROM data)": "1 row is found",
}


def query(text, **more):
    return {"type": "unexpected_rows_expectation", "kwargs": {"unexpected_rows_query": text, **more}}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_in_a_sentence(attack):
    with pytest.raises(Unsafe) as caught:
        understood(attack, ["id", "a"])
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 300


@given(words=st.lists(st.sampled_from([*" ".join([*GOOD, *ATTACKS[:150]]).split(), *"()'\",;*.-[]{}"]), max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_soup_of_words_is_understood_or_refused(words):
    text = " ".join(words)
    with suppress(Unsafe):
        found = understood(text)
        assert understood(found.sql("postgresql")).sql("postgresql") == found.sql("postgresql")


@given(text=st.text(max_size=60), pattern=st.sampled_from(["{}", "SELECT {} FROM data", "SELECT a FROM data WHERE {}"]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_understood_or_refused(text, pattern):
    with suppress(Unsafe):
        understood(pattern.format(text))


def test_there_are_enough_attacks():
    assert len(set(ATTACKS)) >= 150


@pytest.fixture(scope="module")
def results(tmp_path_factory, servers, relay):
    import duckdb

    from checks import FileSource
    from tests.checks.lab import Lab

    folder = tmp_path_factory.mktemp("guard")
    with duckdb.connect() as database:
        database.sql(ROWS).write_parquet(str(folder / "data.parquet"))
    asked = [query(text) for text in (*GOOD, *GROUPED)]
    with Lab(servers, relay.port) as lab:
        kept = lab.keep(ROWS.replace("range(1, 101)", "generate_series(1, 100)"))
        yield {
            "a file": outcome(FileSource(str(folder), "data.parquet", "parquet"), *asked, key_columns=("id",)).results,
            "PostgreSQL": outcome(kept, *asked, key_columns=("id",)).results,
        }


@pytest.mark.parametrize("where", ["a file", "PostgreSQL"])
@pytest.mark.parametrize(("at", "text"), list(enumerate(GOOD)))
def test_a_query_finds_its_rows_and_names_them_by_key(where, at, text, results):
    found = results[where][at]
    assert found.error == ""
    assert found.unexpected_count == GOOD[text]
    assert len(found.keys) == min(20, GOOD[text])
    assert not found.success


@pytest.mark.parametrize("where", ["a file", "PostgreSQL"])
@pytest.mark.parametrize(("at", "text"), list(enumerate(GROUPED)))
def test_a_query_about_groups_says_how_many_it_finds(where, at, text, results):
    found = results[where][len(GOOD) + at]
    assert (found.error, found.observed, found.keys) == ("", GROUPED[text], ())


def test_a_query_that_finds_nothing_passes_and_a_share_may_be_let_through(kept):
    source = kept("SELECT 1 AS id UNION ALL SELECT 2")
    found = outcome(
        source,
        query("SELECT * FROM data WHERE id > 2"),
        query("SELECT id FROM data WHERE id > 1", mostly=0.5),
        query("SELECT count(*) FROM data HAVING count(*) > 9"),
        query("SELECT count(*) FROM data", mostly=0.5),
    ).results
    assert [each.success for each in found] == [True, True, True, False]
    assert found[0].observed == "all 2 rows pass"
    assert found[3].error.startswith("A share of rows is only known")


def test_a_query_that_cannot_run_breaks_only_its_own_expectation(kept):
    source = kept("SELECT 'x' AS a")
    found = outcome(
        source,
        query("SELECT * FROM data WHERE CAST(a AS integer) > 1"),
        query("SELECT * FROM data WHERE nothing = 1"),
        query("SELECT * FROM data WHERE a ~ '(('"),
        query("SELECT pg_sleep(9) FROM data"),
        expectation("column_values_to_not_be_null", column="a"),
    ).results
    assert [each.success for each in found] == [False] * 4 + [True]
    assert "could not be evaluated" in found[0].error
    assert "does not have" in found[1].error
    assert "function pg_sleep may not" in found[3].error


def test_masked_values_are_neither_shown_nor_told_by_the_engine(kept):
    source = kept("SELECT 1 AS id, 'xyzzy' AS a")
    asked = [query("SELECT * FROM data WHERE a > 'b'"), query("SELECT * FROM data WHERE CAST(a AS integer) > 1")]
    found = outcome(source, *asked, masked_columns=("a",)).results
    assert found[0].unexpected_count == 1
    assert "xyzzy" not in str(found)


def test_the_editor_hears_at_once_why_a_query_is_refused():
    assert fault(query("DELETE FROM data")).startswith("Write one SELECT")
    assert "unexpected_rows_query must be one SELECT" in fault(query(""))
    assert "does not have" in fault(query("SELECT * FROM data WHERE aa > 1"), ["a", "b"])
    assert fault(query("SELECT * FROM data WHERE a > 1"), ["a", "b"]) == ""


def tried(table, attack):
    """What an attack ends in behind the guard: it is put where a query goes."""
    try:
        table.written(f"SELECT count(*) FROM ({attack}) AS found")
        table.written(attack)
    except (Refused, Unable, psycopg2.Error) as refused:
        return str(refused)
    return ""


def test_without_the_guard_duckdb_alone_reads_nothing_else_and_writes_nothing(csv, tmp_path):
    source = csv("a\n1\n")
    (tmp_path / "other.parquet").write_bytes(b"")
    before = sorted(tmp_path.iterdir())
    with open_table(source) as table:
        for attack in [*STACKED, *WRITES, *READS, *SETTINGS]:
            assert "root:" not in tried(table, attack)
        external = table.written("SELECT current_setting('enable_external_access')")
        assert external == [(False,)]
        for path in ("/etc/passwd", str(tmp_path / "other.parquet")):
            with pytest.raises(Refused, match="disabled"):
                table.written(f"SELECT * FROM read_text('{path}')")
        assert table.ask("SELECT count(*) FROM data") == [(1,)]
    assert sorted(tmp_path.iterdir()) == before


def test_without_the_guard_the_role_alone_stops_every_write_in_postgresql(lab):
    source = lab.keep("SELECT 1 AS a")
    lab.execute("CREATE TABLE victim AS SELECT 1 AS a; CREATE SEQUENCE victim_id_seq")
    state = (
        "SELECT (SELECT count(*) FROM {schema}.victim), (SELECT last_value FROM {schema}.victim_id_seq),"
        " (SELECT count(*) FROM pg_class WHERE relnamespace = '{schema}'::regnamespace)"
    )
    before = lab.asked(state)
    for attack in [*STACKED, *WRITES, *(each for each in READS if "pg_" in each or "dblink" in each)]:
        there = attack.replace("\0", "").replace("victim", f"{lab.schema}.victim")
        with open_table(source) as table:
            assert "root:" not in tried(table, there)
            tried(table, f"SELECT 1) AS x; COMMIT; BEGIN READ WRITE; {there}; COMMIT; SELECT 1 FROM (SELECT 1")
    assert lab.asked(state) == before


def test_a_query_that_takes_too_long_is_stopped_and_the_next_one_runs(kept):
    many = "(SELECT x.id + y.id AS n FROM data x, data y)"
    with open_table(kept("SELECT i AS id FROM generate_series(1, 3000) AS t(i)")) as table:
        with pytest.raises(Unable, match="took longer than"):
            table.written(f"SELECT count(*) FROM {many} AS p, {many} AS q WHERE p.n + q.n > 3", seconds=0.5)
        assert table.ask("SELECT count(*) FROM data") == [(3000,)]


@pytest.mark.parametrize("text", STALLS[:3])
def test_what_stalls_would_also_be_stopped_by_the_clock(text, lab):
    with open_table(lab.keep("SELECT 1 AS a")) as table, pytest.raises((Refused, Unable)):
        table.written(text, seconds=0.3)
