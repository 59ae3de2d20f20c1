"""Every process of the local default, in the order of its start; it stops in the reverse order."""

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.local import place as places
from config.local import postgres, programs, valkey
from config.local.environment import ours
from config.local.place import Place

QUEUES = {"worker": "default", "checks": "checks", "asked": "asked"}  # process: the queue it drains


@dataclass(frozen=True)
class Process:
    name: str
    argv: list[str]
    env: Mapping[str, str]
    servant: places.Servant | None = None
    goodbye: signal.Signals = signal.SIGTERM


def plain(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment that holds nothing of ours: just what a program needs to run."""
    return {"PATH": environ.get("PATH") or os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def servers(place: Place, given: Mapping[str, str]) -> list[Process]:
    """PostgreSQL and Valkey, where nobody gave their address."""
    servant, bare = places.servant(), plain(given)
    table = []
    if "postgres" in ours(given):
        argv = postgres.command(place, programs.postgres_folder(place, servant))
        table.append(Process("postgres", argv, bare, servant, signal.SIGINT))
    if "valkey" in ours(given):
        argv = valkey.command(place, programs.valkey_program(place, servant))
        table.append(Process("valkey", argv, bare, servant))
    return table


def service(place: Place, env: Mapping[str, str], own: set[str]) -> list[Process]:
    """The mail catcher (when `own` has it), the fork server, web, workers, the clock, the watchdog."""
    table = [
        # The fork server gets no secret: no variable of ours is in its environment.
        Process("engine", [*_python("checks.engine.server"), "--socket", env["CHECKS_SOCKET"]], plain(env)),
        Process("web", _web(env), env),
        *(Process(name, _worker(queue), env) for name, queue in QUEUES.items()),
        Process("beat", [*_celery("beat"), "--pidfile=", "--schedule", str(place.data / "beat-schedule")], env),
        Process("watchdog", _python("config.local.watchdog"), env),
    ]
    return [Process("mail", _mail(place, env), plain(env)), *table] if "mail" in own else table


def _python(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def _celery(verb: str) -> list[str]:
    return [*_python("celery"), "-A", "config.celery", verb, "--loglevel", "INFO"]


def _worker(queue: str) -> list[str]:
    pool = ["--concurrency", "2" if queue == "default" else "1", "--pool-start-method", "spawn"]
    return [*_celery("worker"), "-Q", queue, "-n", f"{queue}@weirdness", *pool, "--without-gossip", "--without-mingle"]


def _web(env: Mapping[str, str]) -> list[str]:
    size = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    times = ["--timeout", "60", "--graceful-timeout", "5"]
    door = ["--bind", f"{env.get('HOST', '127.0.0.1')}:{env['PORT']}", "--no-control-socket"]
    return [*_python("gunicorn"), "config.wsgi", *size, *times, *door]


def _mail(place: Place, env: Mapping[str, str]) -> list[str]:
    where = urlsplit(env["EMAIL_URL"]).netloc
    return [*_python("aiosmtpd"), "-n", "-l", where, "-c", "aiosmtpd.handlers.Mailbox", str(place.mailbox)]
