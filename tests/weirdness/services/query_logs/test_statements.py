"""What a real PostgreSQL with pg_stat_statements counted becomes looks, from the second reading on."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.cast import NOW, Cast
from tests.checks.conftest import Server
from tests.counting import PASSWORD, Counting, counting
from tests.relay import Relay
from tests.weirdness.services.query_logs.conftest import days_ago, looks_of
from weirdness.models import LogImport, Look, Source, StatementCount
from weirdness.services import datasets, sources, work
from weirdness.services.datasets import ColumnSpec
from weirdness.services.errors import NotAllowed
from weirdness.services.query_logs import statements, words
from weirdness.services.sources import Place

pytestmark = pytest.mark.django_db
ASKED = "SELECT count(*) FROM nyc.flights f JOIN nyc.planes p ON p.tailnum = f.carrier WHERE f.carrier = 'UA'"


@pytest.fixture(scope="module")
def database() -> Iterator[Counting]:
    with counting() as server:
        for role in ("bea", "svc_load", "reader", "x9"):
            server.join(role)
        yield server


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("engine"))
    yield running
    running.stop()


@pytest.fixture
def source(cast: Cast, database: Counting, engine: Server, settings: Settings) -> Iterator[Source]:
    """The database as a source, and nyc.flights as a dataset of it."""
    settings.CHECKS_SOCKET, settings.DATABASE_HOSTS_ALLOWED = engine.path, ["127.0.0.1"]
    database.run("GRANT pg_read_all_stats TO reader", "SELECT pg_stat_statements_reset()")
    relay = Relay(database.url)
    place = Place(
        name="Warehouse",
        host="127.0.0.1",
        port=str(relay.port),
        database="weirdness",
        user="reader",
        password=PASSWORD,
    )
    made = sources.register(kind="database", place=place, actor=cast.administrator, now=NOW)
    datasets.register(
        key="nyc/flights",
        title="Flights",
        description="",
        source=made,
        location="nyc.flights",
        format="table",
        columns=[ColumnSpec("carrier", "text")],
        key_columns=[],
        key_unique=False,
        owner=cast.owner,
        triage_team=cast.scientists,
        now=NOW,
    )
    yield made
    relay.close()


def reading(cast: Cast, source: Source) -> LogImport:
    log = statements.ask(source=source, actor=cast.administrator, now=timezone.now())
    work.drain()
    log.refresh_from_db()
    return log


def test_what_was_called_since_the_last_reading_is_a_look_of_today(
    cast: Cast, source: Source, database: Counting
) -> None:
    database.run(ASKED, role="bea")
    first = reading(cast, source)
    assert first.state == LogImport.State.DONE, first.trouble
    assert words.sentences(first)[0].startswith("The first reading only notes how often")
    assert not Look.objects.exists()
    database.run(ASKED.replace("UA", "AA"), role="bea")
    database.run(ASKED, "SELECT * FROM nyc.planes", role="svc_load")
    database.run("SELECT 1", "SELECT * FROM nyc.flights", role="x9")
    second = reading(cast, source)
    assert looks_of(second) == {("Bea", "nyc/flights", days_ago(0))}
    assert words.sentences(second) == [
        "1 person-day of use by 1 person became looks.",
        "3 reads by 1 service account were left out.",
        "1 login is unknown, with 1 read.",
        "1 table is no dataset yet, with 1 read.",
    ]
    third = reading(cast, source)
    assert words.sentences(third) == ["Nothing of it became a look."]
    database.run("SELECT pg_stat_statements_reset()")
    reading(cast, source)
    assert not StatementCount.objects.filter(login="bea").exists()


def test_what_the_role_may_not_see_is_said(cast: Cast, source: Source, database: Counting) -> None:
    database.run(ASKED, role="bea")
    database.run("REVOKE pg_read_all_stats FROM reader")
    log = reading(cast, source)
    assert "of others cannot be seen by the role reader. Ask whoever runs the database for: GRANT" in "".join(
        words.sentences(log)
    )


def test_a_database_that_counts_nothing_is_told_what_to_set(cast: Cast, source: Source, database: Counting) -> None:
    source.settings = {**source.settings, "database": "postgres"}
    source.save()
    log = reading(cast, source)
    assert log.state == LogImport.State.REFUSED
    assert "CREATE EXTENSION pg_stat_statements" in log.trouble


def unlike(number: int) -> str:
    """A statement that is counted apart from those of other numbers."""
    nested = "carrier"
    for bit in range(12):
        nested = f"{'lower' if number >> bit & 1 else 'upper'}({nested})"
    return f"SELECT {nested} FROM nyc.flights"


def test_many_statements_come_page_by_page(cast: Cast, source: Source, database: Counting) -> None:
    database.run(*map(unlike, range(2_100)), role="bea")
    log = reading(cast, source)
    assert StatementCount.objects.filter(login="bea").count() == 2_100
    assert log.lines > 2_100


def test_the_night_reads_what_somebody_switched_on_once(cast: Cast, source: Source) -> None:
    late = datetime(2026, 11, 20, 23, 40, tzinfo=ZoneInfo("UTC"))
    statements.owe_nightly(now=late)
    assert not LogImport.objects.exists()
    with pytest.raises(NotAllowed):
        statements.switch(source_id=source.pk, nightly=True, actor=cast.owner, now=NOW)
    statements.switch(source_id=source.pk, nightly=True, actor=cast.administrator, now=NOW)
    source.refresh_from_db()
    assert statements.is_nightly(source)
    statements.owe_nightly(now=late.replace(hour=22))
    assert not LogImport.objects.exists()
    statements.owe_nightly(now=late)
    LogImport.objects.update(state=LogImport.State.DONE)
    statements.owe_nightly(now=late.replace(minute=50))
    assert LogImport.objects.get().asked_by is None
