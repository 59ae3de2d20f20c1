import logging
import re
import socket
import threading
import time

import psycopg2
import pytest

from checks import DatabaseSource, OverBudget, SourceUnreadable, describe, fetch, preview
from checks.dialects import postgresql
from checks.engine.table import open_table
from checks.sources import SOURCES
from tests.checks.conftest import expectation, outcome

PASSWORD = "hunter2-and-more"


def complaint(source):
    with pytest.raises(SourceUnreadable) as caught:
        describe(source)
    said = str(caught.value)
    assert "Traceback" not in said
    assert source.password not in said
    assert said.endswith(".")
    return said


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": PASSWORD}, "was not let in: the user or the password is wrong"),
        ({"database": "nowhere"}, "there is no database nowhere"),
        ({"user": "nobody", "password": PASSWORD}, "was not let in"),
        ({"table": "nothing"}, "There is no table lab_.*nothing"),
        ({"schema": "nowhere"}, "There is no table nowhere"),
        ({"port": 1}, "nothing answers there"),
        ({"port": 0}, "number from 1 to 65535"),
        ({"dialect": "oracle"}, "Choose one of postgresql"),
        ({"host": "no-such-host.invalid"}, "There is no host called"),
    ],
)
def test_a_database_that_cannot_be_read_is_told_in_one_sentence_with_what_to_do(changed, words, lab):
    assert re.search(words, complaint(lab.source(**changed)))


def test_a_table_without_the_right_to_select_says_whom_to_ask(lab):
    source = lab.keep("SELECT 1 AS a")
    lab.execute("REVOKE SELECT ON data FROM {reader}")
    assert "Ask whoever runs the database for the right to SELECT" in complaint(source)


@pytest.mark.parametrize("name", ["host", "database", "user", "schema", "table", "password", "dialect"])
@pytest.mark.parametrize("value", ["${HOME}", "secret|vault/key", "a\0b"])
def test_a_field_that_asks_to_be_filled_in_is_refused(name, value, lab):
    assert f"Choose another {name}" in complaint(lab.source(**{name: value}))


@pytest.mark.parametrize(
    "host",
    [
        "/var/run/postgresql",
        "@abstract",
        "",
        "a,b",
        "db:5432",
        "db?sslmode=disable",
        "user@db",
        "-db",
        "d b",
        "a" * 300,
    ],
)
def test_a_host_is_a_name_or_an_address_and_never_a_path(host, lab):
    assert "no name and no address" in complaint(lab.source(host=host, allowed=(host,)))


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "::1"),
        *("fe80::1", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "100.100.100.200", "64:ff9b::a00:1"),
        *("2002:7f00:1::", "224.0.0.1", "168.63.129.16", "::"),
    ],
)
def test_this_machine_private_networks_and_metadata_are_not_called_unless_allowed(host, lab):
    assert "may not call" in complaint(lab.source(host=host, allowed=()))


def test_what_an_administrator_allowed_is_called(lab):
    source = lab.keep("SELECT 1 AS a")
    for host, allowed in [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.0/8"),
        ("::ffff:127.0.0.1", "127.0.0.1"),
    ]:
        assert describe(lab.source(source.table, host=host, allowed=(allowed,))).row_count == 1


def test_a_name_that_is_allowed_may_not_lead_to_a_metadata_service(monkeypatch, lab):
    answer = [(2, 1, 6, "", ("169.254.169.254", 5432))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: answer)
    for allowed in ("db.example.org", "169.254.0.0/16"):
        assert "may not call" in complaint(lab.source(host="db.example.org", allowed=(allowed,)))


def test_a_name_is_resolved_once_and_called_at_the_address_that_was_checked(monkeypatch, lab):
    source, asked = lab.keep("SELECT 1 AS a"), []

    def resolve(host, port, **kwargs):
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    moved = lab.source(source.table, host="db.example.org", allowed=("db.example.org",))
    assert describe(moved).row_count == 1
    assert asked == ["db.example.org"]


