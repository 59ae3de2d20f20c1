"""PostgreSQL on a private Unix socket: the cluster, its two roles, the command that serves it."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg2

from config.local.place import Place, Servant
from config.local.programs import major_version
from config.local.secrets import Secrets
from config.local.spawn import as_account
from config.local.words import Remedy

FIRST_BUILTIN_LOCALE = 17
SETTINGS = {
    "timezone": "UTC",
    "log_timezone": "UTC",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # For disks without moving parts; and short questions, for which compiling takes longer than answering.
    "random_page_cost": "1.1",
    "jit": "off",
    # All flags that hold a common word, each by its place: with the usual 4 MB every sentence near them is read again.
    "work_mem": "16MB",
}
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# In template1, so that every later database has them, the tests' own included. One statement a line.
TEMPLATE = """\
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE ROLE weirdness_owner LOGIN {createdb} PASSWORD '{owner}';
CREATE ROLE weirdness_app LOGIN PASSWORD '{app}';
ALTER DEFAULT PRIVILEGES FOR ROLE weirdness_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO weirdness_app;
ALTER DEFAULT PRIVILEGES FOR ROLE weirdness_owner GRANT USAGE, SELECT ON SEQUENCES TO weirdness_app;
CREATE DATABASE weirdness OWNER weirdness_owner;
"""


def cluster(place: Place) -> Path:
    return place.data / "postgres" / "cluster"


def url(place: Place, role: str, password: str, database: str = "weirdness") -> str:
    """Understood alike by libpq, SQLAlchemy and django-environ."""
    return f"postgresql://{role}:{password}@/{database}?host={place.sockets / 'postgres'}"


def create(place: Place, folder: Path, servant: Servant | None, secrets: Secrets, *, hasty: bool = False) -> None:
    """Makes the cluster once; an interrupted attempt leaves nothing that a later one would trust."""
    done = cluster(place)
    if done.exists():
        _same_version(done, folder)
        return
    unfinished = done.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    words = ["--username=postgres", "--auth=trust", "--encoding=UTF8", *_locale(folder)]
    _run([folder / "initdb", *words, *(["--no-sync"] if hasty else []), "-D", unfinished], servant)
    sql = TEMPLATE.format(owner=secrets.owner_password, app=secrets.app_password, createdb="CREATEDB" if hasty else "")
    _run([folder / "postgres", "--single", "-D", unfinished, "template1"], servant, sql)
    # The superuser has no password, so nobody logs in as it.
    (unfinished / "pg_hba.conf").write_text("local all all scram-sha-256\n")
    unfinished.rename(done)


def command(place: Place, folder: Path, *, hasty: bool = False) -> list[str]:
    settings = SETTINGS | (HASTY if hasty else {}) | {"unix_socket_directories": str(place.sockets / "postgres")}
    chosen = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [str(folder / "postgres"), "-D", str(cluster(place)), *chosen]


def forget_the_dead(place: Place) -> None:
    """Ends a PostgreSQL left over from a killed start and removes its lock, before a new one looks."""
    lock = cluster(place) / "postmaster.pid"
    if not lock.exists():
        return
    pid = int(lock.read_text().split("\n", 1)[0] or 0)
    if _is_postgres(pid):
        os.kill(pid, signal.SIGQUIT)
        _wait_until(lambda: not _is_postgres(pid), 10)
    lock.unlink(missing_ok=True)
    (place.sockets / "postgres" / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def answers(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=1).close()
    except psycopg2.OperationalError:
        return False
    return True


def _is_postgres(pid: int) -> bool:
    try:
        found = psutil.Process(pid)
        return found.name() == "postgres" and found.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _wait_until(true: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)


def _locale(folder: Path) -> list[str]:
    if major_version(folder) >= FIRST_BUILTIN_LOCALE:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def _same_version(done: Path, folder: Path) -> None:
    written, present = (done / "PG_VERSION").read_text().strip(), major_version(folder)
    if written != str(present):
        raise Remedy(
            f"The database in {done} was written by PostgreSQL {written}, and this is {present}. "
            "Go back to the earlier version of Weirdness and make a backup there, or start afresh: make reset"
        )


def _run(argv: list[str | Path], servant: Servant | None, sql: str | None = None) -> None:
    done = subprocess.run(
        [str(word) for word in argv], input=sql, text=True, cwd="/", check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **as_account(servant),
    )  # fmt: skip
    if done.returncode or "ERROR:" in done.stdout:
        raise Remedy(f"PostgreSQL could not be set up; {Path(argv[0]).name} said:\n{done.stdout[-2000:]}")
