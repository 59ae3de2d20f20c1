"""A PostgreSQL of a test's own that counts its statements, with roles of people who ask it."""

import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from config.local import place as places
from config.local import postgres, programs
from config.local.place import Place
from config.local.servers import Pair

PASSWORD = "a password for tests"
TABLES = """
CREATE EXTENSION pg_stat_statements;
CREATE SCHEMA nyc; CREATE TABLE nyc.flights (carrier text); CREATE TABLE nyc.planes (tailnum text);
GRANT USAGE ON SCHEMA nyc TO PUBLIC; GRANT SELECT ON ALL TABLES IN SCHEMA nyc TO PUBLIC;
"""


class Counting(Pair):
    """Alone, with the extension loaded; its superuser logs in without a password."""

    def _start_postgres(self) -> None:
        servant = places.servant()
        folder = programs.postgres_folder(self.place, servant)
        postgres.create(self.place, folder, servant, self._secrets(), hasty=True)
        rules = postgres.cluster(self.place) / "pg_hba.conf"
        rules.write_text(f"local all postgres trust\n{rules.read_text()}")
        argv = postgres.command(self.place, folder, hasty=True)
        self._spawn("postgres", [*argv, "-c", "shared_preload_libraries=pg_stat_statements"], signal.SIGQUIT)

    @property
    def url(self) -> str:
        """Of the superuser."""
        parts = urlsplit(self.urls()["owner"])
        return parts._replace(netloc="postgres@" + parts.netloc.rpartition("@")[2]).geturl()

    def run(self, *statements: str, role: str = "", database: str = "") -> None:
        """As this role, else as the superuser."""
        said = {"user": role, "password": PASSWORD} if role else {}
        said |= {"dbname": database} if database else {}
        connection = psycopg2.connect(self.url, **said)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()

    def join(self, role: str) -> None:
        self.run(f"CREATE ROLE \"{role}\" LOGIN PASSWORD '{PASSWORD}'")


@contextmanager
def counting() -> Iterator[Counting]:
    folder = Path(tempfile.mkdtemp(prefix="weirdness-counting-", dir="/var/tmp"))
    folder.chmod(0o711)
    server = Counting(Place(folder / "data", folder / "s"), ("postgres",))
    try:
        server.start()
        server.run(TABLES)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