def test_the_password_is_in_no_text_and_no_log(lab, caplog):
    caplog.set_level(logging.DEBUG)
    source = lab.keep("SELECT 1 AS a")
    with open_table(source) as table:
        told = [repr(source), repr(table), str(table.sa_engine().url), repr(table.sa_engine())]
        with pytest.raises(psycopg2.Error) as caught:
            table.ask("SELECT nonsense FROM data")
    told += [repr(caught.value), str(caught.value), caplog.text]
    assert not any(source.password in each for each in told)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO {schema}.data VALUES (2)",
        "CREATE TABLE {schema}.stolen (a int)",
        "CREATE TEMP TABLE kept (a int)",
        "WITH gone AS (DELETE FROM {schema}.data RETURNING a) SELECT * FROM gone",
        "SELECT lo_create(0)",
        "COPY {schema}.data TO '/tmp/stolen'",
        "COPY {schema}.data TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_nothing_is_written_and_no_file_is_read(statement, lab):
    source = lab.keep("SELECT 1 AS a")
    with open_table(source) as table:
        with pytest.raises((psycopg2.Error, SourceUnreadable)):
            table.ask(statement.replace("{schema}", lab.schema))
        assert table.ask("SELECT a FROM data") == [(1,)]


def test_a_run_sees_one_state_of_the_data_from_its_beginning_to_its_end(lab):
    source = lab.keep("SELECT 1 AS a")
    with open_table(source) as table:
        before = table.ask("SELECT count(*) FROM data")
        lab.execute("INSERT INTO data VALUES (2)")
        with table.sa_engine().connect() as other:
            assert other.exec_driver_sql(f"SELECT count(*) FROM {lab.schema}.data").fetchone() == before[0]
        assert table.ask("SELECT count(*) FROM data") == before == [(1,)]
    assert describe(source).row_count == 2


def test_a_question_that_fails_leaves_the_others_to_be_asked(lab):
    with open_table(lab.keep("SELECT 1 AS a")) as table:
        for wrong in ("SELECT nonsense FROM data", "SELECT 1 / 0 FROM data", "SELEC"):
            with pytest.raises((psycopg2.Error, ValueError)):
                table.ask(wrong)
        assert table.ask("SELECT a FROM data WHERE a = ?", [1]) == [(1,)]
        assert len(table.faults) == 3


def test_a_question_that_takes_too_long_is_ended_by_the_server(lab, monkeypatch):
    monkeypatch.setitem(postgresql._SETTINGS, "statement_timeout", "50ms")
    source = lab.keep("SELECT 1 AS a")
    with open_table(source) as table, pytest.raises(OverBudget, match="took longer than a check may take"):
        table.ask("SELECT pg_sleep(5) FROM data")


def test_a_table_that_is_being_changed_is_not_waited_for(lab, monkeypatch):
    monkeypatch.setitem(postgresql._SETTINGS, "lock_timeout", "50ms")
    source = lab.keep("SELECT 1 AS a")
    lab.execute("BEGIN; LOCK TABLE data")
    assert "is locked by somebody" in complaint(source)
    lab.execute("ROLLBACK")


def test_a_connection_that_is_cut_is_told_in_words(lab):
    source = lab.keep("SELECT 1 AS a")
    with open_table(source) as table:
        [(process,)] = table.ask("SELECT pg_backend_pid()")
        lab.end(process)
        with pytest.raises(SourceUnreadable, match=r"was (stopped or restarted|lost)"):
            table.ask("SELECT a FROM data")


def test_a_server_that_takes_a_call_and_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(postgresql, "CONNECT_SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        source = DatabaseSource(
            "postgresql", "127.0.0.1", port, "d", "u", "t", password=PASSWORD, allowed=("127.0.0.1",)
        )
        started = time.monotonic()
        assert "did not answer" in complaint(source)
        assert time.monotonic() - started < 10


def test_a_server_that_speaks_another_language_is_given_up(lab):
    with socket.create_server(("127.0.0.1", 0)) as strange:
        threading.Thread(
            target=lambda: strange.accept()[0].sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"), daemon=True
        ).start()
        assert "could not be made" in complaint(lab.source(port=strange.getsockname()[1]))


