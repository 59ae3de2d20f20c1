"""The two commands, for real: one start, its faults, its end. About half a minute."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import psutil
import psycopg2
import pytest

from config.local import processes, up
from config.local.place import ROOT
from tests.stack import Stack

NAMES = {"postgres", "valkey", "mail", "engine", "web", *processes.QUEUES, "beat", "watchdog"}


@pytest.fixture(scope="module")
def started() -> Iterator[Stack]:
    with Stack(DEMO="0") as whole:
        yield whole


def everybody(stack: Stack) -> set[int]:
    """Every process of this stack, children of children included."""
    return {one.pid for one in psutil.Process(stack.supervisor.pid).children(recursive=True)}


def alive(pids: set[int]) -> list[str]:
    found = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    return [" ".join(one.cmdline()) for one in found if one.status() != psutil.STATUS_ZOMBIE]


def command(stack: Stack, verb: str, **variables: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "config.local", verb]
    return subprocess.run(
        argv, cwd=ROOT, env=stack.given | variables, capture_output=True, text=True, check=False, timeout=60
    )


def owner(stack: Stack, sql: str) -> list[tuple]:
    connection = psycopg2.connect(stack.env["DATABASE_OWNER_URL"])
    with connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def test_every_process_runs_and_the_web_answers(started):
    assert {name for name in NAMES if started.pid(name)} == NAMES
    assert up.answers(started.port)


def test_the_fork_server_holds_no_secret(started):
    given = psutil.Process(started.pid("engine")).environ()
    assert set(given) <= {"PATH", "LANG", "LC_ALL", "LC_CTYPE"}


def test_the_servers_of_root_run_as_nobody(started):
    if psutil.Process().username() != "root":
        pytest.skip("only root has to drop its rights")
    assert {psutil.Process(started.pid(name)).username() for name in ("postgres", "valkey")} == {"nobody"}


def test_the_application_owns_nothing(started):
    owners = owner(started, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert owners in ([], [("weirdness_owner",)])
    with psycopg2.connect(started.env["DATABASE_URL"]) as app, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        app.cursor().execute("CREATE TABLE mine (a int)")


def test_a_second_start_says_that_it_runs_and_where(started):
    second = command(started, "serve")
    assert second.returncode == 1
    assert "already running" in second.stderr
    assert started.url in second.stderr


def test_a_taken_port_gets_a_sentence_that_says_which_and_what_to_do(started):
    other = command(started, "serve", WEIRDNESS_DATA_DIR=str(started.folder / "other"))
    assert other.returncode == 1
    assert f"Port {started.port} is taken by" in other.stderr
    assert f"PORT={started.port + 1} make up" in other.stderr


@pytest.mark.parametrize("name", ["engine", "worker", "valkey"])
def test_a_killed_process_is_started_again(started, name):
    dead = started.kill(name)
    started.wait(lambda: started.pid(name) not in (0, dead), 10, f"the second life of {name}")
    assert f"{name} ended (signal SIGKILL)" in started.said()


def test_a_held_process_stays_stopped_until_it_is_let_go(started):
    started.stop("beat")
    assert started.pid("beat") == 0
    started.start("beat")
    assert started.pid("beat")


def test_mail_is_caught_in_the_mailbox(started):
    started.manage("sendtestemail", "ada@example.org")
    started.wait(started.mails, 10, "the mail")
    assert started.mails()[0]["To"] == "ada@example.org"


def test_a_killed_supervisor_is_recovered_from_and_the_data_survive(started):
    owner(started, "CREATE TABLE marker AS SELECT 7 AS a")
    before = everybody(started)
    started.end(signal.SIGKILL)
    started.begin()
    assert owner(started, "SELECT a FROM marker") == [(7,)]
    assert alive(before) == []


def test_the_end_leaves_nothing_but_the_data(started):
    before = everybody(started)
    stopped = command(started, "down")
    assert stopped.returncode == 0, stopped.stderr
    started.supervisor.wait(5)
    assert alive(before) == []
    assert not up.answers(started.port)
    assert not started.place.sockets.exists()
    assert (started.place.data / "postgres" / "cluster").is_dir()
    assert "Nothing is running" in command(started, "down").stdout


def test_reset_asks_and_then_removes_only_what_is_ours(started):
    theirs = started.place.data / "mine.txt"
    theirs.touch()
    assert "YES=1 make reset" in command(started, "reset").stderr
    done = command(started, "reset", YES="1")
    assert str(started.place.data / "postgres") in done.stdout
    assert list(started.place.data.iterdir()) == [theirs]
