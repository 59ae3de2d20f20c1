"""Looking at the service's rows from outside, as a database administrator would."""

import psycopg2

from tests.stack import Stack


def ask(stack: Stack, query: str, *values: object) -> list[tuple]:
    """Runs one SELECT on the service's database."""
    connection = psycopg2.connect(stack.env["DATABASE_OWNER_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()
    finally:
        connection.close()


def is_idle(stack: Stack) -> bool:
    """Every run that was asked for has ended, and no job is due or under way."""
    runs, unfinished = ask(stack, "SELECT count(*), count(*) - count(finished_at) FROM weirdness_run")[0]
    owed = "SELECT count(*) FROM weirdness_job WHERE state IN ('queued', 'running') AND due_at <= now()"
    return runs > 0 and unfinished == 0 and ask(stack, owed)[0][0] == 0
