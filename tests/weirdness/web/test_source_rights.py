"""A database that is read with a role that may also write: the page of its source says so, once, with what to do."""

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.cast import NOW, Cast
from tests.checks.conftest import Server
from tests.relay import Relay
from tests.weirdness.web.conftest import As
from weirdness.models import Inquiry, Source
from weirdness.services import sources, work
from weirdness.services.sources import Place

NAME = "rights_on_pages"
TABLES = """
CREATE SCHEMA cold; CREATE TABLE cold.tubes (tube text);
REVOKE ALL ON cold.tubes FROM weirdness_app; GRANT USAGE ON SCHEMA cold TO weirdness_app;
GRANT SELECT ON cold.tubes TO weirdness_app;
"""
WARNING = "may also change data"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("engine"))
    yield running
    running.stop()


@pytest.fixture
def owner(servers: dict[str, str]) -> Iterator[psycopg2.extensions.cursor]:
    """A cursor of the owner of a database that the application's role may only read."""
    with closing(psycopg2.connect(servers["DATABASE_URL"])) as server:
        server.autocommit = True
        server.cursor().execute(f"DROP DATABASE IF EXISTS {NAME}")
        server.cursor().execute(f"CREATE DATABASE {NAME}")
        with closing(psycopg2.connect(servers["DATABASE_URL"], dbname=NAME)) as connection:
            connection.autocommit = True
            connection.cursor().execute(TABLES)
            yield connection.cursor()
        server.cursor().execute(f"DROP DATABASE {NAME}")


@pytest.fixture
def warehouse(
    owner: psycopg2.extensions.cursor, servers: dict[str, str], cast: Cast, engine: Server, settings: Settings
) -> Iterator[Source]:
    settings.CHECKS_SOCKET, settings.DATABASE_HOSTS_ALLOWED = engine.path, ["127.0.0.1"]
    url, relay = urlsplit(servers["WEIRDNESS_TEST_APP_URL"]), Relay(servers["DATABASE_URL"])
    place = Place("Warehouse", host="127.0.0.1", port=str(relay.port), database=NAME, user=url.username or "",
                  password=url.password or "")  # fmt: skip
    yield sources.register(kind="database", place=place, actor=cast.administrator, now=NOW)
    relay.close()


def page(client: Client) -> str:
    return client.get(reverse("source", args=["warehouse"])).content.decode()


def after_a_test(client: Client) -> str:
    """The page after a test of the connection; what it says is still there the next time it is opened."""
    client.post(reverse("source_ask", args=["warehouse"]), {"browse": ""})
    work.drain()
    return page(client)


def test_a_role_that_only_reads_is_not_spoken_of(warehouse: Source, cast: Cast, as_: As) -> None:
    said = after_a_test(as_(cast.administrator))
    assert ">works</span>" in said
    assert WARNING not in said


def test_a_role_that_may_write_is_named_with_a_table_and_what_to_run(
    warehouse: Source, owner: psycopg2.extensions.cursor, cast: Cast, as_: As
) -> None:
    client = as_(cast.administrator)
    owner.execute("GRANT DELETE ON cold.tubes TO weirdness_app")
    assert WARNING not in page(client)
    said = after_a_test(client)
    assert f"weirdness_app {WARNING}</strong> in <code>cold.tubes</code>." in said
    assert "GRANT SELECT ON ALL TABLES IN SCHEMA cold TO weirdness_reader;" in said
    address = reverse("inquiry", args=[Inquiry.objects.get().pk])
    assert WARNING in client.get(address, headers={"HX-Request": "true"}).content.decode()
    owner.execute("REVOKE DELETE ON cold.tubes FROM weirdness_app")
    assert WARNING not in after_a_test(client)


def test_a_changed_source_says_nothing_before_it_is_tested_again(
    warehouse: Source, owner: psycopg2.extensions.cursor, cast: Cast, as_: As
) -> None:
    owner.execute("GRANT DELETE ON cold.tubes TO weirdness_app")
    assert WARNING in after_a_test(as_(cast.administrator))
    said = warehouse.settings
    place = Place("Warehouse", host=said["host"], port=str(said["port"]), database=NAME, user="other", password="x")
    sources.change(source=warehouse, place=place, actor=cast.administrator, now=NOW)
    assert WARNING not in page(as_(cast.administrator))


def test_a_superuser_is_told_to_be_one(warehouse: Source, cast: Cast, as_: As) -> None:
    writes = {"superuser": True, "tables": 0, "first": "", "schema": "public"}
    sources.tested(source=warehouse, trouble="", writes=writes, now=NOW)
    assert "weirdness_app may do anything in this database." in page(as_(cast.administrator))
