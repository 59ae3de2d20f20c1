"""A PostgreSQL of the benchmark's own, with PostgreSQL's own settings, reached over TCP like a company's."""

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from benchmarks.engine import tables
from benchmarks.engine.places import tables as kept
from config.local import place as places
from config.local import postgres, programs, spawn
from config.local.processes import plain
from config.local.servers import Pair

HOST = "127.0.0.1"
COLUMNS = (
    "id bigint, customer integer, store integer, receipt integer, sku text, quantity integer, price double precision,"
    " discount double precision, total double precision, country text, status text, email text,"
    " ordered timestamp, shipped timestamp"
)


@contextmanager
def served(rows: int) -> Iterator[dict[str, str]]:
    """The parts of the address of the table of `rows` rows, in a server that ends with the block."""
    csv = tables.make(kept(), rows, "csv")
    folder = Path(tempfile.mkdtemp(prefix="weirdness-bench-", dir="/var/tmp"))
    folder.chmod(0o711)
    server = Server(places.find({"WEIRDNESS_DATA_DIR": str(folder / "data"), "HOME": str(folder)}), ("postgres",))
    try:
        server.start()
        _load(server.urls()["owner"], csv)
        yield {"host": HOST, "port": str(server.port), "database": "weirdness", "table": "orders"} | server.reader()
    finally:
        server.stop()
        shutil.rmtree(folder)
        shutil.rmtree(server.place.sockets, ignore_errors=True)


@dataclass
class Server(Pair):
    """The tests' PostgreSQL, which answers on a port of this machine too."""

    port: int = field(default_factory=lambda: _free_port())

    def urls(self) -> dict[str, str]:
        return {name: f"{url}&port={self.port}" for name, url in super().urls().items()}

    def reader(self) -> dict[str, str]:
        """A role that may only read and make temporary tables."""
        return {"user": "weirdness_app", "password": self._secrets().app_password}

    def _start_postgres(self) -> None:
        servant, kept_secrets = places.servant(), self._secrets()
        folder = programs.postgres_folder(self.place, servant)
        postgres.create(self.place, folder, servant, kept_secrets, hasty=True)
        with (postgres.cluster(self.place) / "pg_hba.conf").open("a") as doors:
            doors.write(f"host all all {HOST}/32 scram-sha-256\n")
        argv = postgres.command(self.place, folder, hasty=True)  # hasty: only writing is quicker
        argv += ["-c", f"listen_addresses={HOST}", "-c", f"port={self.port}"]
        log, env = self.place.log / "postgres.log", plain(os.environ)
        self.running["postgres"] = spawn.start(argv, log=log, env=env, servant=servant, farewell=signal.SIGQUIT)


def _load(url: str, csv: Path) -> None:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor, csv.open() as lines:
            cursor.execute(f"CREATE TABLE orders ({COLUMNS})")
            cursor.copy_expert("COPY orders FROM STDIN (FORMAT csv, HEADER)", lines)
            cursor.execute("VACUUM (FREEZE, ANALYZE) orders")


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as found:
        return int(found.getsockname()[1])
