"""What a test of the connection says about a role that may do more than read, on a database of the test's own."""

from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest

from checks.sources import SOURCES

NAME = "rights_of_roles"
TABLES = """
CREATE SCHEMA "Cold store"; CREATE TABLE "Cold store".tubes (tube text, volume int); CREATE TABLE public.notes (n int);
CREATE TABLE "Cold store".days (day date) PARTITION BY LIST (day);
CREATE TABLE "Cold store".someday PARTITION OF "Cold store".days DEFAULT;
REVOKE ALL ON ALL TABLES IN SCHEMA "Cold store", public FROM weirdness_app;
GRANT USAGE ON SCHEMA "Cold store" TO weirdness_app;
GRANT SELECT ON ALL TABLES IN SCHEMA "Cold store", public TO weirdness_app;
"""


@pytest.fixture
def database(servers, lab):
    """A cursor of its owner."""
    lab.execute(f"DROP DATABASE IF EXISTS {NAME}")
    lab.execute(f"CREATE DATABASE {NAME}")
    with closing(psycopg2.connect(servers["DATABASE_URL"], dbname=NAME)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            yield cursor
    lab.execute(f"DROP DATABASE {NAME}")


def writes(lab, path="", **changes):
    return SOURCES["database"].browse(lab.source("", database=NAME, schema="", **changes), path)["writes"]


def test_a_role_that_may_only_read_is_not_spoken_of(database, lab):
    assert writes(lab) is None


@pytest.mark.parametrize("right", ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "UPDATE (volume)", "INSERT (volume)"])
def test_any_right_to_change_a_table_is_told_with_the_table(right, database, lab):
    database.execute(f'GRANT {right} ON "Cold store".tubes TO weirdness_app')
    told = {"superuser": False, "tables": 1, "first": '"Cold store".tubes', "schema": '"Cold store"'}
    assert writes(lab) == told
    assert writes(lab, "public") == told


def test_a_table_without_the_right_to_its_schema_cannot_be_reached_and_is_not_told(database, lab):
    database.execute('GRANT DELETE ON "Cold store".tubes TO weirdness_app')
    database.execute('REVOKE USAGE ON SCHEMA "Cold store" FROM weirdness_app')
    assert writes(lab) is None


def test_an_owner_may_always_give_the_right_to_itself_and_parts_of_a_table_count_once(database, servers, lab):
    owner = urlsplit(servers["DATABASE_URL"])
    database.execute('REVOKE ALL ON "Cold store".tubes FROM current_user')
    told = writes(lab, "public", user=owner.username, password=owner.password)
    assert told == {"superuser": False, "tables": 3, "first": "public.notes", "schema": "public"}
