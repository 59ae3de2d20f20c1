"""PostgreSQL, Valkey and the web server as `make up` runs them, on a data folder that is kept; no worker, no clock."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engine.places import cache
from config.local import environment, manage, postgres, processes, secrets, up, valkey
from config.local import place as places
from config.local.supervisor import Supervisor

SECONDS = 60


@dataclass
class Service:
    place: places.Place
    env: dict[str, str]
    supervisor: Supervisor

    @property
    def url(self) -> str:
        return self.env["PUBLIC_URL"]

    def open_doors(self) -> None:
        """Brings the tables up to date and starts the web server."""
        manage.once(self.place, "set_up", self.env, own_database=False)
        table = {each.name: each for each in processes.service(self.place, self.env, set())}
        self.supervisor.start(table["web"])
        assert self.supervisor.watch(lambda: up.answers(int(self.env["PORT"])), SECONDS), "the web server is silent"


@contextmanager
def served(folder: Path) -> Iterator[Service]:
    """The servers on this folder, until the end of the block."""
    given = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "WEIRDNESS_DATA_DIR": str(folder), "DEMO": "0"}
    given |= {"PORT": str(environment.free_port()), "EMAIL_URL": "smtp://127.0.0.1:1"}
    place, servant = places.find(given), places.servant()
    places.prepare(place)
    made_once = secrets.read_or_make(place)
    env = environment.complete(place, given, made_once)
    postgres.create(place, processes.programs.postgres_folder(place, servant), servant, made_once)
    supervisor = Supervisor(place, environment.address(given))
    try:
        for process in processes.servers(place, given):
            supervisor.start(process)
        answer = supervisor.watch(
            lambda: valkey.answers(env["REDIS_URL"]) and postgres.answers(env["DATABASE_OWNER_URL"]), SECONDS
        )
        assert answer, f"PostgreSQL or Valkey did not start; their logs are in {place.log}"
        yield Service(place, env, supervisor)
    finally:
        supervisor.stop()
        shutil.rmtree(place.sockets, ignore_errors=True)


def folder() -> Path:
    """In the benchmarks' cache; for root, whose home PostgreSQL may not enter, beside it."""
    return Path("/var/tmp/weirdness-bench-desk") if places.servant() else cache() / "desk"
