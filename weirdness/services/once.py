"""The same request twice at once: the second waits until the first is done, and then finds what it made."""

from django.db import connection, transaction


def hold(key: str) -> None:
    """Nobody else passes with the same key until the caller's transaction ends."""
    assert transaction.get_connection().in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