@pytest.mark.parametrize(
    "made",
    [
        "CREATE VIEW other AS SELECT a % 3 AS a FROM data",
        "CREATE MATERIALIZED VIEW other AS SELECT a % 3 AS a FROM data",
        "CREATE TABLE other (a int) PARTITION BY LIST (a); CREATE TABLE p0 PARTITION OF other FOR VALUES IN (0);"
        "CREATE TABLE p1 PARTITION OF other DEFAULT; INSERT INTO other SELECT a % 3 AS a FROM data",
    ],
)
def test_rows_of_views_and_of_partitioned_tables_are_told_apart_too(made, lab):
    lab.keep("SELECT a FROM generate_series(1, 30) AS t (a)")
    lab.execute(made)
    source = lab.source("other")
    [found] = outcome(source, expectation("column_values_to_be_in_set", column="a", value_set=[0, 1])).results
    assert found.unexpected_count == 10
    assert sorted(key["occurrence"] for key in found.keys) == list(range(1, 11))
    assert [row["a"] for row in fetch(source, list(found.keys)).rows] == [2] * 10
    assert len(
        {key["occurrence"] for key in preview(source, 30).keys if key["row_sha256"] == found.keys[0]["row_sha256"]}
    )


def test_the_fingerprint_changes_with_the_data_and_is_never_guessed(lab):
    source = lab.keep("SELECT 1 AS a")
    before = describe(source).fingerprint
    lab.execute("UPDATE data SET a = 2")
    assert describe(source).fingerprint != before
    lab.execute("CREATE VIEW now AS SELECT random() AS a")
    assert describe(lab.source("now")).fingerprint == ""


def test_a_domain_and_an_enumeration_are_what_they_are_made_of(lab):
    lab.execute("CREATE DOMAIN age AS int CHECK (VALUE > 0); CREATE TYPE mood AS ENUM ('sad', 'ok')")
    source = lab.keep("SELECT 3::age AS a, 'ok'::mood AS b, '10.0.0.1'::inet AS c, 'NaN'::numeric AS d")
    assert dict(describe(source).columns) == {"a": "integer", "b": "text", "c": "nested", "d": "number"}
    assert preview(source).rows == ({"a": 3, "b": "ok", "c": "10.0.0.1/32", "d": "nan"},)
    assert len(fetch(source, [{"a": 3, "b": "ok"}, {"b": "bad"}]).rows) == 1


def test_schemas_and_tables_are_listed_with_what_is_known_of_them(lab):
    lab.keep("SELECT 1 AS a FROM generate_series(1, 7)", "trips")
    lab.execute("COMMENT ON TABLE trips IS 'All rides'; ANALYZE trips; CREATE VIEW few AS SELECT 1 AS a")
    lab.execute("CREATE TABLE hidden (a int); REVOKE ALL ON hidden FROM {reader}")
    browse = SOURCES["database"].browse
    top = browse(lab.source(""), "")["entries"]
    assert lab.schema in [each["name"] for each in top if each["kind"] == "schema"]
    assert not [each for each in top if each["name"].startswith("pg_")]
    found = browse(lab.source(""), lab.schema)
    shown = [(each["name"], each["kind"], each["rows"], each["comment"]) for each in found["entries"]]
    assert shown == [("few", "view", None, ""), ("trips", "table", 7, "All rides")]
    with pytest.raises(SourceUnreadable, match="no schema nowhere"):
        browse(lab.source(""), "nowhere")


def test_a_key_that_the_database_guards_is_known_to_be_unique_without_reading(lab):
    lab.execute("CREATE TABLE data (a int PRIMARY KEY, b int UNIQUE, c int NOT NULL, UNIQUE (c) INCLUDE (b))")
    with open_table(lab.source()) as table:
        known = {names: table.is_unique(names) for names in (("a",), ("a", "b"), ("b",), ("c",), ("c", "b"), ())}
    assert known == {("a",): True, ("a", "b"): True, ("b",): False, ("c",): True, ("c", "b"): True, (): False}
    assert describe(lab.source(), ("a",)).key_unique is True


def test_a_name_with_several_addresses_is_called_at_the_first_that_answers(monkeypatch, lab):
    source = lab.keep("SELECT 1 AS a")
    answers = [(2, 1, 6, "", (address, 0)) for address in ("127.0.0.9", "127.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: answers)
    assert describe(lab.source(source.table, host="db.example.org", allowed=("db.example.org",))).row_count == 1
