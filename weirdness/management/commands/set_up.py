"""manage.py set_up: tables as they should be, and the application's role held to what it needs."""

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg2 import sql

HISTORY = "weirdness_event"
LOCK = 7283  # two set-ups at once, one after the other
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE ALL ON {history} FROM {role}",
    "GRANT SELECT, INSERT ON {history} TO {role}",
)


class Command(BaseCommand):
    help = "Brings the tables up to date as their owner and grants the application's role what it needs."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        owner = connections["owner"]
        with owner.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            steps = _migrate(owner, verbosity=options["verbosity"])
            granted = _grant(owner)
        finally:
            with owner.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        did = f"{steps} migrations applied" if steps else "the tables were up to date"
        self.stdout.write(f"Ready: {did}; {granted} ({time.monotonic() - began:.1f} s).")


def _migrate(owner: BaseDatabaseWrapper, *, verbosity: int) -> int:
    executor = MigrationExecutor(owner)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        call_command("migrate", database="owner", interactive=False, verbosity=max(0, verbosity - 1))
    return steps


def _grant(owner: BaseDatabaseWrapper) -> str:
    role, owning = settings.DATABASES["default"]["USER"], settings.DATABASES["owner"]["USER"]
    if role == owning:
        return "the application is the tables' owner, so nothing was granted"
    with owner.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise CommandError(
                f"The database has no role {role}, which DATABASE_URL names. Make it first: "
                f"CREATE ROLE {role} LOGIN PASSWORD '…'; then run set_up again."
            )
        names = {"role": sql.Identifier(role), "history": sql.Identifier(HISTORY)}
        statements = [sql.SQL(grant).format(**names).as_string(cursor.cursor) for grant in GRANTS]
        cursor.execute("; ".join(["BEGIN", *statements, "COMMIT"]))
    return f"{role} may read and write, and only append to the history"
