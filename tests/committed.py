"""A database in which things are truly committed: for threads, for other roles, for tampering."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

KEPT = {"weirdness_category", "weirdness_viewpoint"}  # filled by migrations


def is_for_tests() -> bool:
    """Whether this is the tests' own database, and not the one that the environment named."""
    return connection.settings_dict["NAME"] != urlsplit(os.environ["DATABASE_URL"]).path.removeprefix("/")


@pytest.fixture(scope="session")
def database_for_tests(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django makes a database only when a selected test asks by its own marks; a few of ours alone don't."""
    if is_for_tests():
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def committed(database_for_tests: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Django's own flush is refused by the history; here its owner clears the tables after the test."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            _clear()
            connections.close_all()


def _clear() -> None:
    assert is_for_tests(), "this would empty a database that is not the tests' own"
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        ours = [name for name in names if name.startswith(("weirdness_", "knox_", "axes_")) and name not in KEPT]
        cursor.execute("ALTER TABLE weirdness_event DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(ours)} RESTART IDENTITY CASCADE")
        cursor.execute("ALTER TABLE weirdness_event ENABLE TRIGGER USER")
