"""A database in which things are truly committed: for threads, for other roles, for tampering."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

KEPT = {"weirdness_category", "weirdness_viewpoint"}  # filled by migrations


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Django's own flush is refused by the history; here its owner clears the tables after the test."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            _clear()
            connections.close_all()


def _clear() -> None:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        ours = [name for name in names if name.startswith(("weirdness_", "knox_", "axes_")) and name not in KEPT]
        cursor.execute("ALTER TABLE weirdness_event DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(ours)} RESTART IDENTITY CASCADE")
        cursor.execute("ALTER TABLE weirdness_event ENABLE TRIGGER USER")
