"""`make up`, from inside the virtual environment: everything under one supervisor until Ctrl-C."""

import http.client
import shutil
import signal
import socket
import time
from collections.abc import Mapping

import psutil

from config.local import environment, manage, postgres, processes, running, secrets, valkey
from config.local import place as places
from config.local.place import Place
from config.local.supervisor import Supervisor
from config.local.words import Remedy, say

LARGEST_LOG = 5_000_000  # bytes; a longer one is put aside at the next start
SERVERS_SECONDS, WEB_SECONDS = 30, 60


def up(given: Mapping[str, str]) -> None:
    """Returns when a signal asked for the end. Raises `Remedy`."""
    begun = float(given.get("WEIRDNESS_BEGUN") or time.time())
    place = places.find(given)
    if running.is_running(place):
        raise Remedy(already_running(place))
    running.end_orphans(place)
    _port_must_be_free(given)
    places.prepare(place)
    with running.only_one(place) as alone:
        if not alone:
            raise Remedy(already_running(place))
        _rotate(place)
        env = environment.complete(place, given, secrets.read_or_make(place))
        environment.keep(place, env)
        supervisor = Supervisor(place, environment.address(given))
        signal.signal(signal.SIGINT, _interrupt)  # ignored from birth in a background job of a script
        signal.signal(signal.SIGTERM, _interrupt)
        signal.signal(signal.SIGHUP, _interrupt)
        try:
            _serve(place, given, env, supervisor, begun)
        except KeyboardInterrupt:
            say("\nStopping …")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            supervisor.stop()
            shutil.rmtree(place.sockets, ignore_errors=True)
            say("Stopped. The data are kept.")


def already_running(place: Place) -> str:
    where = running.recorded(place).get("address", "an address not yet known")
    return f"Weirdness is already running on {place.data}: {where}\nStop it with: make down"


def _serve(
    place: Place, given: Mapping[str, str], env: Mapping[str, str], supervisor: Supervisor, begun: float
) -> None:
    own = environment.ours(given)
    _start_servers(place, given, env, supervisor)
    manage.once(place, "set_up", env, own_database="postgres" in own)
    if env["DEMO"] == "1":
        manage.once(place, "demo", env, own_database="postgres" in own)
    table = processes.service(place, env, own)
    first = [one for one in table if one.name in ("mail", "engine", "web")]
    for process in first:
        supervisor.start(process)
    if not supervisor.watch(lambda: answers(int(env["PORT"])), WEB_SECONDS):
        raise Remedy(f"The web server did not answer in {WEB_SECONDS} s; its log: {supervisor.log('web')}")
    announce(place, env, time.time() - begun)
    for process in table:
        if process not in first:
            supervisor.start(process)
    supervisor.watch(lambda: False)


def _start_servers(place: Place, given: Mapping[str, str], env: Mapping[str, str], supervisor: Supervisor) -> None:
    servant = places.servant()
    if "postgres" in environment.ours(given):
        folder = processes.programs.postgres_folder(place, servant)
        postgres.create(place, folder, servant, secrets.read_or_make(place))
    for process in processes.servers(place, given):
        supervisor.start(process)

    def all_answer() -> bool:
        return valkey.answers(env["REDIS_URL"]) and postgres.answers(env["DATABASE_OWNER_URL"])

    if not supervisor.watch(all_answer, SERVERS_SECONDS):
        raise Remedy(
            f"PostgreSQL or Valkey did not answer in {SERVERS_SECONDS} s. Their logs are in {place.log}; "
            "if you gave DATABASE_URL, DATABASE_OWNER_URL or REDIS_URL, check those addresses."
        )


def answers(port: int) -> bool:
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        door.request("GET", "/healthz", headers={"Host": "localhost"})
        return door.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        door.close()


def announce(place: Place, env: Mapping[str, str], seconds: float) -> None:
    say(f"\nWeirdness is at {env['PUBLIC_URL']}   (ready in {seconds:.1f} s)")
    if env["DEMO"] == "1" and (cast := manage.said(place, "demo")):
        say(cast)
    if mailbox := env.get("DEMO_MAILBOX"):
        say(f"Mail is caught, not sent: {mailbox}")
    say(f"Data: {place.data}   logs: {place.log}\nStop with Ctrl-C or `make down`; the data survive.")


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _port_must_be_free(given: Mapping[str, str]) -> None:
    port = environment.port(given)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((given.get("HOST") or "127.0.0.1", port))
        except PermissionError:
            raise Remedy(f"Only root may open port {port}. Choose another: PORT=8000 make up") from None
        except OSError:
            raise Remedy(taken(port, _holder(port))) from None


def taken(port: int, holder: str) -> str:
    by = f" by {holder}" if holder else " by another program"
    return f"Port {port} is taken{by}. Stop that, or choose another port: PORT={port + 1} make up"


def _holder(port: int) -> str:
    """`name (process number)` of who listens on the port, when we may know it."""
    try:
        found = [one.pid for one in psutil.net_connections("tcp") if one.laddr and one.laddr.port == port]
        pid = next(filter(None, found), None)
        return f"{psutil.Process(pid).name()} (process {pid})" if pid else ""
    except psutil.Error:
        return ""


def _rotate(place: Place) -> None:
    for log in place.log.glob("*.log"):
        if log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
