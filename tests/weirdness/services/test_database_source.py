"""A table of a real PostgreSQL as a dataset: registered, run, masked; and what goes wrong said in words."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.utils import timezone
from pytest_django import Settings

import checks
from tests.cast import NOW, Cast
from tests.checks.conftest import Server
from tests.relay import Relay
from weirdness.models import Dataset, Inquiry, Run, Source
from weirdness.services import inquiries, runs, sources, suites, work
from weirdness.services.datasets import ColumnSpec
from weirdness.services.registration import Registration
from weirdness.services.sources import Place

TABLES = """
DROP SCHEMA IF EXISTS cold CASCADE; CREATE SCHEMA cold;
CREATE TABLE cold.tubes (tube text, day date, volume numeric(6, 2), operator_name text);
INSERT INTO cold.tubes VALUES ('T1', '2026-11-01', 5, 'Bea'), ('T1', '2026-11-02', -4, 'Bea'),
  ('T2', '2026-11-01', 7, 'Q');
CREATE TABLE cold.hidden (secret text);
COMMENT ON TABLE cold.tubes IS 'One row per tube and day';
GRANT USAGE ON SCHEMA cold TO weirdness_app;
REVOKE ALL ON cold.tubes, cold.hidden FROM weirdness_app; GRANT SELECT ON cold.tubes TO weirdness_app;
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("engine"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def place(servers: dict[str, str]) -> Iterator[Place]:
    """A database that holds cold.tubes, seen with a role that may only read that table."""
    url, relay = urlsplit(servers["WEIRDNESS_TEST_APP_URL"]), Relay(servers["DATABASE_URL"])
    with psycopg2.connect(servers["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute(TABLES)
    yield Place(
        name="Warehouse",
        host="127.0.0.1",
        port=str(relay.port),
        database=url.path[1:],
        user=url.username or "",
        password=url.password or "",
    )
    relay.close()


@pytest.fixture
def warehouse(cast: Cast, place: Place, engine: Server, settings: Settings) -> Source:
    settings.CHECKS_SOCKET, settings.DATABASE_HOSTS_ALLOWED = engine.path, ["127.0.0.1"]
    return sources.register(kind="database", place=place, actor=cast.administrator, now=NOW)


def asked(cast: Cast, source: Source, kind: str, **arguments: object) -> Inquiry:
    inquiry = inquiries.ask(kind=kind, actor=cast.administrator, now=timezone.now(), source=source, **arguments)
    work.drain()
    inquiry.refresh_from_db()
    return inquiry


def registered(cast: Cast, source: Source, *keys: str) -> Inquiry:
    said = Registration(
        key="cold/tubes",
        title="Tubes",
        description="",
        owner=f"person:{cast.owner.pk}",
        triage_team=str(cast.scientists.pk),
        tier="standard",
        open_to_all=True,
        columns=(ColumnSpec("operator_name", "text", personal=True),),
        key_columns=keys,
        location="cold.tubes",
        format="table",
    )
    return asked(cast, source, "register", said=said.to_dict(), looked=0)


def test_schemas_and_tables_are_browsed_as_far_as_the_role_may_read(warehouse: Source, cast: Cast) -> None:
    top = asked(cast, warehouse, "browse", at="")
    assert ("cold", "cold", "browse") in [(each["name"], each["at"], each["opens"]) for each in top.answer["entries"]]
    warehouse.refresh_from_db()
    assert (warehouse.trouble, warehouse.tested_at is None) == ("", False)
    [table] = asked(cast, warehouse, "browse", at="cold").answer["entries"]
    assert (table["at"], table["opens"], table["comment"]) == ("cold.tubes", "look", "One row per tube and day")


def test_a_schema_that_was_named_is_the_top(cast: Cast, place: Place, warehouse: Source) -> None:
    sources.change(source=warehouse, place=replace(place, schema="cold"), actor=cast.administrator, now=NOW)
    answer = asked(cast, warehouse, "browse", at="").answer
    assert [each["at"] for each in answer["entries"]] == ["cold.tubes"]


def test_a_table_becomes_a_dataset_whose_suite_runs_and_masks(warehouse: Source, cast: Cast) -> None:
    inquiry = registered(cast, warehouse, "tube", "day")
    assert (inquiry.state, inquiry.message) == ("answered", "")
    dataset = Dataset.objects.get(key="cold/tubes")
    assert isinstance(runs.source_of(dataset), checks.DatabaseSource)
    assert (dataset.row_count, dataset.columns.get(name="operator_name").personal) == (3, True)
    document = {"expectations": [
        {"type": "expect_column_values_to_be_between", "kwargs": {"column": "volume", "min_value": 0}},
        {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "operator_name", "value_set": ["Bea"]}},
    ]}  # fmt: skip
    suite = suites.save(dataset=dataset, document={"name": "tubes", **document}, now=NOW)
    asked_for = runs.request(suite=suite, now=NOW, trigger=Run.Trigger.PERSON, actor=cast.owner)
    work.drain()
    asked_for.refresh_from_db()
    assert (asked_for.state, asked_for.message) == ("failed", "")
    volume, operator = asked_for.results.all()
    assert (asked_for.state, volume.unexpected_count) == ("failed", 1)
    assert volume.keys == [{"tube": "T1", "day": "2026-11-02"}]
    assert operator.examples[0]["operator_name"] == "•••"


def test_a_key_that_names_rows_twice_is_refused_by_the_data(warehouse: Source, cast: Cast) -> None:
    inquiry = registered(cast, warehouse, "tube")
    assert inquiry.state == "failed"
    assert list(inquiry.answer["problems"]) == ["key_columns"]
    assert not Dataset.objects.filter(key="cold/tubes").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"password": "not this one"}, "password"), ({"database": "nowhere"}, "nowhere"), ({"port": "1"}, "port")],
)
def test_what_goes_wrong_is_one_sentence_without_the_password(
    wrong: dict[str, str], words: str, warehouse: Source, place: Place, cast: Cast
) -> None:
    sources.change(source=warehouse, place=replace(place, **wrong), actor=cast.administrator, now=NOW)
    inquiry = asked(cast, warehouse, "browse", at="")
    warehouse.refresh_from_db()
    assert inquiry.state == "failed"
    assert words in warehouse.trouble.lower()
    assert place.password not in warehouse.trouble
    assert "not this one" not in warehouse.trouble


def test_a_host_that_nobody_allowed_is_not_called(warehouse: Source, cast: Cast, settings: Settings) -> None:
    settings.DATABASE_HOSTS_ALLOWED = []
    assert "private network" in asked(cast, warehouse, "browse", at="").message
