"""The demo, made once for all tests of a file: real packages, real files, real database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from django.db import transaction
from django.test.utils import override_settings
from pytest_django.plugin import DjangoDbBlocker

from weirdness.demo import files, making

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source root that holds the demo's files."""
    folder = tmp_path_factory.mktemp("demo")
    files.write(folder)
    return folder


@pytest.fixture(scope="module")
def demo(root: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """The whole demo in the database, made at NOW, gone after the file's last test."""
    told = override_settings(DEMO=True, SOURCE_ROOTS={"demo": str(root)})
    with django_db_blocker.unblock(), told, transaction.atomic():
        assert making.make(now=NOW)
        yield root
        transaction.set_rollback(True)


@pytest.fixture
def undone(demo: Path) -> Iterator[Path]:
    """The demo for a test that changes it: afterwards it is as it was."""
    with transaction.atomic():
        yield demo
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def data(root: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The files as tables: flights, weather, planes, penguins."""
    with duckdb.connect() as database:
        for name, file in {
            "flights": "nyc/flights.parquet",
            "weather": "nyc/weather.parquet",
            "planes": "nyc/planes.csv",
            "penguins": "penguins/raw.csv",
        }.items():
            database.execute(f"CREATE VIEW {name} AS FROM '{root / file}'")
        yield database
