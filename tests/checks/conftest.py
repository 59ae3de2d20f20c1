import subprocess
import sys
import time
from pathlib import Path

import duckdb
import psutil
import pytest

from checks import FileSource, Plan, run
from checks.engine.child import WAITS
from tests.checks.lab import Lab
from tests.relay import Relay

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """A real fork server on a socket in a folder of its own."""

    def __init__(self, folder, *options):
        self.path = str(folder / "checks.sock")
        self.log = (folder / "server.log").open("w+")
        command = [sys.executable, "-m", "checks.engine.server", "--socket", self.path, *options]
        self.process = subprocess.Popen(command, cwd=ROOT, env={}, stdout=self.log, stderr=self.log)
        ends = time.monotonic() + 60
        while not Path(self.path).exists():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < ends, "the check engine did not start within 60 seconds"
            time.sleep(0.05)

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def working(self):
        """Its children, but for the one that waits to be asked."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [each for each in children if _name(each) != WAITS]

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.log.close()


def _name(process):
    try:
        return process.name()
    except psutil.NoSuchProcess:
        return WAITS


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("engine"))
    yield running
    running.stop()


@pytest.fixture
def own_server(tmp_path):
    """A server that a test may kill."""
    running = Server(tmp_path, "--memory", "500")
    yield running
    running.stop()


@pytest.fixture
def csv(tmp_path):
    def write(text, name="data.csv"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return FileSource(str(tmp_path), name, "csv")

    return write


@pytest.fixture
def parquet(tmp_path):
    def write(query, name="data.parquet"):
        with duckdb.connect() as database:
            database.sql(query).write_parquet(str(tmp_path / name))
        return FileSource(str(tmp_path), name, "parquet")

    return write


@pytest.fixture(scope="session")
def relay(servers):
    passing = Relay(servers["DATABASE_URL"])
    yield passing
    passing.close()


@pytest.fixture
def lab(servers, relay):
    """A schema of a real PostgreSQL, in which the checks may only SELECT."""
    with Lab(servers, relay.port) as schema:
        yield schema


@pytest.fixture(params=["parquet", "postgresql"])
def kept(request, parquet, lab):
    """Keeps the rows of a query in a source: the same question asked of each kind."""
    return parquet if request.param == "parquet" else lab.keep


def expectation(kind, **kwargs):
    return {"type": f"expect_{kind}", "kwargs": kwargs}


def outcome(source, *expectations, **plan):
    return run(Plan(source, {"expectations": list(expectations)}, **plan))
