"""PostgreSQL and Valkey alone, without the rest of the service (the tests' own pair)."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field

from config.local import place as places
from config.local import postgres, programs, secrets, spawn, valkey
from config.local.processes import plain
from config.local.words import Remedy


@dataclass
class Pair:
    """A throw-away PostgreSQL and Valkey: quick, unsafe against power loss, stopped with its parent."""

    place: places.Place
    names: tuple[str, ...] = ("postgres", "valkey")
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def urls(self) -> dict[str, str]:
        """`owner`, `app` (two roles of PostgreSQL) and `valkey`: known before anything runs."""
        kept = self._secrets()
        return {
            "owner": postgres.url(self.place, "weirdness_owner", kept.owner_password),
            "app": postgres.url(self.place, "weirdness_app", kept.app_password),
            "valkey": valkey.url(self.place),
        }

    def start(self) -> None:
        """Raises `Remedy` when a server is not there within 20 seconds."""
        if self.running:
            return
        if "postgres" in self.names:
            self._start_postgres()
        if "valkey" in self.names:
            program = programs.valkey_program(self.place, places.servant())
            self._spawn("valkey", valkey.command(self.place, program, hasty=True), signal.SIGKILL)
        self._wait(20)

    def stop(self) -> None:
        for name, process in self.running.items():
            process.send_signal(signal.SIGQUIT if name == "postgres" else signal.SIGKILL)
        for process in self.running.values():
            process.wait(10)
        self.running.clear()

    def _start_postgres(self) -> None:
        servant = places.servant()
        folder = programs.postgres_folder(self.place, servant)
        postgres.create(self.place, folder, servant, self._secrets(), hasty=True)
        self._spawn("postgres", postgres.command(self.place, folder, hasty=True), signal.SIGQUIT)

    def _spawn(self, name: str, argv: list[str], farewell: signal.Signals) -> None:
        log = self.place.log / f"{name}.log"
        self.running[name] = spawn.start(
            argv, log=log, env=plain(os.environ), servant=places.servant(), farewell=farewell
        )

    def _secrets(self) -> secrets.Secrets:
        places.prepare(self.place)
        return secrets.read_or_make(self.place)

    def _wait(self, seconds: float) -> None:
        urls, deadline = self.urls(), time.monotonic() + seconds
        asked = {"postgres": lambda: postgres.answers(urls["owner"]), "valkey": lambda: valkey.answers(urls["valkey"])}
        while not all(asked[name]() for name in self.running):
            if time.monotonic() > deadline or any(one.poll() is not None for one in self.running.values()):
                raise Remedy(f"PostgreSQL or Valkey did not start; their logs are in {self.place.log}.")
            time.sleep(0.03)
